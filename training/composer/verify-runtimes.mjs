/**
 * Runs the step net over sequences in every ONNX runtime that is installed; verify.py compares what comes back.
 * node verify-runtimes.mjs MODEL SEQUENCES_JSON MODULES -> JSON {runtime: logits[][] | null}, null where it is not installed.
 * SEQUENCES_JSON: {layers, units, sequences: [{tokens: number[], conditions: number[][]}]}; all sequences are as long as the first.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modelPath, sequencesPath, modules] = process.argv.slice(2);
const model = readFileSync(modelPath);
const { layers, units, sequences } = JSON.parse(readFileSync(sequencesPath, "utf8"));
const require = createRequire(join(resolve(modules), "package.json"));

async function logitsOf(packageName, prepare) {
  let ort;
  try {
    ort = require(packageName);
  } catch (cause) {
    if (cause.code === "MODULE_NOT_FOUND") return null;
    throw cause;
  }
  prepare?.(ort);
  const session = await ort.InferenceSession.create(model);
  const n = sequences.length;
  const zeros = () => new ort.Tensor("float32", new Float32Array(layers * n * units), [layers, n, units]);
  let [h, c] = [zeros(), zeros()];
  let logits;
  for (const [step] of sequences[0].tokens.entries()) {
    const token = new ort.Tensor(
      "int64",
      BigInt64Array.from(sequences, ({ tokens }) => BigInt(tokens[step])),
      [n],
    );
    const values = Float32Array.from(sequences.flatMap(({ conditions }) => conditions[step]));
    const condition = new ort.Tensor("float32", values, [n, values.length / n]);
    const out = await session.run({ token, condition, h, c });
    [h, c, logits] = [out.h_out, out.c_out, out.logits];
  }
  const width = logits.data.length / n;
  return sequences.map((_, i) => Array.from(logits.data.slice(i * width, (i + 1) * width)));
}

const result = {
  wasm: await logitsOf("onnxruntime-web/wasm", (ort) => (ort.env.wasm.numThreads = 1)),
  native: await logitsOf("onnxruntime-node"),
};
console.log(JSON.stringify(result));
