/**
 * Wraps an ONNX Runtime session, the same in the browser and in Node. Creating the engine is left to `web.ts` and `node.ts`.
 */
import type * as Ort from "onnxruntime-web";
import { MoodSyncError } from "../../core/errors.ts";
import type { InferenceSession, Tensor } from "./inference-runtime.ts";

/** The part of ONNX Runtime's module that is used here. */
export type OrtModule = Pick<typeof Ort, "InferenceSession" | "Tensor">;

/** Load `modelBytes` with the given engine. @throws MoodSyncError `model.unloadable` */
export async function createOnnxSession(
  ort: OrtModule,
  modelBytes: Uint8Array,
  options: Ort.InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  let session: Ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(modelBytes, { graphOptimizationLevel: "all", ...options });
  } catch (cause) {
    throw new MoodSyncError("model.unloadable", "The inference engine could not load the model.", { cause });
  }
  return {
    async run(feeds, integers = {}) {
      const inputs: Record<string, Ort.Tensor> = {};
      for (const [name, tensor] of Object.entries(feeds)) {
        inputs[name] = new ort.Tensor("float32", tensor.data, tensor.dims);
      }
      for (const [name, tensor] of Object.entries(integers)) {
        inputs[name] = new ort.Tensor("int64", tensor.data, tensor.dims);
      }
      const results = await session.run(inputs);
      const outputs: Record<string, Tensor> = {};
      for (const [name, tensor] of Object.entries(results)) outputs[name] = toTensor(name, tensor);
      return outputs;
    },
    release: () => session.release(),
  };
}

function toTensor(name: string, tensor: Ort.Tensor): Tensor {
  if (!(tensor.data instanceof Float32Array)) {
    throw new MoodSyncError("model.output-type", `The model's output "${name}" is ${tensor.type}, not float32.`);
  }
  return { data: tensor.data, dims: tensor.dims };
}
