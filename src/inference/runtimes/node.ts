/**
 * ONNX Runtime for Node: the native engine where it is installed, else the WASM one, which runs everywhere.
 */
import type { InferenceRuntime } from "./inference-runtime.ts";
import { createOnnxSession, type OrtModule } from "./onnx-session.ts";

export interface NodeRuntimeOptions {
  /** `auto` takes the native engine where it loads; default `auto`. */
  engine?: "auto" | "wasm";
  /** Threads for one run; default 1 for WASM, the engine's own choice for native. */
  numThreads?: number;
}

/** A runtime for Node. @throws whatever the WASM engine throws where neither engine starts */
export async function createNodeRuntime(options: NodeRuntimeOptions = {}): Promise<InferenceRuntime> {
  const native = options.engine === "wasm" ? undefined : await importNative();
  return native ? nativeRuntime(native, options.numThreads) : wasmRuntime(options.numThreads ?? 1);
}

/** `onnxruntime-node` is an optional dependency: absent on a platform without a build, or where its install script failed. */
async function importNative(): Promise<OrtModule | undefined> {
  const name: string = "onnxruntime-node";
  try {
    const module: { default: OrtModule } = await import(name);
    return module.default;
  } catch {
    return undefined;
  }
}

function nativeRuntime(ort: OrtModule, numThreads: number | undefined): InferenceRuntime {
  const threads = numThreads === undefined ? {} : { intraOpNumThreads: numThreads };
  return {
    name: "onnxruntime-node",
    load: (modelBytes) => createOnnxSession(ort, modelBytes, threads),
  };
}

async function wasmRuntime(numThreads: number): Promise<InferenceRuntime> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = numThreads;
  return {
    name: "onnxruntime-web",
    load: (modelBytes) => createOnnxSession(ort, modelBytes, { executionProviders: ["wasm"] }),
  };
}
