/**
 * Which multiple of a period is the beat: listeners tap at one of several levels that all repeat, and which one shows in what
 * repeats with it, above all in the bass. Finding the period itself is left to `tempo.ts`.
 */

/** Value of a normalised autocorrelation at a lag in frames, also between frames. */
export type CorrelationAt = (lag: number) => number;

/** Levels that are weighed against each other, as multiples of the period that was found. */
const LEVELS = [1 / 3, 1 / 2, 1, 2, 3];

/** Log-normal prior: tempi of streaming catalogues lie around 119 bpm, most within half an octave. */
const PRIOR_BPM = 115;
const PRIOR_OCTAVES = 0.5;

/**
 * Evidence for a level: autocorrelation at these multiples of its beat, over all bands and in the bass. That the bass repeats with
 * two and four beats speaks for it, that it repeats within the beat speaks for a faster one. Fitted as a conditional
 * logistic regression on 150 songs of POP909 (training/README.md, "ear", development), as they are and moved twice to tempi drawn from a
 * catalogue's distribution, with the prior above held: fitted on those songs alone, most of them slow, it halves fast music.
 */
const EVIDENCE = [
  { beats: 1, all: 5, low: 0.8 },
  { beats: 2, all: 0.6, low: 4.7 },
  { beats: 4, all: 3.1, low: 5.9 },
  { beats: 1 / 2, all: 0.7, low: -2.5 },
  { beats: 1 / 4, all: 0.8, low: -8.3 },
] as const;

export interface LevelChoice {
  /** Over all bands. */
  all: CorrelationAt;
  /** Of the bass alone. */
  low: CorrelationAt;
  framesPerMinute: number;
  slowestBpm: number;
  fastestBpm: number;
}

/** The lag of the beat among the levels of `lag`, both in frames; `lag` itself where no other is within the tempi allowed. */
export function chooseLevel(lag: number, choice: LevelChoice): number {
  const { framesPerMinute, slowestBpm, fastestBpm } = choice;
  let best = { lag, score: -Infinity };
  for (const level of LEVELS) {
    const candidate = lag * level;
    const bpm = framesPerMinute / candidate;
    if (bpm < slowestBpm || bpm > fastestBpm) continue;
    const score = evidence(candidate, choice) - 0.5 * (Math.log2(bpm / PRIOR_BPM) / PRIOR_OCTAVES) ** 2;
    if (score > best.score) best = { lag: candidate, score };
  }
  return best.lag;
}

function evidence(lag: number, { all, low }: LevelChoice): number {
  return EVIDENCE.reduce((sum, { beats, ...weight }) => {
    return sum + weight.all * all(lag * beats) + weight.low * low(lag * beats);
  }, 0);
}
