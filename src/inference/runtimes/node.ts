/**
 * ONNX Runtime for Node: the same WASM engine as in the browser, so that a photo reads alike in the terminal and in the
 * page. Why not the native engine: docs/decisions/002-one-onnx-runtime.md.
 */
import type { InferenceRuntime } from "./inference-runtime.ts";
import { createOnnxSession } from "./onnx-session.ts";

export interface NodeRuntimeOptions {
  /** Threads for one run; default 1. */
  numThreads?: number;
}

/** The WASM runtime; the engine itself starts with the first `load`. */
export async function createNodeRuntime({ numThreads = 1 }: NodeRuntimeOptions = {}): Promise<InferenceRuntime> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = numThreads;
  return {
    name: "onnxruntime-web",
    load: (modelBytes) => createOnnxSession(ort, modelBytes, { executionProviders: ["wasm"] }),
  };
}
