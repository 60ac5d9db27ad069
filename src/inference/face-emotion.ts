/**
 * Reads the seven emotions from face crops: normalise, run as one batch, calibrated softmax.
 * Cutting the crops is left to `face-crop.ts`.
 */
import type { EmotionProbabilities } from "../core/affect/emotion.ts";
import { MoodSyncError } from "../core/errors.ts";
import type { FaceEmotionConfig } from "./model-config.ts";
import type { InferenceSession } from "./runtimes/inference-runtime.ts";

export interface FaceEmotionReader {
  /** Side of the square crops it reads, in pixels. */
  readonly cropSize: number;
  /**
   * One set of probabilities per crop, in the crops' order.
   * @param crops each gray 0..255, `cropSize * cropSize` values row by row
   */
  read(crops: readonly Float32Array[]): Promise<EmotionProbabilities[]>;
  release(): Promise<void>;
}

/** A reader over a loaded emotion net. @throws MoodSyncError `model.config-invalid` where the input is not square */
export function createFaceEmotionReader(session: InferenceSession, config: FaceEmotionConfig): FaceEmotionReader {
  const [, , height, width] = config.input.shape;
  if (height !== width) {
    throw new MoodSyncError("model.config-invalid", `The emotion net's input is ${width} x ${height}, not square.`);
  }
  const cropLength = width * height;
  return {
    cropSize: width,
    async read(crops) {
      if (crops.length === 0) return [];
      const data = new Float32Array(crops.length * cropLength);
      for (const [i, crop] of crops.entries()) normaliseInto(data, i * cropLength, crop, config.input);
      const feeds = { [config.input.name]: { data, dims: [crops.length, 1, height, width] } };
      const logits = (await session.run(feeds))[config.output];
      if (!logits || logits.data.length !== crops.length * config.labels.length) {
        throw new MoodSyncError(
          "model.output-shape",
          `The emotion net gave no [${crops.length}, ${config.labels.length}] output "${config.output}".`,
        );
      }
      return crops.map((_, i) => {
        const own = logits.data.subarray(i * config.labels.length, (i + 1) * config.labels.length);
        return calibratedProbabilities(own, config);
      });
    },
    release: () => session.release(),
  };
}

function normaliseInto(
  out: Float32Array,
  start: number,
  crop: Float32Array,
  input: { mean: number; std: number },
): void {
  const gain = 1 / (255 * input.std);
  const offset = input.mean / input.std;
  for (let i = 0; i < crop.length; i++) out[start + i] = crop[i]! * gain - offset;
}

const NONE: EmotionProbabilities = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };

/** Softmax of the logits over the temperature (Guo et al. 2017), in the order of `EMOTIONS`. */
export function calibratedProbabilities(
  logits: ArrayLike<number>,
  config: Pick<FaceEmotionConfig, "labels" | "temperature">,
): EmotionProbabilities {
  const highest = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (logit) => Math.exp((logit - highest) / config.temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const probabilities: EmotionProbabilities = { ...NONE };
  for (const [i, label] of config.labels.entries()) probabilities[label] = weights[i]! / total;
  return probabilities;
}
