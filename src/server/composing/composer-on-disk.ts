/** Loads the composer that lies in this package, with the weights checked against their config. */
import { readFile } from "node:fs/promises";
import { MoodSyncError } from "../../core/errors.ts";
import type { Composer } from "../../inference/composer.ts";
import { loadComposer } from "../../inference/load-model.ts";
import { createNodeRuntime } from "../../inference/runtimes/node.ts";

/** The same place seen from `src/server/composing` and from `dist/server/composing`. */
export const COMPOSER_MODEL = new URL("../../../models/composer/", import.meta.url);

/** @throws MoodSyncError `model.missing`, or what the loader says of a model that does not fit */
export async function openComposer(model: URL = COMPOSER_MODEL): Promise<Composer> {
  return await loadComposer(await createNodeRuntime({ numThreads: 1 }), await readModel(model));
}

async function readModel(model: URL): Promise<{ config: unknown; modelBytes: Uint8Array<ArrayBuffer> }> {
  try {
    const [config, weights] = await Promise.all([
      readFile(new URL("config.json", model), "utf8"),
      readFile(new URL("model.onnx", model)),
    ]);
    return { config: JSON.parse(config), modelBytes: new Uint8Array(weights) };
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new MoodSyncError("model.config-invalid", "The composer's config.json cannot be read.", { cause });
    }
    throw new MoodSyncError("model.missing", "The composer is missing from this installation.", {
      kind: "unavailable",
      cause,
    });
  }
}
