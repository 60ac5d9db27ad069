/** Loads the face models that lie in this package and reads photos with them. */
import type { FaceAnswer } from "../inference/face-emotion.ts";
import { createFaceReader, type FaceReader } from "../inference/face-reader.ts";
import { loadFaceDetector, loadFaceEmotion } from "../inference/load-model.ts";
import { createNodeRuntime } from "../inference/runtimes/node.ts";
import { readModel } from "./model-on-disk.ts";

/**
 * @param answer which of the net's answers is read; default what the app shows
 * @throws MoodSyncError `model.missing`, or what the loader says of a model that does not fit
 */
export async function openFaceReader(answer?: FaceAnswer): Promise<FaceReader> {
  const runtime = await createNodeRuntime();
  const [detector, emotion] = await Promise.all([
    readModel("face-detector").then((files) => loadFaceDetector(runtime, files)),
    readModel("face-emotion").then((files) => loadFaceEmotion(runtime, files, answer)),
  ]);
  return createFaceReader({ detector, emotion });
}
