/**
 * A small personal correction of a calibrated face reading: a shift of every class's log-odds and a temperature, fitted
 * to frames whose face is known. Pure and deterministic. Whether it helps is judged in personal-calibration-trial.ts,
 * the minimum is found in penalised-newton.ts, collecting frames and keeping the correction is left to the page.
 */
import { EMOTIONS, mapEmotions, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import { minimiseByNewton, type Curve } from "./penalised-newton.ts";

/** One frame: what was read and what was shown. */
export interface CalibrationSample {
  probabilities: EmotionProbabilities;
  shown: Emotion;
}

/** The correction: q ∝ exp(log p / temperature + bias). */
export interface PersonalCalibration {
  /** Added to each class's log probability; they sum to 0. A class that was not shown keeps 0. */
  logBias: Record<Emotion, number>;
  /** Above 1 the reading becomes less sure of itself, below 1 surer; within `TEMPERATURE_LIMITS`. */
  temperature: number;
}

/** The correction that changes nothing. */
export const NO_CALIBRATION: PersonalCalibration = { logBias: mapEmotions(() => 0), temperature: 1 };

/** With fewer faces shown than this nothing is fitted: a shift is a comparison. */
export const MIN_FACES = 3;
/** A face counts as shown from this many frames on. */
export const MIN_FRAMES_PER_FACE = 8;
export const TEMPERATURE_LIMITS = { lowest: 0.5, highest: 2.5 } as const;

/** Frames of one pose are nearly alike: each counts as this share of an independent observation. */
const FRAME_EVIDENCE = 0.2;
/** Precision of the normal prior around a bias of 0: a spread of 1 is a factor of 2.7 in the odds. */
const BIAS_PENALTY = 1;
/** Precision of the normal prior around an inverse temperature of 1: a spread of .25. */
const SHARPNESS_PENALTY = 16;
/** Below it a probability says nothing more; keeps logarithms finite. */
const SMALLEST_PROBABILITY = 1e-6;

function logProbability(probability: number): number {
  return Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, Number.isFinite(probability) ? probability : 0)));
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The corrected probabilities, summing to 1. */
export function applyCalibration(
  probabilities: EmotionProbabilities,
  { logBias, temperature }: PersonalCalibration,
): EmotionProbabilities {
  const corrected = softmax(
    EMOTIONS.map((emotion) => logProbability(probabilities[emotion]) / temperature + logBias[emotion]),
  );
  return mapEmotions((_emotion, index) => corrected[index]!);
}

/** The faces with frames enough, in the order of `EMOTIONS`. */
export function facesShown(samples: readonly CalibrationSample[], fewest = MIN_FRAMES_PER_FACE): Emotion[] {
  return EMOTIONS.filter((emotion) => samples.filter(({ shown }) => shown === emotion).length >= fewest);
}

interface Observation {
  /** Log probabilities of the faces shown, in their order. */
  logs: number[];
  /** Index of the face shown. */
  truth: number;
  weight: number;
}

/** Every face shown counts alike, however many frames it has; the total evidence grows with the frames. */
function observationsOf(samples: readonly CalibrationSample[], faces: readonly Emotion[]): Observation[] {
  const frames = faces.map((face) => samples.filter(({ shown }) => shown === face).length);
  const total = frames.reduce((sum, count) => sum + count, 0);
  return samples.flatMap(({ probabilities, shown }) => {
    const truth = faces.indexOf(shown);
    if (truth === -1) return [];
    const weight = (FRAME_EVIDENCE * total) / (faces.length * frames[truth]!);
    return [{ logs: faces.map((face) => logProbability(probabilities[face])), truth, weight }];
  });
}

/**
 * Value, gradient and Hessian of the penalised negative log-likelihood at (bias of each face..., inverse temperature).
 * The softmax is over the faces shown alone: frames of those say nothing about a face that was skipped.
 * Convex in these parameters, so that there is one minimum.
 */
function curveAt(observations: readonly Observation[], point: readonly number[]): Curve {
  const count = point.length - 1;
  const sharpness = point[count]!;
  let value = (SHARPNESS_PENALTY / 2) * (sharpness - 1) ** 2;
  const gradient = point.map((at, i) => (i < count ? BIAS_PENALTY * at : SHARPNESS_PENALTY * (at - 1)));
  const hessian = point.map((_, i) =>
    point.map((_at, j) => (i === j ? (i < count ? BIAS_PENALTY : SHARPNESS_PENALTY) : 0)),
  );
  for (let i = 0; i < count; i++) value += (BIAS_PENALTY / 2) * point[i]! ** 2;
  for (const { logs, truth, weight } of observations) {
    const shares = softmax(logs.map((log, i) => sharpness * log + point[i]!));
    const meanLog = shares.reduce((sum, share, i) => sum + share * logs[i]!, 0);
    value -= weight * Math.log(Math.max(Number.MIN_VALUE, shares[truth]!));
    gradient[count]! += weight * (meanLog - logs[truth]!);
    let spread = 0;
    for (let i = 0; i < count; i++) {
      const share = shares[i]!;
      gradient[i]! += weight * (share - (i === truth ? 1 : 0));
      const mixed = weight * share * (logs[i]! - meanLog);
      hessian[i]![count]! += mixed;
      hessian[count]![i]! += mixed;
      spread += share * (logs[i]! - meanLog) ** 2;
      for (let j = 0; j < count; j++) hessian[i]![j]! += weight * share * ((i === j ? 1 : 0) - shares[j]!);
    }
    hessian[count]![count]! += weight * spread;
  }
  return { value, gradient, hessian };
}

/**
 * Fits the correction; `NO_CALIBRATION` where fewer than `MIN_FACES` faces have frames enough.
 * Drawn towards no correction, the more so the fewer frames there are.
 * @param fewestFrames frames from which on a face counts, default `MIN_FRAMES_PER_FACE`
 */
export function fitCalibration(
  samples: readonly CalibrationSample[],
  fewestFrames = MIN_FRAMES_PER_FACE,
): PersonalCalibration {
  const faces = facesShown(samples, fewestFrames);
  if (faces.length < MIN_FACES) return NO_CALIBRATION;
  const observations = observationsOf(samples, faces);
  const { lowest, highest } = TEMPERATURE_LIMITS;
  const fitted = minimiseByNewton((point) => curveAt(observations, point), [...faces.map(() => 0), 1], {
    index: faces.length,
    lowest: 1 / highest,
    highest: 1 / lowest,
  });
  const shifts = fitted.slice(0, -1);
  const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
  return {
    logBias: mapEmotions((emotion) => (faces.includes(emotion) ? shifts[faces.indexOf(emotion)]! - mean : 0)),
    temperature: 1 / fitted.at(-1)!,
  };
}
