import { describe, expect, it } from "vitest";
import { EMOTIONS } from "../core/affect/emotion.ts";
import { calibratedProbabilities, createFaceEmotionReader, type FaceAnswer } from "./face-emotion.ts";
import { parseFaceEmotionConfig } from "./model-config.ts";
import type { InferenceSession, Tensor } from "./runtimes/inference-runtime.ts";

const config = parseFaceEmotionConfig({
  labels: ["neutral", "surprise", "sad", "happy", "fear", "disgust", "angry"],
  input: { name: "face", shape: ["n", 1, 48, 48], mean: 0.5, std: 0.25 },
  output: "logits",
  temperature: 2,
  sha256: "0".repeat(64),
});

/** A session that keeps its feeds and answers with the given logits for every crop. */
function fakeSession(logits: number[]): InferenceSession & { fed: Record<string, Tensor>[] } {
  const fed: Record<string, Tensor>[] = [];
  return {
    fed,
    async run(feeds) {
      fed.push({ ...feeds });
      const count = feeds["face"]!.dims[0]!;
      const data = Float32Array.from(Array.from({ length: count }, () => logits).flat());
      return { logits: { data, dims: [count, logits.length] } };
    },
    release: async () => {},
  };
}

describe("calibratedProbabilities", () => {
  it("is the softmax over the temperature, under the config's labels", () => {
    const probabilities = calibratedProbabilities([0, 0, 0, 2, 0, 0, 0], config.labels, 2);
    expect(probabilities.happy).toBeCloseTo(Math.E / (Math.E + 6), 10);
    expect(probabilities.neutral).toBeCloseTo(1 / (Math.E + 6), 10);
    expect(EMOTIONS.reduce((sum, emotion) => sum + probabilities[emotion], 0)).toBeCloseTo(1, 10);
  });

  it("bears logits of any size", () => {
    const probabilities = calibratedProbabilities([4000, -4000, 0, 0, 0, 0, 0], config.labels, 2);
    expect(probabilities.neutral).toBe(1);
    expect(probabilities.surprise).toBe(0);
  });

  it("lists the emotions in the app's order", () => {
    expect(Object.keys(calibratedProbabilities([0, 0, 0, 0, 0, 0, 0], config.labels, 2))).toEqual([...EMOTIONS]);
  });
});

describe("createFaceEmotionReader", () => {
  it("normalises the crops and runs them as one batch", async () => {
    const session = fakeSession([0, 0, 0, 5, 0, 0, 0]);
    const reader = createFaceEmotionReader(session, config);
    const results = await reader.read([new Float32Array(2304).fill(255), new Float32Array(2304).fill(0)]);
    expect(results).toHaveLength(2);
    expect(results[0]!.probabilities.happy).toBeGreaterThan(0.5);
    const face = session.fed[0]!["face"]!;
    expect(face.dims).toEqual([2, 1, 48, 48]);
    expect(face.data[0]).toBeCloseTo((1 - 0.5) / 0.25, 5);
    expect(face.data[2304]).toBeCloseTo((0 - 0.5) / 0.25, 5);
  });

  it("does not run for no crops", async () => {
    const session = fakeSession([0, 0, 0, 0, 0, 0, 0]);
    expect(await createFaceEmotionReader(session, config).read([])).toEqual([]);
    expect(session.fed).toEqual([]);
  });

  it("refuses an output of another shape", async () => {
    const reader = createFaceEmotionReader(fakeSession([0, 0, 0]), config);
    await expect(reader.read([new Float32Array(2304)])).rejects.toMatchObject({ code: "model.output-shape" });
  });

  it("says which crops the net takes for no usable face", async () => {
    const answers = [Math.log(0.3 / 0.7), Math.log(0.5 / 0.5), 40, -40];
    const session = fakeSession([0, 0, 0, 0, 0, 0, 0]);
    const judging: InferenceSession = {
      ...session,
      run: async (feeds) => ({
        ...(await session.run(feeds)),
        usable: { data: Float32Array.from(answers), dims: [answers.length, 1] },
      }),
    };
    const reader = createFaceEmotionReader(judging, { ...config, usable: { output: "usable", threshold: 0.4 } });
    const results = await reader.read(answers.map(() => new Float32Array(2304)));
    expect(results.map(({ usable }) => usable)).toEqual([false, true, true, false]);
  });

  it("gives the voters' answer with its own temperature where the net has it, and the labels' where that is asked for", async () => {
    const logits = { labels: [6, 0, 0, 0, 0, 0, 0], votes: [0, 0, 0, 6, 0, 0, 0] };
    const session = fakeSession(logits.labels);
    const both: InferenceSession = {
      ...session,
      run: async (feeds) => ({
        ...(await session.run(feeds)),
        votes: { data: Float32Array.from(logits.votes), dims: [1, 7] },
      }),
    };
    const voting = { ...config, votes: { output: "votes", temperature: 0.5 } };
    const read = async (answer?: FaceAnswer) => {
      const reader = createFaceEmotionReader(both, voting, answer);
      return { answer: reader.answer, ...(await reader.read([new Float32Array(2304)]))[0]!.probabilities };
    };
    const [shown, labels] = [await read(), await read("labels")];
    expect([shown.answer, labels.answer]).toEqual(["votes", "labels"]);
    expect(shown.happy).toBeCloseTo(1 / (1 + 6 * Math.exp(-12)), 10);
    expect(labels.neutral).toBeCloseTo(1 / (1 + 6 * Math.exp(-3)), 10);
    expect(createFaceEmotionReader(both, config).answer).toBe("labels");
    expect(() => createFaceEmotionReader(both, config, "votes")).toThrow(
      expect.objectContaining({ code: "model.no-such-answer" }),
    );
  });

  it("takes every crop for usable where the net was not trained to tell, and refuses one that says so and does not", async () => {
    const session = fakeSession([0, 0, 0, 0, 0, 0, 0]);
    expect((await createFaceEmotionReader(session, config).read([new Float32Array(2304)]))[0]!.usable).toBe(true);
    const silent = createFaceEmotionReader(session, { ...config, usable: { output: "usable", threshold: 0.4 } });
    await expect(silent.read([new Float32Array(2304)])).rejects.toMatchObject({ code: "model.output-shape" });
  });

  it("refuses a net whose input is not square", () => {
    const oblong = { ...config, input: { ...config.input, shape: ["n", 1, 48, 40] as ["n", 1, number, number] } };
    expect(() => createFaceEmotionReader(fakeSession([]), oblong)).toThrow(
      expect.objectContaining({ code: "model.config-invalid" }),
    );
  });
});
