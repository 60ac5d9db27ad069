/**
 * What the models need of a runtime: load bytes, run named float tensors, let go.
 * `web.ts` and `node.ts` beside this file are the only places that know ONNX Runtime.
 */

/** A dense float32 tensor in row-major order. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded network. */
export interface InferenceSession {
  /** Run once; the tensors given are not kept, the tensors returned are the caller's. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Free the network's memory; the session must not be used again. */
  release(): Promise<void>;
}

/** Turns the bytes of an ONNX file into a session. */
export interface InferenceRuntime {
  /** Which engine answers, for logs and reports, such as `onnxruntime-web`. */
  readonly name: string;
  /** @throws MoodSyncError `model.unloadable` where the engine refuses the bytes. */
  load(modelBytes: Uint8Array): Promise<InferenceSession>;
}
