/** Loads the face models that lie in this package and reads photos with them. */
import { readFile } from "node:fs/promises";
import { MoodSyncError } from "../core/errors.ts";
import { createFaceReader, type FaceReader } from "../inference/face-reader.ts";
import { loadFaceDetector, loadFaceEmotion, type ModelFiles } from "../inference/load-model.ts";
import { createNodeRuntime } from "../inference/runtimes/node.ts";

/** The same place from `src/cli` and from `dist/cli`. */
const MODELS = new URL("../../models/", import.meta.url);

/** @throws MoodSyncError `model.missing`, or what the loader says of a model that does not fit */
export async function openFaceReader(): Promise<FaceReader> {
  const runtime = await createNodeRuntime();
  const [detector, emotion] = await Promise.all([
    readModel("face-detector").then((files) => loadFaceDetector(runtime, files)),
    readModel("face-emotion").then((files) => loadFaceEmotion(runtime, files)),
  ]);
  return createFaceReader({ detector, emotion });
}

async function readModel(name: string): Promise<ModelFiles> {
  try {
    const [config, weights] = await Promise.all([
      readFile(new URL(`${name}/config.json`, MODELS), "utf8"),
      readFile(new URL(`${name}/model.onnx`, MODELS)),
    ]);
    return { config: JSON.parse(config), modelBytes: new Uint8Array(weights) };
  } catch (cause) {
    throw new MoodSyncError("model.missing", `The model ${name} is missing from this installation.`, { cause });
  }
}
