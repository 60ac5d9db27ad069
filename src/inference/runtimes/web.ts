/**
 * ONNX Runtime's WASM engine for the browser and its workers.
 * Where the engine's two files are served from is the caller's to say: nothing is fetched from elsewhere.
 */
import * as ort from "onnxruntime-web/wasm";
import type { InferenceRuntime } from "./inference-runtime.ts";
import { createOnnxSession } from "./onnx-session.ts";

export interface WebRuntimeOptions {
  /** Addresses of `ort-wasm-simd-threaded.mjs` and `.wasm`, on our own origin. */
  wasmPaths: { mjs: string; wasm: string };
  /** Threads for one run; default `defaultThreadCount()`. The first runtime created decides, the engine is one per worker. */
  numThreads?: number;
}

/** Two to four threads where the page is cross-origin isolated, else one: WASM threads need shared memory. */
export function defaultThreadCount(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.min(4, Math.max(2, globalThis.navigator.hardwareConcurrency));
}

/** The WASM runtime; the engine itself starts with the first `load`. */
export function createWebRuntime(options: WebRuntimeOptions): InferenceRuntime {
  ort.env.wasm.wasmPaths = { ...options.wasmPaths };
  ort.env.wasm.numThreads = options.numThreads ?? defaultThreadCount();
  return {
    name: "onnxruntime-web",
    load: (modelBytes) => createOnnxSession(ort, modelBytes, { executionProviders: ["wasm"] }),
  };
}
