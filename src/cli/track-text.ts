/** Tracks in words and figures, safe for a terminal. */
import type { Track, TrackFeatures } from "../contracts/tracks.ts";
import type { AffectPoint } from "../core/affect/emotion.ts";
import { printable } from "./terminal.ts";

const PITCH_CLASSES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

/** "Artist - Title", or the title alone. */
export function trackName({ artist, title }: Pick<Track, "artist" | "title">): string {
  return printable(artist === null ? title : `${artist} - ${title}`);
}

/** Minutes and seconds, hours where there are any; "?" where unknown. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return "?";
  const seconds = Math.round(durationMs / 1000);
  const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock.replace(/^0/u, "");
}

/** "valence +0.40, arousal -0.10". */
export function formatPoint({ valence, arousal }: AffectPoint): string {
  return `valence ${formatSigned(valence)}, arousal ${formatSigned(arousal)}`;
}

/** A coordinate with its sign, two decimals. */
export function formatSigned(coordinate: number): string {
  return `${coordinate < 0 ? "-" : "+"}${Math.abs(coordinate).toFixed(2)}`;
}

/** "F# minor", or "?" where no key was found. */
export function formatKey({ tonic, mode }: Pick<TrackFeatures, "tonic" | "mode">): string {
  return tonic === null || mode === null ? "?" : `${PITCH_CLASSES[tonic] ?? "?"} ${mode}`;
}
