/** Loads the face models that lie in this package and reads photos with them. */
import { createFaceReader, type FaceReader } from "../inference/face-reader.ts";
import { loadFaceDetector, loadFaceEmotion } from "../inference/load-model.ts";
import { createNodeRuntime } from "../inference/runtimes/node.ts";
import { readModel } from "./model-on-disk.ts";

/** @throws MoodSyncError `model.missing`, or what the loader says of a model that does not fit */
export async function openFaceReader(): Promise<FaceReader> {
  const runtime = await createNodeRuntime();
  const [detector, emotion] = await Promise.all([
    readModel("face-detector").then((files) => loadFaceDetector(runtime, files)),
    readModel("face-emotion").then((files) => loadFaceEmotion(runtime, files)),
  ]);
  return createFaceReader({ detector, emotion });
}
