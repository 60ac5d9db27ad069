/** From a mood to a playlist: score, choose, order, explain. Storing and playing it is left to the server and the page. */
import { affectDistance, type AffectPoint, type Emotion } from "../affect/emotion.ts";
import { heldPoint, planMatch, type Journey } from "../affect/journey.ts";
import { emotionOfMood, moodNameWord, moodWishes, type MoodName } from "../affect/mood-names.ts";
import { describeMood } from "../affect/mood-words.ts";
import type { LearnedRanking } from "../learning/learned-ranking.ts";
import type { CandidateIndex } from "./candidate-index.ts";
import { chooseTracks, type Choice } from "./choose-tracks.ts";
import { explainPick, type PickFacts } from "./explain-pick.ts";
import { lengthInMinutes, lengthInTracks, type ListLength } from "./list-length.ts";
import { orderAlong, orderNearFirst } from "./order-tracks.ts";
import { noteOn } from "./playlist-note.ts";
import { isHeardLately, scoreBase, scoresAt, type PointWish } from "./score-candidates.ts";
import { createSeededRandom } from "./seeded-random.ts";

export interface PlaylistWish {
  /** For a mood by name its point; for a face's mood its `point`. */
  target: AffectPoint;
  /** Names the mood in the reasons, and keeps pieces composed for another behind; null where only a point was asked for. */
  emotion: Emotion | null;
  /** The same among the twelve, whose wishes for the sound count; default `emotion`. */
  mood?: MoodName | null;
  /** Where the list goes; default it matches `target`. */
  journey?: Journey;
  /** The mood at the end of a shift, where it was asked for by name. */
  goal?: MoodName | null;
  /** Tracks wanted; default 25. */
  size?: number | undefined;
  /** In place of `size`: minutes wanted, within half a track; tracks of unknown length are then left out. */
  minutes?: number | undefined;
  nowMs: number;
  /** The same seed on the same index gives the same playlist. */
  seed: number;
  /** Tracks heard more recently than this are left out; default one hour. */
  notHeardWithinMs?: number;
  /** What the listener's plays taught, over the rows of this very index; default nothing. */
  learned?: LearnedRanking | null;
  /** See `chooseTracks`. */
  lambda?: number;
}

export interface Pick {
  trackId: number;
  /** To its waypoint on the plane, 0..2.83; what was learned is not in it. */
  distance: number;
  reason: string;
  /** Index in the journey's path. */
  waypoint: number;
}

export interface BuiltPlaylist {
  picks: Pick[];
  /** What the library could not give, in a sentence or more; null when it could give all. */
  note: string | null;
}

export const DEFAULT_PLAYLIST_SIZE = 25;
export const DEFAULT_NOT_HEARD_WITHIN_MS = 3_600_000;

/** A point that tracks are chosen for. */
interface Stop {
  point: AffectPoint;
  /** What the reasons call it. */
  wanted: string;
  emotion: Emotion | null;
}

/** A track and why it is in the list. */
type Chosen = Omit<Choice, "forVariety"> & { role: PickFacts["role"] };

/**
 * Builds a playlist of at most `size` tracks, or of about `minutes`, near the points of its journey; no artist twice in a row
 * unless the library has too few, and nothing heard lately unless nothing else is left: then what was heard longest ago
 * comes back first.
 */
export function buildPlaylist(index: CandidateIndex, wish: PlaylistWish): BuiltPlaylist {
  const { target, nowMs, minutes = null, notHeardWithinMs = DEFAULT_NOT_HEARD_WITHIN_MS, learned = null } = wish;
  const size = minutes === null ? (wish.size ?? DEFAULT_PLAYLIST_SIZE) : null;
  const journey = wish.journey ?? planMatch(target);
  const stops = stopsOf(journey, wish);
  const { columns } = index;
  const length =
    minutes === null
      ? lengthInTracks(size!, stops.length)
      : lengthInMinutes(minutes, stops.length, index.size, columns);

  const heardAfterMs = nowMs - notHeardWithinMs;
  const features = moodWishes(wish.mood ?? wish.emotion ?? "neutral");
  const { base } = scoreBase(index, { nowMs, heardAfterMs, needsLength: minutes !== null, features });
  const circle = journey.radius === null ? null : { centre: journey.path[0]!, radius: journey.radius };
  const scores = new Float32Array(index.size);
  const scoresOf = (waypoint: number): Float32Array => {
    const { point, emotion } = stops[waypoint]!;
    const at: PointWish = { target: point, emotion, learned, circle };
    return scoresAt(index, base, at, scores);
  };
  const random = createSeededRandom(wish.seed);
  const { lambda } = wish;
  const fresh = chooseTracks({ columns, length, scoresOf, random, ...(lambda === undefined ? {} : { lambda }) });
  const again = heardLongestAgo(index, { nowMs, heardAfterMs }, length, new Set(fresh.map(({ row }) => row)));

  const chosen = [
    ...fresh.map(({ forVariety, ...choice }): Chosen => ({ ...choice, role: forVariety ? "variety" : "near" })),
    ...again.map((choice): Chosen => ({ ...choice, role: "heard-lately" })),
  ];
  const byRow = new Map(chosen.map((each) => [each.row, each]));
  const rowsAt = stops.map((_, waypoint) => chosen.flatMap((each) => (each.waypoint === waypoint ? each.row : [])));
  const rows = stops.length === 1 ? nearFirst(index, rowsAt[0]!, stops[0]!.point) : orderAlong(columns, rowsAt);
  const picks = rows.map((row) => toPick(index, byRow.get(row)!, stops, learned));
  const meanDistance = picks.reduce((sum, { distance }) => sum + distance, 0) / picks.length;
  const outside = circle === null ? 0 : rows.filter((row) => isOutside(index, row, circle)).length;
  const outcome = { rows, meanDistance, size, minutes, again: again.length, outside, journey };
  return { picks, note: noteOn(index, { ...outcome, wanted: stops[0]!.wanted }) };
}

function nearFirst(index: CandidateIndex, rows: readonly number[], point: AffectPoint): number[] {
  const { valence, arousal } = index.columns;
  const distances = rows.map((row) => affectDistance({ valence: valence[row]!, arousal: arousal[row]! }, point));
  return orderNearFirst(index.columns, rows, distances);
}

/** The points to choose for. The ends of a shift are called by their moods, what lies between by the way. */
function stopsOf(journey: Journey, { target, emotion, mood = emotion, goal = null }: PlaylistWish): Stop[] {
  const { kind, path, radius } = journey;
  const first = kind === "shift" ? path[0]! : target;
  const start = mood === null ? describeMood(first) : moodNameWord(mood);
  if (kind === "hold" && radius !== null) {
    const held = goal === null ? start : moodNameWord(goal);
    return [
      {
        point: heldPoint(target, path[0]!, radius),
        wanted: held,
        emotion: goal === null ? emotion : emotionOfMood(goal),
      },
    ];
  }
  const last = path.length - 1;
  const end = goal === null ? describeMood(path[last]!) : moodNameWord(goal);
  return path.map((point, at) => {
    if (at === 0) return { point, wanted: start, emotion };
    if (at === last) return { point, wanted: end, emotion: goal === null ? null : emotionOfMood(goal) };
    return { point, wanted: start === end ? start : `the path from ${start} to ${end}`, emotion: null };
  });
}

/** Rows heard lately and not set aside, those heard longest ago first, for what is still missing. */
function heardLongestAgo(
  index: CandidateIndex,
  since: { nowMs: number; heardAfterMs: number },
  length: ListLength,
  chosen: ReadonlySet<number>,
): Omit<Choice, "forVariety">[] {
  const { lastHeardAtMs, bias, recording } = index.columns;
  const isMissing = (): number => length.counts.findIndex((count, at) => count > 0 && !length.isFull(at));
  if (isMissing() < 0) return [];
  const heard: number[] = [];
  for (let row = 0; row < index.size; row++) {
    if (isHeardLately(lastHeardAtMs[row]!, since) && bias[row]! < Infinity) heard.push(row);
  }
  heard.sort((a, b) => lastHeardAtMs[a]! - lastHeardAtMs[b]! || a - b);
  const recordings = new Set([...chosen].map((row) => recording[row]!).filter((number) => number >= 0));
  const again: Omit<Choice, "forVariety">[] = [];
  for (const row of heard) {
    const waypoint = isMissing();
    if (waypoint < 0) break;
    if (recordings.has(recording[row]!) || !length.fits(row)) continue;
    if (recording[row]! >= 0) recordings.add(recording[row]!);
    length.add(waypoint, row);
    again.push({ row, waypoint });
  }
  return again;
}

function isOutside(
  { columns }: CandidateIndex,
  row: number,
  { centre, radius }: { centre: AffectPoint; radius: number },
): boolean {
  const point = { valence: columns.valence[row]!, arousal: columns.arousal[row]! };
  return affectDistance(point, centre) > radius;
}

function toPick(
  { columns }: CandidateIndex,
  { row, role, waypoint }: Chosen,
  stops: readonly Stop[],
  learned: LearnedRanking | null,
): Pick {
  const { point: wished, wanted } = stops[waypoint]!;
  const point = { valence: columns.valence[row]!, arousal: columns.arousal[row]! };
  const distance = affectDistance(point, wished);
  const tempo = columns.tempoBpm[row]!;
  const mode = ([null, "major", "minor"] as const)[columns.mode[row]!] ?? null;
  const facts = { ...point, tempoBpm: Number.isNaN(tempo) ? null : tempo, mode, liked: columns.liked[row] === 1 };
  const taught = learned?.reasonFor(row) ?? null;
  const reason = explainPick({ ...facts, distance, role, taught }, wanted);
  return { trackId: columns.trackIds[row]!, distance, reason, waypoint };
}
