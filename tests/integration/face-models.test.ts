/**
 * The two face models on the engine that runs them: the same numbers as the networks they came from.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFaceDetectorConfig, parseFaceEmotionConfig } from "../../src/inference/model-config.ts";
import type { InferenceSession } from "../../src/inference/runtimes/inference-runtime.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";

const ROOT = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));
const weights = (model: string) => new Uint8Array(readFileSync(new URL(`models/${model}/model.onnx`, ROOT)));

interface DetectorGolden {
  side: number;
  tolerance: number;
  anchors: { index: number; values: number[] }[];
}

interface EmotionGolden {
  sha256: string;
  width: number;
  tolerance: number;
  cases: { name: string; pixels: number[]; logits: number[]; votes: number[] }[];
}

describe("on ONNX Runtime's WASM engine", () => {
  let detector: InferenceSession;
  let emotion: InferenceSession;

  beforeAll(async () => {
    const runtime = await createNodeRuntime();
    detector = await runtime.load(weights("face-detector"));
    emotion = await runtime.load(weights("face-emotion"));
  });

  it("the face detector gives what the original network gives", async () => {
    const golden: DetectorGolden = json("tests/golden/face-detector.json");
    const config = parseFaceDetectorConfig(json("models/face-detector/config.json"));
    const { side } = golden;
    const data = new Float32Array(3 * side * side);
    for (let i = 0; i < data.length; i++) {
      const channel = Math.floor(i / (side * side));
      const place = i % (side * side);
      const x = place % side;
      const y = Math.floor(place / side);
      data[i] = Math.sin(x * 0.11 + channel) * Math.cos(y * 0.07 - channel * 2) * 0.8;
    }
    const outputs = await detector.run({ [config.input.name]: { data, dims: [1, 3, side, side] } });
    const raw = outputs[config.output]!;
    expect(raw.dims).toEqual([1, 896, 17]);
    expect(golden.anchors.length).toBeGreaterThan(50);
    for (const { index, values } of golden.anchors) {
      for (const [i, value] of values.entries()) {
        expect(Math.abs(raw.data[index * 17 + i]! - value)).toBeLessThan(golden.tolerance);
      }
    }
  });

  it("the emotion net gives what it gave when it was exported", async () => {
    const golden: EmotionGolden = json("tests/golden/face-emotion.json");
    const config = parseFaceEmotionConfig(json("models/face-emotion/config.json"));
    expect(golden.sha256).toBe(config.sha256);
    for (const { pixels, logits, votes } of golden.cases) {
      const { mean, std, name } = config.input;
      const data = Float32Array.from(pixels, (pixel) => (pixel / 255 - mean) / std);
      const dims = [1, 1, golden.width, golden.width];
      const given = await emotion.run({ [name]: { data, dims } });
      for (const [output, expected] of [
        [config.output, logits],
        [config.votes!.output, votes],
      ] as const) {
        expect(expected).toHaveLength(config.labels.length);
        for (const [i, logit] of expected.entries()) {
          expect(Math.abs(given[output]!.data[i]! - logit)).toBeLessThan(golden.tolerance);
        }
      }
    }
  });

  it("refuses bytes that are no model", async () => {
    const runtime = await createNodeRuntime();
    await expect(runtime.load(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: "model.unloadable" });
  });
});
