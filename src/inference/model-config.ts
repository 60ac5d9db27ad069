/**
 * The contract between training and the app: what a model's `config.json` must say, checked before anything runs.
 */
import * as z from "zod";
import { EMOTIONS, isEmotion, type Emotion } from "../core/affect/emotion.ts";
import { MoodSyncError } from "../core/errors.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

/** Facts about how a model came to be; shown, never computed with. */
const provenance = {
  name: z.string().optional(),
  dataset: z.unknown().optional(),
  metrics: z.record(z.string(), z.unknown()).optional(),
};

const faceEmotionSchema = z.object({
  ...provenance,
  /** Meaning of each logit, in order. */
  labels: z.array(z.string()).nonempty(),
  input: z.object({
    name: z.string().min(1),
    /** [batch, 1, height, width]; the batch is free. */
    shape: z.tuple([z.union([z.number(), z.string(), z.null()]), z.literal(1), side(), side()]),
    /** Of the gray values in 0..1. */
    mean: z.number(),
    std: z.number().positive(),
  }),
  output: outputName(),
  /** The answer "what most of ten people would call this face", with a temperature of its own; absent in nets without it. */
  votes: z.object({ output: z.string().min(1), temperature: z.number().positive() }).optional(),
  /** The answer "no usable face": one logit a crop, and the probability below which a crop is not read; absent in nets without it. */
  usable: z.object({ output: z.string().min(1), threshold: z.number().min(0).max(1) }).optional(),
  /** Divides the logits of `output` before the softmax, so that the probabilities are calibrated. */
  temperature: z.number().positive(),
  sha256,
});

const faceDetectorSchema = z.object({
  ...provenance,
  input: z.object({ name: z.string().min(1) }),
  output: outputName(),
  sha256,
});

const composerSchema = z.object({
  ...provenance,
  /** Meaning of each token id, in order. */
  vocabulary: z.array(z.string()).nonempty().max(1000),
  /** What the network is told at every step, in order, and how it is scaled. */
  conditions: z.array(z.object({ name: z.string(), mean: z.number(), std: z.number().positive() })),
  /** Of the LSTM: h and c are [layers, batch, units]. */
  state: z.object({ layers: z.number().int().min(1).max(8), units: z.number().int().min(1).max(4096) }),
  /** How tokens are best drawn from this network, where training found that out. */
  sampling: z
    .object({
      temperature: z.number().positive().max(2),
      topP: z.number().positive().max(1),
      guidance: z.number().min(0).max(5),
    })
    .partial()
    .optional(),
  sha256,
});

export type ComposerConfig = z.infer<typeof composerSchema>;
export type FaceDetectorConfig = z.infer<typeof faceDetectorSchema>;
export type FaceEmotionConfig = Omit<z.infer<typeof faceEmotionSchema>, "labels"> & { labels: Emotion[] };

/** Longest side of a face input that is plausible; a larger one is a broken file. */
function side() {
  return z.number().int().min(8).max(512);
}

/** The output's name, given as such or inside an object. */
function outputName() {
  return z.union([z.string().min(1), z.object({ name: z.string().min(1) }).transform((output) => output.name)]);
}

/** Check a face detector's `config.json`. @throws MoodSyncError `model.config-invalid` */
export function parseFaceDetectorConfig(json: unknown): FaceDetectorConfig {
  return parse(faceDetectorSchema, json, "face detector");
}

/**
 * Check an emotion net's `config.json`.
 * @throws MoodSyncError `model.config-invalid`; `model.labels-mismatch` where the labels are not the app's seven emotions
 */
export function parseFaceEmotionConfig(json: unknown): FaceEmotionConfig {
  const config = parse(faceEmotionSchema, json, "face emotion");
  const labels = config.labels.filter(isEmotion);
  if (labels.length !== config.labels.length || new Set(labels).size !== EMOTIONS.length) {
    throw new MoodSyncError(
      "model.labels-mismatch",
      `The model's labels (${config.labels.join(", ")}) are not the seven emotions (${EMOTIONS.join(", ")}).`,
      { details: { labels: config.labels } },
    );
  }
  return { ...config, labels };
}

/** Check the composer's `config.json`; its vocabulary is read by `core`. @throws MoodSyncError `model.config-invalid` */
export function parseComposerConfig(json: unknown): ComposerConfig {
  return parse(composerSchema, json, "composer");
}

function parse<T>(schema: z.ZodType<T>, json: unknown, model: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new MoodSyncError(
    "model.config-invalid",
    `The config.json of the ${model} model is not valid: ${z.prettifyError(result.error)}`,
    { cause: result.error },
  );
}
