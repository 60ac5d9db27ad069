/**
 * Records what the shipped nets say of clips of real faces into `src/core/affect/fixtures/recorded-sequences.json`, for
 * the tests of steady moods. Run again after new weights: `npm run build && node tests/fake-camera/record-readings.mjs`.
 */
import { writeFile } from "node:fs/promises";
import { openFaceReader } from "../../dist/cli/face-reader-on-disk.js";
import { EMOTIONS } from "../../dist/core/affect/emotion.js";
import { sceneFrames } from "./face-clips.mjs";

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES_PER_SECOND = 15;
const OUT = new URL("../../src/core/affect/fixtures/recorded-sequences.json", import.meta.url);

/** Park and Miller's generator: the same noise in every recording. */
function seeded(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** Adds a cheap camera's noise, and light that comes and goes as under a bad lamp. */
function worsen(rgb, random, { noise, flicker }, index) {
  const gain = 1 + flicker * Math.sin(index * 2.1);
  return rgb.map((value) => Math.max(0, Math.min(255, value * gain + (random() + random() - 1) * noise)));
}

async function framesOf(scene, seconds, size = {}) {
  const frames = [];
  for await (const frame of sceneFrames(scene, { ...size, frames: seconds * FRAMES_PER_SECOND })) frames.push(frame);
  return frames;
}

/** Two small scenes on a grey wall; `leftOf(i)` says where the first stands, the second mirrors it. The first is in front. */
async function sideBySide(first, second, seconds, leftOf) {
  const size = { width: 320, height: 240 };
  const [front, back] = [await framesOf(first, seconds, size), await framesOf(second, seconds, size)];
  return front.map((_, i) => {
    const wall = Buffer.alloc(WIDTH * HEIGHT * 3, 118);
    const left = Math.round(leftOf(i));
    for (const [scene, at] of [
      [back[i], 320 - left],
      [front[i], left],
    ]) {
      for (let y = 0; y < 240; y++) {
        Buffer.from(scene).copy(wall, ((y + 120) * WIDTH + at) * 3, y * 320 * 3, (y + 1) * 320 * 3);
      }
    }
    return wall;
  });
}

async function sequences() {
  const random = seeded(7);
  const smiling = await framesOf("smiling", 4);
  const empty = await framesOf("empty", 3);
  const crossing = (i) => 320 * Math.min(1, Math.max(0, (i / FRAMES_PER_SECOND - 4) / 2));
  const poor = (await framesOf("stern", 10)).map((rgb, i) => worsen(rgb, random, { noise: 70, flicker: 0.35 }, i));
  return {
    poorLight: poor,
    leavesAndReturns: [...smiling, ...empty, ...smiling],
    swapPlaces: await sideBySide("smiling", "stern", 10, crossing),
    emptyNoise: empty.map((rgb, i) => worsen(rgb, random, { noise: 60, flicker: 0.2 }, i)),
  };
}

function rgba(rgb) {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o += 4) data.set(rgb.subarray(i, i + 3), o);
  return { data, width: WIDTH, height: HEIGHT };
}

async function record(frames, answer) {
  const reader = await openFaceReader(answer);
  const recorded = [];
  for (const [index, rgb] of frames.entries()) {
    const timestampMs = Math.round((index * 1000) / FRAMES_PER_SECOND);
    const { faces } = await reader.read(rgba(rgb), timestampMs);
    recorded.push({ timestampMs, faces: faces.filter((face) => face.probabilities).map(compact) });
  }
  return recorded;
}

/** A face with its probabilities in the order of EMOTIONS. */
function compact({ id, score, probabilities }) {
  return { id, confidence: round(score), values: EMOTIONS.map((emotion) => round(probabilities[emotion])) };
}

const round = (value) => Math.round(value * 1000) / 1000;

// The answer that the app shows does not flicker there; to see that a mood keeps steady, the other one is recorded, which does.
const ANSWERS = { poorLight: "labels" };

const recordings = {};
for (const [name, frames] of Object.entries(await sequences())) recordings[name] = await record(frames, ANSWERS[name]);
const body = Object.entries(recordings).map(([name, rows]) => {
  return `${JSON.stringify(name)}: [\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
});
await writeFile(OUT, `{\n${body.join(",\n")}\n}\n`);
process.exit(0);
