/** The songs of the queue as they lie along the way, and how far the music has come. */
import { useFollowerStore } from "../../playback/follower-store.ts";
import { waypointOf } from "../../playback/music-plan.ts";
import { usePlayerStore } from "../../playback/player-store.ts";
import { currentEntry, type QueueEntry, upcomingEntries } from "../../playback/queue.ts";
import type { WaySong } from "./way-plane.tsx";

/** More dots would hide the way. */
const MOST_SONGS = 60;

/** The waypoint of the song that plays; null while that song belongs to no part of the way. */
export function useReachedWaypoint(): number | null {
  const way = useFollowerStore((state) => state.way);
  return usePlayerStore((state) => waypointOf(way, state.current));
}

function dot(entry: QueueEntry, current: boolean): WaySong[] {
  const { features } = entry.track;
  if (features === null) return [];
  return [{ key: entry.key, point: { valence: features.valence, arousal: features.arousal }, current }];
}

/** The song that plays and those to come; of a way only its own. */
export function useWaySongs(): readonly WaySong[] {
  const way = useFollowerStore((state) => state.way);
  const queue = usePlayerStore((state) => state.queue);
  const playing = currentEntry(queue);
  const coming = upcomingEntries(queue)
    .filter((entry) => !entry.failed && (way === null || waypointOf(way, entry) !== null))
    .slice(0, MOST_SONGS);
  // The present one last, so that it lies on top.
  return [...coming.flatMap((entry) => dot(entry, false)), ...(playing === null ? [] : dot(playing, true))];
}
