/** How far every candidate is from a mood, what was learned included: the one loop over the whole library. */
import { affectDistance, type AffectPoint, type Emotion } from "../affect/emotion.ts";
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

export interface Scores {
  /** By row; lower is better, `Infinity` for tracks that are left out. */
  scores: Float32Array;
  /** How many rows are not left out. */
  available: number;
}

/**
 * Scores every row: distance to `target` on the plane, plus the learned bias. Left out is what was heard after
 * `heardAfterMs` and what the listener has set aside.
 * @param emotion the mood asked for by name, null where only a point was
 * @param learned what the listener's plays taught, over the rows of this very index
 */
export function scoreCandidates(
  index: CandidateIndex,
  target: AffectPoint,
  heardAfterMs: number,
  emotion: Emotion | null = null,
  learned: Pick<LearnedRanking, "bias"> | null = null,
): Scores {
  const { valence, arousal, bias, lastHeardAtMs } = index.columns;
  const scores = new Float32Array(index.size);
  let available = 0;
  for (let row = 0; row < scores.length; row++) {
    const v = valence[row]! - target.valence;
    const a = arousal[row]! - target.arousal;
    const score = lastHeardAtMs[row]! > heardAfterMs ? Infinity : Math.sqrt(v * v + a * a) + bias[row]!;
    scores[row] = score;
    if (score < Infinity) available++;
  }
  pushWrongMoods(index, target, scores);
  pullTowardsWanted(index, scores);
  if (emotion !== null) pushMadeForOthers(index, emotion, scores);
  if (learned !== null) for (let row = 0; row < scores.length; row++) scores[row]! += learned.bias[row]!;
  return { scores, available };
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
