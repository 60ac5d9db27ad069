/**
 * The composer's network on the engine that runs it: the same numbers as the network it came from, event by event.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createConditionEncoder } from "../../src/core/composition/condition-vector.ts";
import { parseVocabulary } from "../../src/core/composition/vocabulary.ts";
import { createComposerNet, type ComposerNet } from "../../src/inference/composer-net.ts";
import { parseComposerConfig } from "../../src/inference/model-config.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";

const ROOT = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));

interface Golden {
  sha256: string;
  tolerance: number;
  cases: { name: string; tokens: number[]; conditions: number[][]; logits: number[] }[];
}

describe("on ONNX Runtime's WASM engine", () => {
  const config = parseComposerConfig(json("models/composer/config.json"));
  const golden: Golden = json("tests/golden/composer.json");
  const told = golden.cases.find(({ name }) => name === "rising")!;
  let net: ComposerNet;

  beforeAll(async () => {
    const runtime = await createNodeRuntime();
    const bytes = new Uint8Array(readFileSync(new URL("models/composer/model.onnx", ROOT)));
    net = createComposerNet(await runtime.load(bytes), config, 1);
  });

  async function logitsAfter(tokens: number[], conditions: number[][]): Promise<Float32Array> {
    let memory = net.emptyMemory();
    let logits = new Float32Array();
    for (const [i, token] of tokens.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- each event follows from the one before
      const step = await net.step(token, Float32Array.from(conditions[i]!), memory);
      memory = step.memory;
      logits = Float32Array.from(step.logits);
    }
    return logits;
  }

  it("the net gives what it gave when it was exported", async () => {
    expect(golden.sha256).toBe(config.sha256);
    expect(golden.cases.map(({ name }) => name)).toEqual(["rising", "waiting"]);
    for (const { tokens, conditions, logits } of golden.cases) {
      // oxlint-disable-next-line no-await-in-loop -- one engine, one after the other
      const found = await logitsAfter(tokens, conditions);
      expect(found).toHaveLength(logits.length);
      for (const [id, logit] of logits.entries()) {
        expect(Math.abs(found[id]! - logit)).toBeLessThan(golden.tolerance);
      }
    }
  });

  it("another condition gives other numbers, so the agreement above means something", async () => {
    const louder = told.conditions.map((row) => row.map((value, i) => (i === 3 ? value + 1 : value)));
    const found = await logitsAfter(told.tokens, louder);
    const gap = Math.max(...found.map((value, id) => Math.abs(value - told.logits[id]!)));
    expect(gap).toBeGreaterThan(0.1);
  });

  it("the app words conditions as training did", () => {
    const encode = createConditionEncoder(config.conditions);
    // The first bar of four in C major at 104, with three onsets a bar: two of the melody, one of the bass, and their mean pitch.
    const asked = { valence: 0.8, arousal: 0.4, mode: 1, density: 3, register: 63.75, tempo: 104 };
    const vector = encode(asked, { progress: 0, barsAfter: 3 });
    const expected = told.conditions[0]!;
    expect(vector).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(vector[i]).toBeCloseTo(value, 4);
  });

  it("the vocabulary is the one that the app knows", () => {
    expect(parseVocabulary(config.vocabulary).tokens).toHaveLength(175);
  });
});
