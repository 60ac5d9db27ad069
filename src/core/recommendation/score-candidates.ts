/**
 * How far every candidate is from a mood, what was learned included: the loops over the whole library. What holds for all
 * points of a path is computed once (`scoreBase`), the distance for each point on its own (`scoresAt`).
 */
import { affectDistance, type AffectPoint, type Emotion } from "../affect/emotion.ts";
import type { FeatureWish } from "../affect/mood-names.ts";
import type { LearnedRanking } from "../learning/learned-ranking.ts";
import type { CandidateIndex } from "./candidate-index.ts";

/** "Wrong mood" counts most at the very target and nothing from here on: neighbouring moods lie about .5 apart. */
const WRONG_MOOD_RADIUS = 0.5;
/** At the very target, enough to put the track behind nearly everything. */
const WRONG_MOOD_PENALTY = 1;
/** Tracks within this distance of one that is wanted more of are like it. */
const LIKENESS_RADIUS = 0.3;
const LIKENESS_PULL = 0.12;
const SAME_ARTIST_PULL = 0.05;
/** Anger and fear share a point on the plane: a piece composed for one is as far from the other as a neighbouring mood is. */
const MADE_FOR_ANOTHER_PENALTY = 0.5;
/** The most strongly wanted count, the rest would only slow the loop. */
const MOST_SEEDS = 8;
/** What was heard just now is put back by a little more than a like draws nearer; half of it is left after a day. */
const HEARD_PENALTY = 0.15;
const HEARD_HALF_LIFE_MS = 24 * 3_600_000;
/** By then less than a thousandth of the plane is left of it. */
const HEARD_FORGOTTEN_MS = 8 * HEARD_HALF_LIFE_MS;
/** Puts what lies outside a circle behind all that lies inside: more than the plane is wide. */
const OUTSIDE_PENALTY = 4;
/** Of a wish for a feature that was not measured, so much is charged. */
const UNKNOWN_SHARE = 0.5;

export interface BaseWish {
  nowMs: number;
  /** Left out is what was heard after this, and what the listener has set aside. */
  heardAfterMs: number;
  /** Also left out is what has no known length. */
  needsLength?: boolean;
  /** What the mood wants of the sound beside its point. */
  features?: readonly FeatureWish[];
}

export interface BaseScores {
  /** By row, to be added to a distance: negative is nearer, `Infinity` is left out. */
  base: Float32Array;
  /** How many rows are not left out. */
  available: number;
}

export interface PointWish {
  target: AffectPoint;
  /** The mood asked for by name, where it is one of the seven: pieces composed for another stay behind. */
  emotion?: Emotion | null;
  /** What the listener's plays taught, over the rows of this very index. */
  learned?: Pick<LearnedRanking, "bias"> | null;
  /** Music outside this circle comes after all music inside. */
  circle?: { centre: AffectPoint; radius: number } | null;
}

/**
 * Whether something was heard since `heardAfterMs`. A clock may have been set back since: what lies further ahead than that
 * lies behind is no recent hearing, or the track would stay away until the clock has caught up.
 */
export function isHeardLately(
  heardAtMs: number,
  { nowMs, heardAfterMs }: { nowMs: number; heardAfterMs: number },
): boolean {
  return heardAtMs > heardAfterMs && heardAtMs < 2 * nowMs - heardAfterMs;
}

/** What counts for or against every row wherever it lies: bias, freshness, wishes for the sound, likeness to what is wanted. */
export function scoreBase(index: CandidateIndex, wish: BaseWish): BaseScores {
  const { bias, lastHeardAtMs, durationMs } = index.columns;
  const { nowMs, needsLength = false, features = [] } = wish;
  const base = new Float32Array(index.size);
  const forgottenAfterMs = nowMs - HEARD_FORGOTTEN_MS;
  let available = 0;
  for (let row = 0; row < base.length; row++) {
    const heard = lastHeardAtMs[row]!;
    if (isHeardLately(heard, wish) || (needsLength && durationMs[row] === 0)) {
      base[row] = Infinity;
      continue;
    }
    const stale =
      heard > forgottenAfterMs ? HEARD_PENALTY * 2 ** (-Math.max(0, nowMs - heard) / HEARD_HALF_LIFE_MS) : 0;
    const score = bias[row]! + stale;
    base[row] = score;
    if (score < Infinity) available++;
  }
  for (const feature of features) addFeatureWish(index, feature, base);
  pullTowardsWanted(index, base);
  return { base, available };
}

/**
 * Scores every row for one point: lower is better, `Infinity` for tracks that are left out.
 * @param into where the scores are written, at least as long as `base`; default an array of their own
 */
export function scoresAt(
  index: CandidateIndex,
  base: Float32Array,
  wish: PointWish,
  into?: Float32Array,
): Float32Array {
  const { target, emotion = null, learned = null, circle = null } = wish;
  const { valence, arousal } = index.columns;
  const scores = into ?? new Float32Array(base.length);
  const { valence: atValence, arousal: atArousal } = target;
  for (let row = 0; row < base.length; row++) {
    const v = valence[row]! - atValence;
    const a = arousal[row]! - atArousal;
    scores[row] = Math.sqrt(v * v + a * a) + base[row]!;
  }
  pushWrongMoods(index, target, scores);
  if (emotion !== null) pushMadeForOthers(index, emotion, scores);
  if (learned !== null) for (let row = 0; row < base.length; row++) scores[row]! += learned.bias[row]!;
  if (circle !== null) pushOutside(index, circle, scores);
  return scores;
}

function addFeatureWish(index: CandidateIndex, { feature, good, bad, weight }: FeatureWish, base: Float32Array): void {
  const column = index.columns[feature];
  const slope = 1 / (bad - good);
  for (let row = 0; row < base.length; row++) {
    const share = (column[row]! - good) * slope;
    // Not a number where it was not measured, and then neither comparison holds.
    base[row]! += weight * (share >= 1 ? 1 : share <= 0 ? 0 : Number.isNaN(share) ? UNKNOWN_SHARE : share);
  }
}

function pushOutside(
  index: CandidateIndex,
  { centre, radius }: { centre: AffectPoint; radius: number },
  scores: Float32Array,
): void {
  const { valence, arousal } = index.columns;
  for (let row = 0; row < scores.length; row++) {
    const v = valence[row]! - centre.valence;
    const a = arousal[row]! - centre.arousal;
    if (v * v + a * a > radius * radius) scores[row]! += OUTSIDE_PENALTY;
  }
}

function pushWrongMoods(index: CandidateIndex, target: AffectPoint, scores: Float32Array): void {
  for (const [trackId, moods] of index.wrongMoods) {
    const row = index.rowOf(trackId);
    if (row === undefined) continue;
    const pushes = moods.map(
      (wrong) => wrong.strength * Math.max(0, 1 - affectDistance(wrong.target, target) / WRONG_MOOD_RADIUS),
    );
    scores[row]! += WRONG_MOOD_PENALTY * Math.max(...pushes);
  }
}

function pushMadeForOthers(index: CandidateIndex, emotion: Emotion, scores: Float32Array): void {
  for (const [trackId, made] of index.madeFor) {
    const row = made === emotion ? undefined : index.rowOf(trackId);
    if (row !== undefined) scores[row]! += MADE_FOR_ANOTHER_PENALTY;
  }
}

/** The strongest pull counts, not the sum: many wishes for more must not outweigh the mood. */
function pullTowardsWanted(index: CandidateIndex, scores: Float32Array): void {
  const { valence, arousal, artist } = index.columns;
  const seeds = [...index.moreLikeThis]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_SEEDS)
    .map(([trackId, strength]) => {
      const row = index.rowOf(trackId)!;
      return { strength, valence: valence[row]!, arousal: arousal[row]!, artist: artist[row]! };
    });
  if (seeds.length === 0) return;
  for (let row = 0; row < scores.length; row++) {
    let strongest = 0;
    for (const seed of seeds) {
      const v = valence[row]! - seed.valence;
      const a = arousal[row]! - seed.arousal;
      const likeness = 1 - (v * v + a * a) / (LIKENESS_RADIUS * LIKENESS_RADIUS);
      if (likeness <= 0) continue;
      const kin = seed.artist >= 0 && seed.artist === artist[row] ? SAME_ARTIST_PULL : 0;
      strongest = Math.max(strongest, seed.strength * likeness * (LIKENESS_PULL + kin));
    }
    scores[row]! -= strongest;
  }
}
