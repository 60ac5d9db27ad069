/** The composer as it ships: pieces that begin and close at home, do as they were asked, and files that do not fit. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EMOTIONS } from "../../src/core/affect/emotion.ts";
import { attributesForMood, modeOf, pieceMood } from "../../src/core/composition/mood-attributes.ts";
import { TICKS_PER_BAR, type Piece } from "../../src/core/composition/piece.ts";
import type { Composer } from "../../src/inference/composer.ts";
import { loadComposer, type ModelFiles } from "../../src/inference/load-model.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";

const ROOT = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));

const files = (): ModelFiles => ({
  config: json("models/composer/config.json"),
  modelBytes: new Uint8Array(readFileSync(new URL("models/composer/model.onnx", ROOT))),
});

describe("the composer", () => {
  let composer: Composer;
  beforeAll(async () => {
    composer = await loadComposer(await createNodeRuntime(), files());
  });
  afterAll(() => composer?.release());

  /** Share of sounding time, melody and accompaniment, in the seven notes of the key, the leading note of minor among them. */
  function inKey({ notes, tonic, mode }: Piece): number {
    const scale = mode === "major" ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10, 11];
    let [within, whole] = [0, 0];
    for (const { voice, pitch, durationTicks } of notes) {
      if (voice === "percussion") continue;
      whole += durationTicks;
      if (scale.includes((pitch - tonic + 120) % 12)) within += durationTicks;
    }
    return within / whole;
  }

  it.each(EMOTIONS)("begins and closes at home when it is %s, keeps to its key and has no empty bar", async (mood) => {
    const piece = await composer.compose({ mood, bars: 17, seed: 11 });
    const home = { root: piece.tonic, quality: piece.mode === "major" ? "maj" : "min" };
    expect(piece.mode).toBe(modeOf(attributesForMood(pieceMood(mood))));
    expect(piece.chords[0]).toMatchObject({ ticks: 0, ...home });
    expect(piece.chords.at(-1)).toMatchObject(home);
    const melody = piece.notes.filter(({ voice }) => voice === "melody");
    expect((melody.at(-1)!.pitch - piece.tonic + 120) % 12).toBe(0);
    expect(inKey(piece)).toBeGreaterThan(0.85);
    const bars = new Set(piece.notes.map(({ startTicks }) => Math.floor(startTicks / TICKS_PER_BAR)));
    expect(bars.size).toBe(17);
    expect(piece.tempos.at(-1)!.bpm).toBeLessThan(piece.tempos[0]!.bpm);
  });

  it("writes more notes, and higher ones, where more and higher ones are asked for", async () => {
    const measure = async (density: number, register: number): Promise<number[]> => {
      const request = { point: { valence: 0.2, arousal: 0 }, bars: 12, seed: 3, attributes: { density, register } };
      const { notes } = await composer.compose(request);
      const written = notes.filter(({ voice }) => voice === "melody" || voice === "accompaniment");
      return [written.length / 12, written.reduce((sum, { pitch }) => sum + pitch, 0) / written.length];
    };
    const [sparse, dense] = [await measure(9, 58), await measure(21, 66)];
    expect(dense[0]! - sparse[0]!).toBeGreaterThan(5);
    expect(dense[1]! - sparse[1]!).toBeGreaterThan(3);
  });
});

describe("a composer whose files do not fit", () => {
  it("is refused with what is wrong", async () => {
    const runtime = await createNodeRuntime();
    const { config, modelBytes } = files();
    const damaged = Uint8Array.from(modelBytes);
    damaged[damaged.length >> 1]! ^= 1;
    await expect(loadComposer(runtime, { config, modelBytes: damaged })).rejects.toMatchObject({
      code: "model.hash-mismatch",
    });
    await expect(loadComposer(runtime, { config: {}, modelBytes })).rejects.toMatchObject({
      code: "model.config-invalid",
    });
    const garbage = new TextEncoder().encode("no model");
    const digest = await crypto.subtle.digest("SHA-256", garbage);
    const own = { ...json("models/composer/config.json"), sha256: Buffer.from(digest).toString("hex") };
    await expect(loadComposer(runtime, { config: own, modelBytes: garbage })).rejects.toMatchObject({
      code: "model.unloadable",
    });
  });
});
