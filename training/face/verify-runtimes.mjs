/**
 * Runs a model over raw faces in every ONNX runtime that is installed; verify.py compares what comes back.
 * node verify-runtimes.mjs MODEL FACES_F32 SIDE MODULES -> JSON {runtime: logits[] | null}, null where it is not installed;
 * face by face the data set's labels and, where the net has that answer, the voters'.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const BATCH = 8; // neither one nor all: a partial batch at the end is checked too

const [modelPath, facesPath, sideText, modules] = process.argv.slice(2);
const model = readFileSync(modelPath);
const raw = readFileSync(facesPath);
const faces = new Float32Array(raw.buffer, raw.byteOffset, raw.byteLength / 4);
const side = Number(sideText);
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
  const pixels = side * side;
  const logits = [];
  for (let start = 0; start < faces.length; start += BATCH * pixels) {
    const part = faces.slice(start, start + BATCH * pixels);
    const face = new ort.Tensor("float32", part, [part.length / pixels, 1, side, side]);
    const answers = await session.run({ face });
    for (let row = 0; row < face.dims[0]; row++) {
      for (const { data, dims } of [answers.logits, answers.votes].filter(Boolean)) {
        logits.push(...data.subarray(row * dims[1], (row + 1) * dims[1]));
      }
    }
  }
  return logits;
}

const result = {
  wasm: await logitsOf("onnxruntime-web/wasm", (ort) => (ort.env.wasm.numThreads = 1)),
  native: await logitsOf("onnxruntime-node"),
};
console.log(JSON.stringify(result));
