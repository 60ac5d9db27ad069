/** From a mood to a playlist: score, choose, order, explain. Storing and playing it is left to the server and the page. */
import { affectDistance, type AffectPoint, type Emotion } from "../affect/emotion.ts";
import { describeMood } from "../affect/mood-words.ts";
import type { LearnedRanking } from "../learning/learned-ranking.ts";
import type { CandidateIndex } from "./candidate-index.ts";
import { chooseTracks } from "./choose-tracks.ts";
import { explainPick, type PickFacts } from "./explain-pick.ts";
import { isRepeat, orderTracks } from "./order-tracks.ts";
import { scoreCandidates } from "./score-candidates.ts";
import { createSeededRandom } from "./seeded-random.ts";

export interface PlaylistWish {
  /** For one of the seven moods its point in `EMOTION_POINTS`; for a face's mood its `point`. */
  target: AffectPoint;
  /** Names the mood in the reasons, and keeps pieces composed for another behind; null where only a point was asked for. */
  emotion: Emotion | null;
  /** Tracks wanted; default 25. */
  size?: number;
  nowMs: number;
  /** The same seed on the same index gives the same playlist. */
  seed: number;
  /** Tracks heard more recently than this are left out; default one hour. */
  notHeardWithinMs?: number;
  /** What the listener's plays taught, over the rows of this very index; default nothing. */
  learned?: LearnedRanking | null;
}

export interface Pick {
  trackId: number;
  /** To the target on the plane, 0..2.83; what was learned is not in it. */
  distance: number;
  reason: string;
}

export interface BuiltPlaylist {
  picks: Pick[];
  /** What the library could not give, in a sentence or more; null when it could give all. */
  note: string | null;
}

export const DEFAULT_PLAYLIST_SIZE = 25;
export const DEFAULT_NOT_HEARD_WITHIN_MS = 3_600_000;

/** A list whose tracks lie farther off than this on average does not fit the mood, and says so. */
const POOR_FIT = 0.6;

interface Chosen {
  row: number;
  role: PickFacts["role"];
}

/**
 * Builds a playlist of at most `size` tracks near `target`, no artist twice in a row unless the library has too few, and
 * nothing heard lately unless nothing else is left: then what was heard longest ago comes back first.
 */
export function buildPlaylist(index: CandidateIndex, wish: PlaylistWish): BuiltPlaylist {
  const { target, nowMs, size = DEFAULT_PLAYLIST_SIZE, notHeardWithinMs = DEFAULT_NOT_HEARD_WITHIN_MS } = wish;
  const learned = wish.learned ?? null;
  const wanted = describeMood(wish.emotion ?? target);
  const heardAfterMs = nowMs - notHeardWithinMs;
  const { scores, available } = scoreCandidates(index, target, heardAfterMs, wish.emotion, learned);

  const fresh = chooseTracks(scores, index.columns.artist, Math.min(size, available), createSeededRandom(wish.seed));
  const again = fresh.length < size ? heardLongestAgo(index, heardAfterMs, size - fresh.length) : [];
  const chosen = new Map<number, Chosen>();
  for (const { row, forVariety } of fresh) chosen.set(row, { row, role: forVariety ? "variety" : "near" });
  for (const row of again) chosen.set(row, { row, role: "heard-lately" });

  const rows = orderTracks(index.columns, [...chosen.keys()]);
  const picks = rows.map((row) => toPick(index, chosen.get(row)!, target, wanted, learned));
  return { picks, note: noteOn(index, { rows, picks, size, again: again.length, wanted }) };
}

/** Rows heard after `heardAfterMs` and not set aside, those heard longest ago first. */
function heardLongestAgo(index: CandidateIndex, heardAfterMs: number, count: number): number[] {
  const { lastHeardAtMs, bias } = index.columns;
  const heard: number[] = [];
  for (let row = 0; row < index.size; row++) {
    if (lastHeardAtMs[row]! > heardAfterMs && bias[row]! < Infinity) heard.push(row);
  }
  return heard.sort((a, b) => lastHeardAtMs[a]! - lastHeardAtMs[b]! || a - b).slice(0, count);
}

function toPick(
  index: CandidateIndex,
  { row, role }: Chosen,
  target: AffectPoint,
  wanted: string,
  learned: LearnedRanking | null,
): Pick {
  const { columns } = index;
  const point = { valence: columns.valence[row]!, arousal: columns.arousal[row]! };
  const distance = affectDistance(point, target);
  const tempo = columns.tempoBpm[row]!;
  const mode = ([null, "major", "minor"] as const)[columns.mode[row]!] ?? null;
  const facts = { ...point, tempoBpm: Number.isNaN(tempo) ? null : tempo, mode, liked: columns.liked[row] === 1 };
  const taught = learned?.reasonFor(row) ?? null;
  return {
    trackId: columns.trackIds[row]!,
    distance,
    reason: explainPick({ ...facts, distance, role, taught }, wanted),
  };
}

interface Outcome {
  rows: readonly number[];
  picks: readonly Pick[];
  size: number;
  /** How many were heard lately. */
  again: number;
  wanted: string;
}

function noteOn(index: CandidateIndex, { rows, picks, size, again, wanted }: Outcome): string | null {
  if (index.size === 0) return "Your library has no analysed tracks yet.";
  if (rows.length === 0) return size > 0 ? "You have set aside every track of your library." : null;
  const notes: string[] = [];
  if (rows.length < size) notes.push(`Your library has only ${tracks(rows.length)} to choose from.`);
  if (again > 0) notes.push(`You heard ${tracks(again)} of these not long ago: nothing else is left.`);
  if (rows.some((row, i) => i > 0 && isRepeat(index.columns, rows[i - 1]!, row))) notes.push(artistNote(index, rows));
  if (picks.reduce((sum, { distance }) => sum + distance, 0) / picks.length > POOR_FIT) {
    notes.push(`Little in your library is close to ${wanted}; these are the nearest.`);
  }
  return notes.length === 0 ? null : notes.join(" ");
}

function artistNote(index: CandidateIndex, rows: readonly number[]): string {
  return rows.every((row) => isRepeat(index.columns, rows[0]!, row))
    ? "All of these are by one artist: there is no other to choose from."
    : "Some tracks by the same artist follow each other: there are too few others to choose from.";
}

function tracks(count: number): string {
  return count === 1 ? "1 track" : `${count} tracks`;
}
