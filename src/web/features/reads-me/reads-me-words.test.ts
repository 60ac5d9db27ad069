// oxlint-disable-next-line no-restricted-imports -- the test reads the config that ships as a file
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EMOTIONS, mapEmotions } from "../../../core/affect/emotion.ts";
import { NO_CALIBRATION } from "../../../core/affect/personal-calibration.ts";
import { mistakeSentence, ofHundred, recallsOf } from "./confusion-words.ts";
import { correctionWords } from "./correction-words.ts";
import { modelFactsOf } from "./model-facts.ts";

/** Rows angry, disgust, fear, happy, sad, surprise, neutral. */
const MATRIX = EMOTIONS.map((_shown, i) => EMOTIONS.map((_read, j) => (i === j ? 60 : i === 2 && j === 4 ? 50 : 10)));
const labels = [...EMOTIONS];
const publicTest = { n: 890, accuracy: 0.47, interval95: [0.44, 0.5], recall: { fear: 0.35 }, confusion: MATRIX };

describe("modelFactsOf", () => {
  it("reads the config that ships", () => {
    const config = JSON.parse(
      readFileSync(new URL("../../../../models/face-emotion/config.json", import.meta.url), "utf8"),
    );
    const facts = modelFactsOf(config)!;
    expect(facts.weightsSha256).toBe(config.sha256);
    const split = config.metrics.privateTest ?? config.metrics.publicTest;
    expect(facts.accuracy).toBe((split.votes ?? split).accuracy);
    expect(recallsOf(facts)).toHaveLength(EMOTIONS.length);
  });

  it("prefers the split that nothing was chosen on", () => {
    const both = modelFactsOf({ labels, metrics: { publicTest, privateTest: { accuracy: 0.45 } } });
    expect(both).toMatchObject({ split: "untouched", accuracy: 0.45, n: null, confusion: null });
    expect(modelFactsOf({ labels, metrics: { publicTest } })).toMatchObject({
      split: "selection",
      accuracy: 0.47,
      n: 890,
    });
  });

  it("prefers what ten people saw to the data set's labels, and keeps those as a second figure", () => {
    const votes = { ...publicTest, n: 800, accuracy: 0.8 };
    const facts = modelFactsOf({
      labels,
      metrics: { publicTest: { ...publicTest, ferPlus: { n: 800, accuracy: 0.6 }, votes } },
    });
    expect(facts).toMatchObject({
      truth: "votes",
      n: 800,
      accuracy: 0.8,
      labels: { n: 890, accuracy: 0.47 },
      ferPlus: null,
    });
    const plain = modelFactsOf({ labels, metrics: { publicTest } });
    expect(plain).toMatchObject({ truth: "labels", accuracy: 0.47, labels: null });
  });

  it("puts the matrix in the order of the labels", () => {
    const turned = labels.toReversed();
    const confusion = MATRIX.toReversed().map((row) => row.toReversed());
    const facts = modelFactsOf({ labels: turned, metrics: { publicTest: { ...publicTest, confusion } } });
    expect(facts?.confusion).toEqual(modelFactsOf({ labels, metrics: { publicTest } })?.confusion);
    expect(facts?.confusion?.fear.sad).toBe(50);
  });

  it.each([
    ["a row short", MATRIX.slice(1)],
    ["a cell short", MATRIX.map((row) => row.slice(1))],
    ["a share for a count", MATRIX.map((row) => row.map((count) => count / 7))],
    ["a row without faces", MATRIX.map((row, i) => (i === 0 ? row.map(() => 0) : row))],
    ["no list", "none"],
  ])("leaves a matrix out that has %s", (_what, confusion) => {
    expect(modelFactsOf({ labels, metrics: { publicTest: { ...publicTest, confusion } } })?.confusion).toBeNull();
  });

  it.each([null, "x", {}, { metrics: {} }, { metrics: { publicTest: { accuracy: 47 } } }])(
    "has none in %j",
    (config) => {
      expect(modelFactsOf(config)).toBeNull();
    },
  );

  it("leaves out figures that make no sense", () => {
    const odd = {
      accuracy: 0.5,
      interval95: [0.6, 0.4],
      macroF1: -1,
      recall: { fear: 7, bored: 0.5 },
      ferPlus: { n: 0, accuracy: 1 },
    };
    expect(modelFactsOf({ metrics: { publicTest: odd } })).toMatchObject({
      interval95: null,
      macroF1: null,
      recall: {},
      ferPlus: null,
      weightsSha256: null,
    });
  });
});

describe("the mistakes in words", () => {
  const facts = modelFactsOf({ labels, metrics: { publicTest } })!;

  it("counts of a hundred", () => {
    expect(ofHundred(facts.confusion!.happy)).toMatchObject({ happy: 50, sad: 8 });
    expect(mistakeSentence("fear", facts.confusion!, 2)).toBe(
      "Of 100 afraid faces it reads 38 as afraid, 31 as sad and 6 as angry.",
    );
  });

  it("lists recalls from the worst, as given or from the matrix", () => {
    const recalls = recallsOf(facts);
    expect(recalls[0]).toEqual({ emotion: "fear", share: 0.35 });
    expect(recalls).toHaveLength(7);
    expect(recalls[6]!.share).toBe(0.5);
  });
});

describe("correctionWords", () => {
  it("names each change, the largest first, and how sure it is", () => {
    const logBias = mapEmotions((emotion) => ({ sad: 0.8, neutral: -1.1, fear: 0.05 })[emotion as string] ?? 0);
    expect(correctionWords({ logBias, temperature: 1.4 })).toEqual([
      "Reads “neutral” less readily: its odds are divided by 3.0.",
      "Reads “sad” more readily: its odds are multiplied by 2.2.",
      "Is less sure of itself on your face (temperature 1.40).",
    ]);
    expect(correctionWords({ ...NO_CALIBRATION, temperature: 0.8 })[0]).toContain("surer");
  });

  it("says when there is nothing to say", () => {
    expect(correctionWords(NO_CALIBRATION)).toEqual(["Changes next to nothing."]);
  });
});
