/**
 * Whether a personal correction helps, judged on frames that it was not fitted to: each face's frames are halved in time,
 * a correction fitted to all the first halves is tried on the second ones and the other way round. Pure.
 */
import { EMOTIONS, type Emotion } from "./emotion.ts";
import {
  applyCalibration,
  facesShown,
  fitCalibration,
  MIN_FACES,
  MIN_FRAMES_PER_FACE,
  NO_CALIBRATION,
  type CalibrationSample,
  type PersonalCalibration,
} from "./personal-calibration.ts";

/** What was tried on one face. */
export interface FaceTrial {
  emotion: Emotion;
  /** Frames it was tried on. */
  frames: number;
  /** Share of its frames read as what was shown, 0..1. */
  before: number;
  after: number;
}

/** Means over the faces, each counting alike. */
export interface TrialFigures {
  /** 0..1 */
  accuracy: number;
  /** Mean negative log-likelihood of the face shown, in nats; the lower the better. */
  surprise: number;
}

export interface CalibrationTrial {
  /** `too-few`: nothing was fitted; `no-help`: it does not help on the frames held out; `helps`: it does. */
  verdict: "too-few" | "no-help" | "helps";
  faces: FaceTrial[];
  before: TrialFigures;
  after: TrialFigures;
  /** Fitted to all frames; `NO_CALIBRATION` unless the verdict is `helps`. */
  calibration: PersonalCalibration;
}

/** The least rise of the mean accuracy that counts as help: less is lost in the next frame's noise. */
export const LEAST_HELP = 0.02;
/** Frames between the halves that are left out, as a share of all: neighbours in time are nearly the same picture. */
const GAP_SHARE = 0.1;

interface Tried {
  shown: Emotion;
  rightBefore: boolean;
  rightAfter: boolean;
  surpriseBefore: number;
  surpriseAfter: number;
}

/** Each face's frames in two halves, with a gap between them. */
function halves(
  samples: readonly CalibrationSample[],
  faces: readonly Emotion[],
): [CalibrationSample[], CalibrationSample[]] {
  const first: CalibrationSample[] = [];
  const second: CalibrationSample[] = [];
  for (const face of faces) {
    const frames = samples.filter(({ shown }) => shown === face);
    const each = Math.floor((frames.length - Math.floor(frames.length * GAP_SHARE)) / 2);
    first.push(...frames.slice(0, each));
    second.push(...frames.slice(frames.length - each));
  }
  return [first, second];
}

function likeliest(probabilities: CalibrationSample["probabilities"]): Emotion {
  return EMOTIONS.reduce((best, emotion) => (probabilities[emotion] > probabilities[best] ? emotion : best));
}

function tryOn(samples: readonly CalibrationSample[], calibration: PersonalCalibration): Tried[] {
  return samples.map(({ probabilities, shown }) => {
    const before = applyCalibration(probabilities, NO_CALIBRATION);
    const after = applyCalibration(probabilities, calibration);
    return {
      shown,
      rightBefore: likeliest(before) === shown,
      rightAfter: likeliest(after) === shown,
      surpriseBefore: -Math.log(before[shown]),
      surpriseAfter: -Math.log(after[shown]),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figuresOf(
  tried: readonly Tried[],
  faces: readonly Emotion[],
  right: "rightBefore" | "rightAfter",
  surprise: "surpriseBefore" | "surpriseAfter",
): TrialFigures {
  const each = faces.map((face) => tried.filter(({ shown }) => shown === face));
  return {
    accuracy: mean(each.map((frames) => mean(frames.map((frame) => Number(frame[right]))))),
    surprise: mean(each.map((frames) => mean(frames.map((frame) => frame[surprise])))),
  };
}

/**
 * Tries a correction on frames held out and, where it helps there, fits it to all frames.
 * It helps when more frames are read right by `LEAST_HELP`, faces counting alike, and the face shown becomes likelier. Likelier
 * alone is not enough: for one who makes the same face seven times, that is reached by being sure of nothing.
 * @param samples each face's frames in the order in which they were seen
 */
export function tryCalibration(samples: readonly CalibrationSample[]): CalibrationTrial {
  const shown = facesShown(samples);
  const enough = shown.length >= MIN_FACES;
  const [first, second] = halves(samples, shown);
  const fewest = Math.floor(MIN_FRAMES_PER_FACE / 3);
  const tried = enough
    ? [...tryOn(second, fitCalibration(first, fewest)), ...tryOn(first, fitCalibration(second, fewest))]
    : tryOn([...first, ...second], NO_CALIBRATION);
  const before = figuresOf(tried, shown, "rightBefore", "surpriseBefore");
  const after = figuresOf(tried, shown, "rightAfter", "surpriseAfter");
  const helps = enough && after.accuracy >= before.accuracy + LEAST_HELP && after.surprise < before.surprise;
  return {
    verdict: enough ? (helps ? "helps" : "no-help") : "too-few",
    faces: shown.map((emotion) => {
      const frames = tried.filter((frame) => frame.shown === emotion);
      return {
        emotion,
        frames: frames.length,
        before: mean(frames.map(({ rightBefore }) => Number(rightBefore))),
        after: mean(frames.map(({ rightAfter }) => Number(rightAfter))),
      };
    }),
    before,
    after,
    calibration: helps ? fitCalibration(samples) : NO_CALIBRATION,
  };
}
