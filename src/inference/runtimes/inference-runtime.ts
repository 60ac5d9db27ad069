/**
 * What the models need of a runtime: load bytes, run named tensors, let go.
 * `web.ts` and `node.ts` beside this file are the only places that know ONNX Runtime.
 */

/** A dense float32 tensor in row-major order. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Ids, such as tokens, in row-major order. */
export interface IntegerTensor {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

/** A loaded network. */
export interface InferenceSession {
  /**
   * Run once; the tensors given are not kept, the tensors returned are the caller's.
   * @param integers the inputs that are int64, where a network has such
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    integers?: Readonly<Record<string, IntegerTensor>>,
  ): Promise<Record<string, Tensor>>;
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
