/** What the listener does with a song of the Subsonic server, told there too: likes as stars, plays as hearings. */
import type { Play } from "../../../contracts/listening.ts";
import type { Repositories } from "../../db/storage.ts";
import type { ListeningObserver } from "../listening-service.ts";
import type { OutboxService } from "./outbox-service.ts";

/** A play counts as heard when half of it was, or four minutes, as is the custom of scrobbling. */
const LONG_ENOUGH_MS = 4 * 60_000;

export function isHeard(play: Pick<Play, "playedMs" | "end">, durationMs: number | null): boolean {
  if (play.playedMs >= LONG_ENOUGH_MS) return true;
  return durationMs === null ? play.end === "completed" : durationMs > 0 && play.playedMs >= durationMs / 2;
}

export function createListeningEcho(dependencies: {
  userId: number;
  outbox: Pick<OutboxService, "keepStar" | "keepHearing" | "deliver">;
  isConnected: () => boolean;
}): ListeningObserver {
  const { userId, outbox, isConnected } = dependencies;
  const songIdOf = async ({ subsonicSongs }: Repositories, trackId: number): Promise<string | null> =>
    isConnected() ? await subsonicSongs.songIdOf(userId, trackId) : null;

  return {
    async onFeedback(repositories, { trackId, kind }) {
      if (kind !== "like" && kind !== "unlike") return;
      const songId = await songIdOf(repositories, trackId);
      if (songId !== null) await outbox.keepStar(repositories, songId, kind === "like");
    },
    async onPlay(repositories, play) {
      const songId = await songIdOf(repositories, play.trackId);
      if (songId === null) return;
      const track = await repositories.tracks.find(userId, play.trackId);
      if (!isHeard(play, track?.durationMs ?? null)) return;
      await outbox.keepHearing(repositories, { playId: play.id, songId, heardFromMs: play.startedAtMs });
    },
    afterwards: () => void outbox.deliver(),
  };
}
