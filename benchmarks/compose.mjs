/**
 * 64 bars composed, warm, in Node and in headless Chromium, both on one thread of ONNX Runtime's WASM engine. The peer is what
 * the network's arithmetic alone would cost in plain JavaScript: its matrices times a vector, as often as there were steps,
 * without gates, guidance, drawing or arrangement. The music that comes out lasts minutes; how many times faster than that it is written is said too.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EMOTION_POINTS, EMOTIONS } from "../dist/core/affect/emotion.js";
import { pieceSeconds } from "../dist/core/composition/piece.js";
import { loadComposer } from "../dist/inference/load-model.js";
import { createNodeRuntime } from "../dist/inference/runtimes/node.js";
import { launchChromium } from "../tests/fake-camera/chromium.mjs";
import { serveBench } from "./face-latency/server.mjs";
import { figure } from "./figures.mjs";

const BARS = 64;
const WARM_UPS = 2;
const SAMPLES = 14;
const PEER_STEPS = 200;
/** Values into the first layer: a token's embedding and the conditions. */
const INPUTS = 192;
const root = fileURLToPath(new URL("../", import.meta.url));

const moodOf = (i) => {
  const emotion = EMOTIONS[i % EMOTIONS.length];
  return { emotion, ...EMOTION_POINTS[emotion] };
};

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  const config = JSON.parse(readFileSync(`${root}models/composer/config.json`, "utf8"));
  const modelBytes = new Uint8Array(readFileSync(`${root}models/composer/model.onnx`));
  const composer = await loadComposer(await createNodeRuntime(), { config, modelBytes });
  const inNode = { ms: [], least: [], timesReal: [] };
  for (let i = -WARM_UPS; i < SAMPLES; i++) {
    let steps = 1;
    const count = ({ tokens }) => void (steps += tokens.length + 1);
    const startedMs = performance.now();
    const piece = await composer.compose({ mood: moodOf(i + WARM_UPS), bars: BARS, seed: i + 100 }, { onBar: count });
    const ms = performance.now() - startedMs;
    const least = leastMs(config, steps);
    if (i < 0) continue;
    inNode.ms.push(ms);
    inNode.least.push(least);
    inNode.timesReal.push((1000 * pieceSeconds(piece)) / ms);
  }
  await composer.release();
  const peer = "matrix times vector in plain JavaScript";
  yield figure(`compose ${BARS} bars, Node`, inNode.ms, "ms", { peer, values: inNode.least });
  yield figure("compose, Node", inNode.timesReal, "times real time");
  const inChromium = await measureInChromium();
  yield figure(`compose ${BARS} bars, Chromium`, inChromium, "ms", { peer: "Node", values: inNode.ms });
}

/** Milliseconds for the products alone: every weight once a step; timed over some of the steps, which are all alike. */
function leastMs({ state, vocabulary }, steps) {
  const { layers, units } = state;
  const shapes = Array.from({ length: layers }, (_, layer) => [4 * units, (layer === 0 ? INPUTS : units) + units]);
  shapes.push([vocabulary.length, units]);
  const matrices = shapes.map(([rows, columns]) => ({
    rows,
    columns,
    data: new Float32Array(rows * columns).fill(0.01),
  }));
  const vector = new Float32Array(4 * units).fill(0.5);
  let sum = 0;
  const startedMs = performance.now();
  for (let step = 0; step < PEER_STEPS; step++) for (const matrix of matrices) sum += product(matrix, vector);
  const ms = ((performance.now() - startedMs) * steps) / PEER_STEPS;
  if (!(sum > 0)) throw new Error("The products were not computed.");
  return ms;
}

function product({ rows, columns, data }, vector) {
  let last = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += data[at++] * vector[column];
    last = sum;
  }
  return last;
}

/** The app's own worker; its own clock, since what the page waits for is the worker. */
async function measureInChromium() {
  const worker = readdirSync(`${root}dist/web/assets`).find((name) => /^composer-worker-.*\.js$/u.test(name));
  if (worker === undefined) throw new Error("The build holds no composer worker.");
  const server = await serveBench(new Uint8Array());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}/index.html`);
    const requests = Array.from({ length: WARM_UPS + SAMPLES }, (_, i) => ({
      kind: "piece",
      id: i + 1,
      mood: moodOf(i),
      bars: BARS,
      seed: i - WARM_UPS + 100,
    }));
    const ms = await page.evaluate(
      async ([path, asked]) => {
        const composer = new Worker(path, { type: "module" });
        const answer = (request) =>
          new Promise((resolve, reject) => {
            composer.addEventListener("message", function listen({ data }) {
              if (data?.id !== request.id || data.kind === "progress") return;
              composer.removeEventListener("message", listen);
              if (data.kind === "failed") reject(new Error(data.error.message));
              else resolve(data.composeMs);
            });
            composer.postMessage(request, { transfer: [] });
          });
        const times = [];
        for (const request of asked) times.push(await answer(request));
        return times;
      },
      [`/assets/${worker}`, requests],
    );
    return ms.slice(WARM_UPS);
  } finally {
    await browser.close();
    server.close();
  }
}
