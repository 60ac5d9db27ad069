/** Reads a model's two files from this package; checking them against each other is left to `inference`. */
import { readFile } from "node:fs/promises";
import { MoodSyncError } from "../core/errors.ts";
import type { ModelFiles } from "../inference/load-model.ts";

/** The same place from `src/cli` and from `dist/cli`. */
const MODELS = new URL("../../models/", import.meta.url);

/** @throws MoodSyncError `model.missing` */
export async function readModel(name: string): Promise<ModelFiles> {
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
