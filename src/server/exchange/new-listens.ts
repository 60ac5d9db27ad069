/** Which listens of a history are new: two programs that saw the same listen name times that differ by a few seconds. */
import type { ImportedListen } from "../db/repositories/import-repository.ts";
import type { MatchableTrack } from "../db/repositories/song-match-repository.ts";
import type { History } from "./compact-import.ts";

/** Listens of one track that begin closer together than this are one; nobody starts a song twice a minute for long. */
const SAME_LISTEN_MS = 30_000;

/**
 * The listens whose track is in the library and which are not known yet, in the order of the file.
 * @param matched the track of each of the songs, null where there is none
 * @param known when each track was heard, ascending; times of the new listens are added to it
 */
export function newListens(
  { songOf, listenedAtMs: listenedAt }: Pick<History, "songOf" | "listenedAtMs">,
  matched: readonly (MatchableTrack | null)[],
  known: Map<number, number[]>,
): ImportedListen[] {
  const fresh: ImportedListen[] = [];
  for (const [i, song] of songOf.entries()) {
    const track = matched[song];
    if (!track) continue;
    const listenedAtMs = listenedAt[i]!;
    const times = known.get(track.trackId) ?? [];
    const at = firstAbove(times, listenedAtMs);
    if (isNear(times[at - 1], listenedAtMs) || isNear(times[at], listenedAtMs)) continue;
    times.splice(at, 0, listenedAtMs);
    known.set(track.trackId, times);
    // How much of it was heard is not told; such services list what was heard for half its length at least.
    fresh.push({ trackId: track.trackId, startedAtMs: listenedAtMs, playedMs: track.durationMs ?? 0 });
  }
  return fresh;
}

function isNear(time: number | undefined, other: number): boolean {
  return time !== undefined && Math.abs(time - other) <= SAME_LISTEN_MS;
}

/** Index of the first time above `time`, by bisection. */
function firstAbove(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
