/** What the library could not give, in a sentence or more. */
import type { Journey } from "../affect/journey.ts";
import { LONGEST_JOURNEY_STEP, longestStep } from "../affect/journey.ts";
import type { CandidateColumns, CandidateIndex } from "./candidate-index.ts";
import { isRepeat } from "./order-tracks.ts";

export interface Outcome {
  /** In playing order. */
  rows: readonly number[];
  /** Mean distance of the tracks to their waypoints. */
  meanDistance: number;
  /** Tracks asked for; null where minutes were. */
  size: number | null;
  minutes: number | null;
  /** How many were heard lately. */
  again: number;
  /** How many lie outside the circle that music is held in. */
  outside: number;
  journey: Journey;
  /** The word for the mood. */
  wanted: string;
}

/** A list whose tracks lie farther off than this on average does not fit the mood, and says so. */
const POOR_FIT = 0.6;
const MINUTE_MS = 60_000;

/** Null when the library could give all that was asked. */
export function noteOn(index: CandidateIndex, outcome: Outcome): string | null {
  const { rows, size, again, meanDistance, wanted } = outcome;
  if (index.size === 0) return "Your library has no analysed tracks yet.";
  if (rows.length === 0) return size === 0 ? null : nothingNote(index, outcome);
  const notes = [shortNote(index.columns, outcome)];
  if (again > 0) notes.push(`You heard ${tracks(again)} of these not long ago: nothing else is left.`);
  if (rows.some((row, i) => i > 0 && isRepeat(index.columns, rows[i - 1]!, row))) notes.push(artistNote(index, rows));
  if (meanDistance > POOR_FIT) notes.push(`Little in your library is close to ${wanted}; these are the nearest.`);
  notes.push(journeyNote(outcome));
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join(" ");
}

function nothingNote(index: CandidateIndex, { minutes }: Outcome): string {
  const { durationMs, bias } = index.columns;
  const isLeft = (row: number): boolean => bias[row]! < Infinity && (minutes === null || durationMs[row]! > 0);
  for (let row = 0; row < index.size; row++) {
    if (isLeft(row)) return `Every track of your library is much longer than ${minutes} minutes.`;
  }
  return minutes !== null && bias.subarray(0, index.size).some((each) => each < Infinity)
    ? "Of no track in your library the length is known. Ask for a number of tracks instead."
    : "You have set aside every track of your library.";
}

function shortNote({ durationMs }: Readonly<CandidateColumns>, { rows, size, minutes }: Outcome): string | null {
  if (size !== null) return rows.length < size ? `Your library has only ${tracks(rows.length)} to choose from.` : null;
  const lengths = rows.map((row) => durationMs[row]!);
  const wholeMs = lengths.reduce((sum, each) => sum + each, 0);
  const missingMs = minutes! * MINUTE_MS - wholeMs;
  // Half of the longest is as near as whole tracks come.
  if (missingMs <= Math.max(...lengths) / 2) return null;
  const found = Math.round(wholeMs / MINUTE_MS);
  return `Your library has only ${found === 1 ? "1 minute" : `${found} minutes`} to choose from.`;
}

function artistNote(index: CandidateIndex, rows: readonly number[]): string {
  return rows.every((row) => isRepeat(index.columns, rows[0]!, row))
    ? "All of these are by one artist: there is no other to choose from."
    : "Some tracks by the same artist follow each other: there are too few others to choose from.";
}

function journeyNote({ journey, rows, outside }: Outcome): string | null {
  if (outside > 0) return `${tracks(outside)} of these ${outside === 1 ? "lies" : "lie"} outside what you hold to.`;
  if (journey.kind !== "shift") return null;
  if (rows.length < journey.path.length) {
    return `For even steps this way wants ${journey.path.length} tracks or more.`;
  }
  return longestStep(journey.path) > LONGEST_JOURNEY_STEP + 1e-6 ? "Some steps of this path are wide." : null;
}

function tracks(count: number): string {
  return count === 1 ? "1 track" : `${count} tracks`;
}
