/**
 * Reads the seven emotions from face crops: normalise, run as one batch, calibrated softmax; and says which crops show no face
 * that can be read.
 * Cutting the crops is left to `face-crop.ts`.
 */
import type { EmotionProbabilities } from "../core/affect/emotion.ts";
import { MoodSyncError } from "../core/errors.ts";
import type { FaceEmotionConfig } from "./model-config.ts";
import type { InferenceSession, Tensor } from "./runtimes/inference-runtime.ts";

export interface CropReading {
  /** Calibrated, summing to 1; of a crop that is not usable they mean nothing. */
  probabilities: EmotionProbabilities;
  /** Whether the net takes the crop for a face that can be read; always true where it was not trained to tell. */
  usable: boolean;
}

/**
 * Which of a net's answers is read: what most of ten people would call the face (FER+), or the labels of the data set, each
 * one person's word, which most of the ten share on two faces of three.
 */
export type FaceAnswer = "votes" | "labels";

export interface FaceEmotionReader {
  /** Side of the square crops it reads, in pixels. */
  readonly cropSize: number;
  /** The answer that it gives. */
  readonly answer: FaceAnswer;
  /**
   * One reading per crop, in the crops' order.
   * @param crops each gray 0..255, `cropSize * cropSize` values row by row
   */
  read(crops: readonly Float32Array[]): Promise<CropReading[]>;
  release(): Promise<void>;
}

/**
 * A reader over a loaded emotion net.
 * @param answer default the voters', where the net has it
 * @throws MoodSyncError `model.config-invalid` where the input is not square, `model.no-such-answer`
 */
export function createFaceEmotionReader(
  session: InferenceSession,
  config: FaceEmotionConfig,
  answer: FaceAnswer = config.votes ? "votes" : "labels",
): FaceEmotionReader {
  const { output, temperature } = outputOf(config, answer);
  const [, , height, width] = config.input.shape;
  if (height !== width) {
    throw new MoodSyncError("model.config-invalid", `The emotion net's input is ${width} x ${height}, not square.`);
  }
  const cropLength = width * height;
  return {
    cropSize: width,
    answer,
    async read(crops) {
      if (crops.length === 0) return [];
      const data = new Float32Array(crops.length * cropLength);
      for (const [i, crop] of crops.entries()) normaliseInto(data, i * cropLength, crop, config.input);
      const feeds = { [config.input.name]: { data, dims: [crops.length, 1, height, width] } };
      const outputs = await session.run(feeds);
      const logits = outputs[output];
      if (!logits || logits.data.length !== crops.length * config.labels.length) {
        throw new MoodSyncError(
          "model.output-shape",
          `The emotion net gave no [${crops.length}, ${config.labels.length}] output "${output}".`,
        );
      }
      const usable = usableCrops(outputs, config, crops.length);
      return crops.map((_, i) => {
        const own = logits.data.subarray(i * config.labels.length, (i + 1) * config.labels.length);
        return { probabilities: calibratedProbabilities(own, config.labels, temperature), usable: usable(i) };
      });
    },
    release: () => session.release(),
  };
}

/**
 * Where a net gives an answer, and the temperature that calibrates it.
 * @throws MoodSyncError `model.no-such-answer`
 */
export function outputOf(config: FaceEmotionConfig, answer: FaceAnswer): { output: string; temperature: number } {
  if (answer === "labels") return config;
  if (config.votes) return config.votes;
  throw new MoodSyncError("model.no-such-answer", "The emotion net was not trained on votes: it has only one answer.", {
    kind: "invalid-input",
  });
}

function usableCrops(
  outputs: Record<string, Tensor>,
  { usable }: FaceEmotionConfig,
  count: number,
): (crop: number) => boolean {
  if (!usable) return () => true;
  const answers = outputs[usable.output];
  if (answers?.data.length !== count) {
    throw new MoodSyncError("model.output-shape", `The emotion net gave no [${count}] output "${usable.output}".`);
  }
  return (crop) => 1 / (1 + Math.exp(-answers.data[crop]!)) >= usable.threshold;
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
  labels: FaceEmotionConfig["labels"],
  temperature: number,
): EmotionProbabilities {
  const highest = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (logit) => Math.exp((logit - highest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const probabilities: EmotionProbabilities = { ...NONE };
  for (const [i, label] of labels.entries()) probabilities[label] = weights[i]! / total;
  return probabilities;
}
