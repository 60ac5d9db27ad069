/**
 * The worker in which faces are found and read: loads the models and the WASM engine from our own server, then answers
 * one request at a time. Which frames are sent is the page's business (face-worker-client.ts).
 */
import type { FaceDetector } from "../../inference/face-detector.ts";
import type { FaceEmotionReader } from "../../inference/face-emotion.ts";
import { createFaceReader } from "../../inference/face-reader.ts";
import type { FaceReader } from "../../inference/face-reader.ts";
import { loadFaceDetector, loadFaceEmotion } from "../../inference/load-model.ts";
import { createWebRuntime } from "../../inference/runtimes/web.ts";
import { fetchModelFiles } from "./face-model-files.ts";
import { packError } from "./face-worker-protocol.ts";
import type { PictureReading, FaceWorkerReply, FaceWorkerRequest, Picture } from "./face-worker-protocol.ts";
import { createFramePixels, FRAME_ANALYSIS_SIDE } from "./frame-pixels.ts";
import { PHOTO_ANALYSIS_SIDE } from "./photo-file.ts";

const WASM_PATHS = { mjs: "/runtime/ort-wasm-simd-threaded.mjs", wasm: "/runtime/ort-wasm-simd-threaded.wasm" };
/**
 * One core is left to the page, which draws, plays music and takes frames meanwhile. On two busy cores two threads wait
 * for each other: 20 ms a frame against 11 with one (on two idle cores 5 against 8).
 */
function threadCount(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));
}

const pixels = createFramePixels();
let loading: Promise<FaceReader> | null = null;

async function loadReader(): Promise<FaceReader> {
  const runtime = createWebRuntime({ wasmPaths: WASM_PATHS, numThreads: threadCount() });
  const [detector, emotion] = await Promise.all([
    fetchModelFiles("face-detector").then((files) => loadFaceDetector(runtime, files)),
    fetchModelFiles("face-emotion").then((files) => loadFaceEmotion(runtime, files)),
  ]);
  await warmUp(detector, emotion);
  return createFaceReader({ detector, emotion });
}

/** The engine's first run takes many times as long as the next: better while the browser still asks for the camera. */
async function warmUp(detector: FaceDetector, emotion: FaceEmotionReader): Promise<void> {
  const [width, height] = [FRAME_ANALYSIS_SIDE, (FRAME_ANALYSIS_SIDE * 3) / 4];
  await detector.detect({ data: new Uint8ClampedArray(width * height * 4), width, height }, { inputSize: 192 });
  await emotion.read([new Float32Array(emotion.cropSize ** 2)]);
}

function reader(): Promise<FaceReader> {
  loading ??= loadReader().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function read(picture: Picture, timestampMs: number | null): Promise<PictureReading> {
  try {
    const faceReader = await reader();
    const startedAtMs = performance.now();
    const image = await pixels.read(picture, timestampMs === null ? PHOTO_ANALYSIS_SIDE : FRAME_ANALYSIS_SIDE);
    const pixelsMs = performance.now() - startedAtMs;
    const { faces, timings } =
      timestampMs === null ? await faceReader.readPhoto(image) : await faceReader.read(image, timestampMs);
    return { faces, timings, width: image.width, height: image.height, timestampMs: timestampMs ?? 0, pixelsMs };
  } finally {
    picture.close();
  }
}

async function answer(request: FaceWorkerRequest): Promise<FaceWorkerReply> {
  const { id } = request;
  if (request.kind === "frame") {
    return { kind: "faces", id, reading: await read(request.picture, request.timestampMs) };
  }
  if (request.kind === "photo") return { kind: "faces", id, reading: await read(request.picture, null) };
  const faceReader = await reader();
  if (request.kind === "load") {
    return { kind: "ready", id, report: { loadMs: performance.now(), threads: threadCount() } };
  }
  faceReader.reset();
  return { kind: "done", id };
}

async function reply(request: FaceWorkerRequest): Promise<void> {
  const answered = await answer(request).catch((error: unknown): FaceWorkerReply => ({
    kind: "failed",
    id: request.id,
    error: packError(error),
  }));
  // The second argument is a worker's transfer list, where a window has a target origin.
  globalThis.postMessage(answered, { transfer: [] });
}

// The reader takes one picture at a time: requests wait for each other here. The page keeps this line short.
let previous: Promise<void> = Promise.resolve();
globalThis.addEventListener("message", ({ data }: MessageEvent<FaceWorkerRequest>) => {
  previous = previous.then(() => reply(data));
});
