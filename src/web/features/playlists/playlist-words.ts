/** Playlists in words: how many songs, how long, why and when a list renewed itself. */
import type { StandingPlaylist } from "../../../contracts/standing-playlists.ts";
import type { Track } from "../../../contracts/tracks.ts";

/** `12 songs`, `1 song`. */
export function songCount(count: number): string {
  return `${count.toLocaleString("en")} song${count === 1 ? "" : "s"}`;
}

/** `48 min`, `1 h 5 min`; null where no length is known. */
export function lengthText(durationMs: number): string | null {
  const minutes = Math.round(durationMs / 60_000);
  if (durationMs <= 0) return null;
  if (minutes < 60) return `${Math.max(1, minutes)} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `12 songs · 48 min`. */
export function listFacts(tracks: readonly Pick<Track, "durationMs">[]): string {
  const durationMs = tracks.reduce((sum, track) => sum + (track.durationMs ?? 0), 0);
  return [songCount(tracks.length), lengthText(durationMs)].filter((part) => part !== null).join(" · ");
}

const CAUSES: Readonly<Record<NonNullable<StandingPlaylist["cause"]>, string>> = {
  first: "made",
  schedule: "renewed by the clock",
  drift: "renewed because the mood has moved for you",
  asked: "renewed as you asked",
};

/** `renewed by the clock 3 hours ago`; null for a list that was never made. */
export function renewalText(
  { cause, renewedAtMs }: Pick<StandingPlaylist, "cause" | "renewedAtMs">,
  nowMs: number,
): string | null {
  if (cause === null || renewedAtMs === null) return null;
  return `${CAUSES[cause]} ${agoText(nowMs - renewedAtMs)}`;
}

const UNITS = [
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;

function agoText(ms: number): string {
  // A clock that was set back makes no future of the past.
  for (const { unit, ms: length } of UNITS) {
    const count = Math.floor(ms / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}
