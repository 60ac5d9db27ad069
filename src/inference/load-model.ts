/**
 * From a model's two files to a running network, with the weights checked against the hash that the config names.
 * Reading the files (disk, fetch) is left to the caller.
 */
import { MoodSyncError } from "../core/errors.ts";
import { createComposer, type Composer } from "./composer.ts";
import { createFaceDetector, type FaceDetector } from "./face-detector.ts";
import { createFaceEmotionReader, type FaceAnswer, type FaceEmotionReader } from "./face-emotion.ts";
import { parseComposerConfig, parseFaceDetectorConfig, parseFaceEmotionConfig } from "./model-config.ts";
import type { InferenceRuntime, InferenceSession } from "./runtimes/inference-runtime.ts";

/** `config.json`, parsed, and the bytes of `model.onnx`. */
export interface ModelFiles {
  config: unknown;
  modelBytes: Uint8Array<ArrayBuffer>;
}

/** Load BlazeFace. @throws MoodSyncError `model.config-invalid`, `model.hash-mismatch`, `model.unverifiable`, `model.unloadable` */
export async function loadFaceDetector(runtime: InferenceRuntime, files: ModelFiles): Promise<FaceDetector> {
  const config = parseFaceDetectorConfig(files.config);
  return createFaceDetector(await loadVerified(runtime, files.modelBytes, config.sha256), config);
}

/**
 * Load the emotion net.
 * @param answer default the voters', where the net has it
 * @throws as `loadFaceDetector`, and MoodSyncError `model.labels-mismatch`, `model.no-such-answer`
 */
export async function loadFaceEmotion(
  runtime: InferenceRuntime,
  files: ModelFiles,
  answer?: FaceAnswer,
): Promise<FaceEmotionReader> {
  const config = parseFaceEmotionConfig(files.config);
  return createFaceEmotionReader(await loadVerified(runtime, files.modelBytes, config.sha256), config, answer);
}

/**
 * Load the composer.
 * @throws as `loadFaceDetector`, and MoodSyncError `model.vocabulary-mismatch`, `model.conditions-mismatch`
 */
export async function loadComposer(runtime: InferenceRuntime, files: ModelFiles): Promise<Composer> {
  const config = parseComposerConfig(files.config);
  return createComposer(await loadVerified(runtime, files.modelBytes, config.sha256), config);
}

async function loadVerified(
  runtime: InferenceRuntime,
  modelBytes: Uint8Array<ArrayBuffer>,
  expected: string,
): Promise<InferenceSession> {
  const actual = await sha256Hex(modelBytes);
  if (actual !== expected) {
    throw new MoodSyncError(
      "model.hash-mismatch",
      `The model's weights do not belong to its config.json (sha256 ${actual.slice(0, 12)}, expected ${expected.slice(0, 12)}).`,
      { details: { actual, expected } },
    );
  }
  return runtime.load(modelBytes);
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // WebCrypto is withheld from pages served over plain HTTP from another machine; so is the camera.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) {
    throw new MoodSyncError("model.unverifiable", "The models need a secure page: https, or this machine itself.", {
      kind: "unsupported",
    });
  }
  const digest = await subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
