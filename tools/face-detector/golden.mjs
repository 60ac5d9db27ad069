/**
 * Runs the original network with TensorFlow.js and notes what it gives, for tests/golden/face-detector.json.
 *
 * Usage: node tools/face-detector/golden.mjs > tests/golden/face-detector.json
 * Needs, beside what the project installs: npm install --no-save @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-converter@4.22.0
 * @tensorflow/tfjs-backend-cpu@4.22.0
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";

// Loading the backend registers it.
await import("@tensorflow/tfjs-backend-cpu");

const SIDE = 256;
/** Every 16th anchor: all parts of both feature maps, and small enough to keep. */
const ANCHOR_STEP = 16;

const folder = fileURLToPath(new URL("../../node_modules/@vladmandic/human/models/", import.meta.url));
const graph = JSON.parse(readFileSync(path.join(folder, "blazeface.json"), "utf8"));
const weights = readFileSync(path.join(folder, "blazeface.bin"));

/** Smooth colours that depend on the place alone, so that any test can make the same picture. */
function pixel(x, y, channel) {
  return Math.sin(x * 0.11 + channel) * Math.cos(y * 0.07 - channel * 2) * 0.8;
}

const model = await loadGraphModel({
  load: async () => ({
    modelTopology: graph.modelTopology,
    format: graph.format,
    weightSpecs: graph.weightsManifest[0].weights,
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
  }),
});
const input = new Float32Array(SIDE * SIDE * 3);
for (let i = 0; i < input.length; i++) input[i] = pixel(Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE), i % 3);
const outputs = model.execute(tf.tensor4d(input, [1, SIDE, SIDE, 3])).toSorted((a, b) => a.size - b.size);
const [coarseScores, fineScores, coarseBoxes, fineBoxes] = outputs;
const fine = tf.concat([fineScores, fineBoxes], 2);
const coarse = tf.concat([coarseScores, coarseBoxes], 2);
const rows = tf.squeeze(tf.concat([fine, coarse], 1), [0]).arraySync();
const anchors = rows
  .map((values, index) => ({ index, values: values.map((value) => Number(value.toFixed(4))) }))
  .filter(({ index }) => index % ANCHOR_STEP === 0);
process.stdout.write(`${JSON.stringify({ model: "face-detector", side: SIDE, tolerance: 0.002, anchors })}\n`);
