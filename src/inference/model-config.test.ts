import { describe, expect, it } from "vitest";
import { fakeComposerConfig } from "./fixtures/fake-composer.ts";
import { parseComposerConfig, parseFaceDetectorConfig, parseFaceEmotionConfig } from "./model-config.ts";

const emotion = {
  name: "face-emotion",
  labels: ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"],
  input: { name: "face", type: "float32", shape: ["n", 1, 48, 48], mean: 0.5, std: 0.25 },
  output: { name: "logits", shape: ["n", 7] },
  temperature: 0.8,
  sha256: "a".repeat(64),
  dataset: { name: "FER2013" },
  metrics: { publicTest: { accuracy: 0.7 } },
};
const detector = { name: "face-detector", input: { name: "image" }, output: "raw", sha256: "b".repeat(64) };

describe("parseFaceEmotionConfig", () => {
  it("takes what training writes", () => {
    const config = parseFaceEmotionConfig(emotion);
    expect(config.output).toBe("logits");
    expect(config.input.shape).toEqual(["n", 1, 48, 48]);
    expect(config.temperature).toBe(0.8);
  });

  it.each([
    ["no object", null],
    ["no labels", { ...emotion, labels: [] }],
    ["a temperature of zero", { ...emotion, temperature: 0 }],
    ["a hash too short", { ...emotion, sha256: "abc" }],
    ["three channels", { ...emotion, input: { ...emotion.input, shape: ["n", 3, 48, 48] } }],
    ["a spread of zero", { ...emotion, input: { ...emotion.input, std: 0 } }],
    ["no size", { ...emotion, input: { ...emotion.input, shape: ["n", 1, "h", "w"] } }],
    ["no output", { ...emotion, output: undefined }],
  ])("refuses %s", (_what, json) => {
    expect(() => parseFaceEmotionConfig(json)).toThrow(expect.objectContaining({ code: "model.config-invalid" }));
  });

  it.each([
    ["a label too few", emotion.labels.slice(1)],
    ["a label twice", [...emotion.labels.slice(1), "sad"]],
    ["an unknown label", [...emotion.labels.slice(1), "contempt"]],
    ["a label too many", [...emotion.labels, "contempt"]],
  ])("refuses %s", (_what, labels) => {
    expect(() => parseFaceEmotionConfig({ ...emotion, labels })).toThrow(
      expect.objectContaining({ code: "model.labels-mismatch" }),
    );
  });
});

describe("parseFaceDetectorConfig", () => {
  it("takes what the conversion writes and says what is wrong otherwise", () => {
    expect(parseFaceDetectorConfig(detector).input.name).toBe("image");
    expect(() => parseFaceDetectorConfig({ ...detector, input: {} })).toThrow(/input/);
  });
});

describe("parseComposerConfig", () => {
  it("takes what training writes", () => {
    const config = parseComposerConfig({ ...fakeComposerConfig, bytes: 2_198_434, epoch: 7, date: "2026-11-21" });
    expect(config.state).toEqual({ layers: 2, units: 3 });
    expect(config.vocabulary).toHaveLength(175);
    expect(config.sampling).toBeUndefined();
    const sampling = { temperature: 0.9, guidance: 1.5 };
    expect(parseComposerConfig({ ...fakeComposerConfig, sampling }).sampling).toEqual(sampling);
  });

  it.each([
    ["no object", null],
    ["no vocabulary", { ...fakeComposerConfig, vocabulary: [] }],
    ["a spread of zero", { ...fakeComposerConfig, conditions: [{ name: "valence", mean: 0, std: 0 }] }],
    ["no state", { ...fakeComposerConfig, state: undefined }],
    ["a state of no units", { ...fakeComposerConfig, state: { layers: 2, units: 0 } }],
    ["a hash too short", { ...fakeComposerConfig, sha256: "abc" }],
    ["a temperature of zero", { ...fakeComposerConfig, sampling: { temperature: 0 } }],
  ])("refuses %s", (_what, json) => {
    expect(() => parseComposerConfig(json)).toThrow(expect.objectContaining({ code: "model.config-invalid" }));
  });
});
