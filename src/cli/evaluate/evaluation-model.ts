/** Opens the emotion net that is to be judged, and makes sure that it runs before any data is read. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MoodSyncError } from "../../core/errors.ts";
import type { FaceAnswer, FaceEmotionReader } from "../../inference/face-emotion.ts";
import { loadFaceEmotion } from "../../inference/load-model.ts";
import { parseFaceEmotionConfig, type FaceEmotionConfig } from "../../inference/model-config.ts";
import { createNodeRuntime } from "../../inference/runtimes/node.ts";

export interface EvaluatedModel {
  reader: FaceEmotionReader;
  config: FaceEmotionConfig;
  /** Which engine runs it. */
  engine: string;
  /** Whether it is the one that the app uses. */
  shipped: boolean;
}

/** The same place from `src/cli/evaluate` and from `dist/cli/evaluate`. */
const SHIPPED = fileURLToPath(new URL("../../../models/face-emotion/", import.meta.url));

/**
 * Load the net in `folder` (`config.json`, `model.onnx`), by default the one that ships, and run it once.
 * @param answer which of its answers is judged
 * @throws MoodSyncError `model.missing`, `model.config-invalid`, `model.labels-mismatch`, `model.hash-mismatch`, `model.unloadable`,
 * `model.output-shape`, `model.unusable`, `model.no-such-answer`
 */
export async function openEvaluatedModel(
  folder: string = SHIPPED,
  answer: FaceAnswer = "labels",
): Promise<EvaluatedModel> {
  const [text, weights] = await Promise.all([
    readPart(path.join(folder, "config.json")),
    readPart(path.join(folder, "model.onnx")),
  ]);
  const json = parseJson(text.toString("utf8"), folder);
  const config = parseFaceEmotionConfig(json);
  const runtime = await createNodeRuntime();
  const reader = await loadFaceEmotion(runtime, { config: json, modelBytes: new Uint8Array(weights) }, answer);
  await tryOut(reader);
  return { reader, config, engine: runtime.name, shipped: folder === SHIPPED };
}

async function readPart(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new MoodSyncError("model.missing", `The model's file ${file} cannot be read (${cause.code}).`, {
      kind: cause.code === "ENOENT" || cause.code === "ENOTDIR" ? "not-found" : "invalid-input",
      cause,
    });
  });
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MoodSyncError("model.config-invalid", `${path.join(folder, "config.json")} is not JSON.`, { cause });
  }
}

/** A graph with other labels, inputs or sizes than its config says shows at the first run. */
async function tryOut(reader: FaceEmotionReader): Promise<void> {
  try {
    await reader.read([new Float32Array(reader.cropSize ** 2).fill(128)]);
  } catch (error) {
    if (error instanceof MoodSyncError) throw error;
    throw new MoodSyncError("model.unusable", "The model's graph does not fit its config.json: it cannot be run.", {
      cause: error,
    });
  }
}
