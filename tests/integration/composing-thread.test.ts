/** The composing thread as it is built: the shipped network and SoundFont, a damaged model, a crash, an abort. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { PieceScoreSchema } from "../../src/contracts/pieces.ts";
import { EMOTIONS } from "../../src/core/affect/emotion.ts";
import { pieceSeconds } from "../../src/core/composition/piece.ts";
import { COMPOSER_MODEL } from "../../src/server/composing/composer-on-disk.ts";
import { createComposingThread, type ComposingThread } from "../../src/server/composing/composing-thread.ts";
import { readScore, writeScore } from "../../src/sources/composed/score.ts";
import { temporaryFolder } from "./server-fixtures.ts";

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node", "soundfont"] });
});

function openThread(model?: URL, idleMs = 60_000): ComposingThread {
  const thread = createComposingThread({ niceness: 0, model, idleMs });
  onTestFinished(() => thread.close());
  return thread;
}

/** A copy of the shipped model, to be damaged. */
async function modelCopy(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ["config.json", "model.onnx"]) {
    await copyFile(fileURLToPath(new URL(name, COMPOSER_MODEL)), join(folder, name));
  }
  return folder;
}

const asUrl = (folder: string): URL => pathToFileURL(`${folder}/`);

test("a piece for each mood is what the API takes, comes back from its score, and is the same from the same seed", async () => {
  const thread = openThread();
  for (const mood of EMOTIONS) {
    const piece = await thread.compose({ mood, bars: 8, seed: 7 });
    expect(PieceScoreSchema.parse(piece)).toEqual(piece);
    expect(readScore(writeScore(piece))).toEqual(piece);
    expect(piece).toMatchObject({ bars: 8, seed: 7, mood: { emotion: mood } });
    expect(piece.notes.length).toBeGreaterThan(8);
  }
  const twice = await Promise.all([1, 2].map(() => thread.compose({ mood: "sad", bars: 4, seed: 9 })));
  expect(twice[0]).toEqual(twice[1]);
});

test("its sound is a WAV file of its length; meanwhile this thread goes on", async () => {
  const thread = openThread();
  const piece = await thread.compose({ mood: "happy", bars: 8, seed: 3 });
  let longestMs = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 5);
  const wav = Buffer.from(await thread.render(piece, "A title"));
  clearInterval(ticking);
  expect(wav.subarray(0, 4).toString() + wav.subarray(8, 12).toString()).toBe("RIFFWAVE");
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
  const seconds = wav.readUInt32LE(40) / wav.readUInt32LE(28);
  expect(seconds).toBeGreaterThanOrEqual(pieceSeconds(piece) - 0.01);
  expect(seconds).toBeLessThan(pieceSeconds(piece) + 9);
  expect(wav.includes("A title")).toBe(true);
  // Rendering takes a second at least; in this thread it would have held everything up for as long.
  expect(longestMs).toBeLessThan(500);
});

test.each([
  [
    "weights with one byte changed",
    "model.hash-mismatch",
    async (folder: string) => {
      const bytes = await readFile(join(folder, "model.onnx"));
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(join(folder, "model.onnx"), bytes);
    },
  ],
  [
    "weights cut off",
    "model.hash-mismatch",
    async (folder: string) => {
      await writeFile(join(folder, "model.onnx"), (await readFile(join(folder, "model.onnx"))).subarray(0, 1000));
    },
  ],
  [
    "a config that is no JSON",
    "model.config-invalid",
    async (folder: string) => {
      await writeFile(join(folder, "config.json"), "{");
    },
  ],
  [
    "a config without its vocabulary",
    "model.config-invalid",
    async (folder: string) => {
      const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8"));
      delete config.vocabulary;
      await writeFile(join(folder, "config.json"), JSON.stringify(config));
    },
  ],
  [
    "no model at all",
    "model.missing",
    async (folder: string) => {
      await mkdir(join(folder, "empty"));
    },
  ],
])("%s: %s, every time it is asked", async (what, code, damage) => {
  const folder = what === "no model at all" ? await temporaryFolder() : await modelCopy();
  await damage(folder);
  const thread = openThread(asUrl(folder));
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(thread.compose({ mood: "happy", bars: 4, seed: 1 })).rejects.toMatchObject({ code });
  }
});

test("a model that is put right is read without a restart", async () => {
  const folder = await modelCopy();
  const config = await readFile(join(folder, "config.json"));
  await writeFile(join(folder, "config.json"), "{");
  const thread = openThread(asUrl(folder));
  await expect(thread.compose({ mood: "happy", bars: 1, seed: 1 })).rejects.toMatchObject({
    code: "model.config-invalid",
  });
  await writeFile(join(folder, "config.json"), config);
  expect((await thread.compose({ mood: "happy", bars: 1, seed: 1 })).bars).toBe(1);
});

test("what the composer refuses keeps its code", async () => {
  const thread = openThread();
  for (const [request, code] of [
    [{ mood: "happy", bars: 0, seed: 1 }, "composer.bars-out-of-range"],
    [{ mood: "happy", bars: 10_000, seed: 1 }, "composer.bars-out-of-range"],
    [{ mood: "happy", bars: 4, seed: Number.NaN }, "composer.seed-invalid"],
    [{ point: { valence: 3, arousal: 0 }, bars: 4, seed: 1 }, "mood.out-of-range"],
  ] as const) {
    await expect(thread.compose(request)).rejects.toMatchObject({ code });
  }
  expect((await thread.compose({ mood: "happy", bars: 1, seed: 1 })).bars).toBe(1);
});

test("an abort ends a long piece soon, and what waits behind it has its turn", async () => {
  const thread = openThread();
  await thread.compose({ mood: "happy", bars: 1, seed: 1 });
  const stop = new AbortController();
  const long = thread.compose({ mood: "happy", bars: 512, seed: 1 }, stop.signal);
  const next = thread.compose({ mood: "sad", bars: 1, seed: 1 });
  await sleep(300);
  const abortedAt = performance.now();
  stop.abort(new Error("no more"));
  await expect(long).rejects.toThrow("no more");
  expect((await next).bars).toBe(1);
  expect(performance.now() - abortedAt).toBeLessThan(10_000);
});

test("an idle thread goes away and comes back; a closed one refuses", async () => {
  const thread = openThread(undefined, 50);
  expect((await thread.compose({ mood: "happy", bars: 1, seed: 1 })).bars).toBe(1);
  await sleep(300);
  expect((await thread.compose({ mood: "happy", bars: 1, seed: 1 })).bars).toBe(1);
  await thread.close();
  await expect(thread.compose({ mood: "happy", bars: 1, seed: 1 })).rejects.toMatchObject({ code: "composing.failed" });
});
