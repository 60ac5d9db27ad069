/**
 * What a listener's judgements teach, as a contextual bandit's posterior: Bayesian linear regression of the reward on the cues
 * of a track in a mood (Agrawal and Goyal, "Thompson sampling for contextual bandits with linear payoffs", ICML 2013), and
 * what that leaves unexplained, kept by artist and by track. Its prior is today's ranking: nearer is better, nothing else known.
 * Ranking with it is `rank-by-taste`'s, saying so `explain-taste`'s.
 */
import { factorise, solve, solveLower, type CholeskyFactor } from "./cholesky.ts";
import { gather, type JudgedTracks } from "./judged-tracks.ts";
import type { Judgement } from "./judgement.ts";
import { cellMood } from "./mood-cells.ts";
import { CUE_COUNT, CUES } from "./cues.ts";
import { contextOf, CONTEXT_COUNT, distanceTo, writeCues } from "./taste-features.ts";

/** What a track at the mood's very point is expected to earn, and what each unit of distance on the plane costs. */
export const PRIOR_LEVEL = 0.72;
export const PRIOR_SLOPE = 0.5;

/** Variance of one judgement around what taste explains: a good song is skipped for the doorbell, too. */
export const NOISE_VARIANCE = 0.1;
/** How far weights may lie from the prior (standard deviation): in every mood, and in one mood beyond that. */
const PRIOR_SPREAD = { everywhere: 0.07, inOneMood: 0.09 } as const;
const LEVEL_SPREAD = 0.2;
/** How far an artist, and a track beyond its artist, may lie off what its sound explains. */
const ARTIST_SPREAD = 0.2;
const TRACK_SPREAD = 0.2;
/** So many judgements' worth of doubt stand against what is said of one artist or one track. */
export const ARTIST_DOUBT = NOISE_VARIANCE / ARTIST_SPREAD ** 2;
export const TRACK_DOUBT = NOISE_VARIANCE / TRACK_SPREAD ** 2;

/** The newest so many count: at fifty a day what lies beyond has faded to a tenth. */
export const MOST_JUDGEMENTS = 10_000;
/** Sound and artist are told apart by taking turns: so many rounds are enough for the weights to settle. */
const ROUNDS = 2;

const SIZE = CONTEXT_COUNT * CUE_COUNT;

export interface TasteModel {
  /** Judgements it was fitted to, and what they weigh after fading. */
  observations: number;
  weightOfAll: number;
  /** Weights as deviations from the prior, `CONTEXT_COUNT` times `CUE_COUNT`. */
  mean: Float64Array;
  /** Of the weights' precision (inverse covariance). */
  precision: CholeskyFactor;
  judged: JudgedTracks;
}

/**
 * Fits the posterior. The order of the judgements does not matter; the newest `MOST_JUDGEMENTS` count.
 * @param nowMs what is dated later counts as said now
 */
export function fitTaste(judgements: readonly Judgement[], nowMs: number): TasteModel {
  const newest =
    judgements.length <= MOST_JUDGEMENTS
      ? judgements
      : judgements.toSorted((a, b) => b.atMs - a.atMs).slice(0, MOST_JUDGEMENTS);
  const judged = gather(newest, nowMs);
  const cues = new Float32Array(newest.length * CUE_COUNT);
  const unexplained = new Float64Array(newest.length);
  newest.forEach((each, i) => {
    writeCues(each.sound, each.mood, cues, i * CUE_COUNT);
    for (const cue of each.forgottenCues ?? []) cues[i * CUE_COUNT + CUES.indexOf(cue)] = 0;
    unexplained[i] = each.reward - (PRIOR_LEVEL - PRIOR_SLOPE * distanceTo(each));
  });
  const matrix = precisionOf(judged, cues);
  const precision = factorise(matrix, SIZE);
  let mean: Float64Array = new Float64Array(SIZE);
  let artists: Float64Array = new Float64Array(judged.artistKeys.length);
  for (let round = 0; round < ROUNDS; round++) {
    const pull = pullOf(judged, cues, unexplained, artists);
    mean = averageOverModels(matrix, precision, pull);
    writeResiduals(judged, cues, unexplained, mean);
    artists = artistEffects(judged);
  }
  let weightOfAll = 0;
  for (const weight of judged.weight) weightOfAll += weight;
  return { observations: newest.length, weightOfAll, mean, precision, judged };
}

/** How sure the weights of a mood are: the posterior's standard deviation of each. */
export function spreadsIn(precision: CholeskyFactor, context: Float64Array): Float64Array {
  return Float64Array.from({ length: CUE_COUNT }, (_, cue) => {
    const direction = new Float64Array(SIZE);
    for (let k = 0; k < CONTEXT_COUNT; k++) direction[k * CUE_COUNT + cue] = context[k]!;
    return Math.hypot(...solveLower(precision, direction));
  });
}

/** Four in five listeners are taken to have a taste in sound, until they show. */
const LOG_ODDS_OF_TASTE = Math.log(4);
const LEVELS = Array.from({ length: CONTEXT_COUNT }, (_, k) => k * CUE_COUNT + CUES.indexOf("level"));

/**
 * Weights averaged over two models: that the listener has a taste in sound, and that they
 * merely keep more in one mood than in another (Hoeting et al., "Bayesian model averaging", Statistical Science 14:382, 1999). Who
 * goes by the mood alone then hardly pays for what the others are asked.
 */
function averageOverModels(matrix: Float64Array, precision: CholeskyFactor, pull: Float64Array): Float64Array {
  const mean = solve(precision, pull);
  const size = LEVELS.length;
  const levelMatrix = Float64Array.from({ length: size * size }, (_, n) => {
    return matrix[LEVELS[Math.floor(n / size)]! * SIZE + LEVELS[n % size]!]!;
  });
  const levelPrecision = factorise(levelMatrix, size);
  const levelPull = Float64Array.from(LEVELS, (i) => pull[i]!);
  const levels = solve(levelPrecision, levelPull);
  // The levels' prior and the noise are in both and cancel.
  const taste = evidence(precision, pull, mean) + PRIOR_OF_CUES + LOG_ODDS_OF_TASTE;
  const credence = 1 / (1 + Math.exp(evidence(levelPrecision, levelPull, levels) - taste));
  for (let i = 0; i < SIZE; i++) mean[i]! *= credence;
  LEVELS.forEach((i, k) => (mean[i]! += (1 - credence) * levels[k]!));
  return mean;
}

/** Log marginal likelihood, up to what the priors and the noise contribute. */
function evidence({ size, lower }: CholeskyFactor, pull: Float64Array, mean: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += 0.5 * pull[i]! * mean[i]! - Math.log(lower[i * size + i]!);
  return sum;
}

/** The weights that hold in a mood: those of every mood and, by how near they are, those of its places. */
export function weightsIn(weights: Float64Array, context: Float64Array): Float64Array {
  const sum = new Float64Array(CUE_COUNT);
  for (let k = 0; k < CONTEXT_COUNT; k++) {
    for (let j = 0; j < CUE_COUNT; j++) sum[j]! += context[k]! * weights[k * CUE_COUNT + j]!;
  }
  return sum;
}

/** Log density of the prior of all cues but the levels, at its middle. */
const PRIOR_OF_CUES = priorPrecision().reduce((sum, value, n) => {
  const isCue = n % (SIZE + 1) === 0 && CUES[(n / (SIZE + 1)) % CUE_COUNT] !== "level";
  return isCue ? sum + 0.5 * Math.log(value) : sum;
}, 0);

/** Prior precision plus the judgements'. Those of one mood share a context, so each mood costs its cues squared only. */
function precisionOf(judged: JudgedTracks, cues: Float32Array): Float64Array {
  const perCell = new Map<number, Float64Array>();
  for (let i = 0; i < judged.count; i++) {
    let squares = perCell.get(judged.cell[i]!);
    if (!squares) perCell.set(judged.cell[i]!, (squares = new Float64Array(CUE_COUNT * CUE_COUNT)));
    const weight = judged.weight[i]! / NOISE_VARIANCE;
    for (let a = 0; a < CUE_COUNT; a++) {
      const scaled = weight * cues[i * CUE_COUNT + a]!;
      for (let b = 0; b <= a; b++) squares[a * CUE_COUNT + b]! += scaled * cues[i * CUE_COUNT + b]!;
    }
  }
  const matrix = priorPrecision();
  for (const [cell, squares] of perCell) {
    const context = contextOf(cellMood(cell));
    for (let k = 0; k < CONTEXT_COUNT; k++) {
      for (let l = 0; l <= k; l++) {
        const share = context[k]! * context[l]!;
        for (let a = 0; a < CUE_COUNT; a++) {
          for (let b = 0; b < CUE_COUNT; b++) {
            const square = squares[a >= b ? a * CUE_COUNT + b : b * CUE_COUNT + a]!;
            matrix[(k * CUE_COUNT + a) * SIZE + l * CUE_COUNT + b]! += share * square;
          }
        }
      }
    }
  }
  return matrix;
}

function priorPrecision(): Float64Array {
  const matrix = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++) {
    const spread = i < CUE_COUNT ? PRIOR_SPREAD.everywhere : PRIOR_SPREAD.inOneMood;
    matrix[i * SIZE + i] = (CUES[i % CUE_COUNT] === "level" ? LEVEL_SPREAD : spread) ** -2;
  }
  return matrix;
}

/** The right side of the normal equations, artists' shares taken off. */
function pullOf(
  judged: JudgedTracks,
  cues: Float32Array,
  unexplained: Float64Array,
  artists: Float64Array,
): Float64Array {
  const pull = new Float64Array(SIZE);
  const contexts = new Map<number, Float64Array>();
  for (let i = 0; i < judged.count; i++) {
    const context = contextAt(contexts, judged.cell[i]!);
    const artist = judged.artist[i]! < 0 ? 0 : artists[judged.artist[i]!]!;
    const scaled = (judged.weight[i]! / NOISE_VARIANCE) * (unexplained[i]! - artist);
    for (let k = 0; k < CONTEXT_COUNT; k++) {
      const share = context[k]! * scaled;
      for (let j = 0; j < CUE_COUNT; j++) pull[k * CUE_COUNT + j]! += share * cues[i * CUE_COUNT + j]!;
    }
  }
  return pull;
}

function writeResiduals(judged: JudgedTracks, cues: Float32Array, unexplained: Float64Array, mean: Float64Array): void {
  const perCell = new Map<number, Float64Array>();
  for (let i = 0; i < judged.count; i++) {
    const cell = judged.cell[i]!;
    let weights = perCell.get(cell);
    if (!weights) perCell.set(cell, (weights = weightsIn(mean, contextOf(cellMood(cell)))));
    let explained = 0;
    for (let j = 0; j < CUE_COUNT; j++) explained += weights[j]! * cues[i * CUE_COUNT + j]!;
    judged.residual[i] = unexplained[i]! - explained;
  }
}

/** What each artist earns beyond their sound, whatever the mood, shrunk towards nothing. */
function artistEffects(judged: JudgedTracks): Float64Array {
  const sums = new Float64Array(judged.artistKeys.length);
  const weights = new Float64Array(judged.artistKeys.length).fill(ARTIST_DOUBT);
  for (let i = 0; i < judged.count; i++) {
    const artist = judged.artist[i]!;
    if (artist < 0) continue;
    sums[artist]! += judged.weight[i]! * judged.residual[i]!;
    weights[artist]! += judged.weight[i]!;
  }
  return sums.map((sum, artist) => sum / weights[artist]!);
}

function contextAt(contexts: Map<number, Float64Array>, cell: number): Float64Array {
  const known = contexts.get(cell);
  if (known) return known;
  const context = contextOf(cellMood(cell));
  contexts.set(cell, context);
  return context;
}
