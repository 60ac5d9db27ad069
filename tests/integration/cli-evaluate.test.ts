/** `moodsync evaluate` on pictures and CSV files that the tests make, and on everything that is no good data. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EMOTIONS, type Emotion } from "../../src/core/affect/emotion.ts";
import type { EvaluationReport } from "../../src/cli/evaluate/evaluation-report.ts";
import { startCliSession, type CliSession } from "./cli-session.ts";

const MODEL = fileURLToPath(new URL("../../models/face-emotion/", import.meta.url));
const GOLDEN = new URL("../golden/face-emotion.json", import.meta.url);

/** The pictures whose logits were written down when the net was exported. */
interface Golden {
  cases: { name: string; pixels: number[]; logits: number[]; votes: number[] }[];
}

let session: CliSession;
let golden: Golden;
let folder: string;
let count = 0;

beforeAll(async () => {
  session = await startCliSession();
  golden = JSON.parse(await readFile(GOLDEN, "utf8"));
});
afterAll(() => session.end());
beforeEach(async () => {
  folder = path.join(session.folder, `data ${count++}`);
  await mkdir(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A made-up picture: a slanted wave whose phase and slant depend on the seed, 48 x 48, gray. */
function pixelsOf(seed: number, side = 48): number[] {
  return Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return Math.round(128 + 90 * Math.sin((x * (1 + (seed % 3)) + y * (1 + (seed % 4))) / 7 + seed));
  });
}

const png = (pixels: readonly number[], side = 48): Promise<Buffer> =>
  sharp(Buffer.from(pixels), { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();

async function addPicture(place: string, content: Uint8Array | Promise<Uint8Array>): Promise<void> {
  const file = path.join(folder, place);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await content);
}

/** Two pictures of each emotion in every one of the given folders. */
async function addEveryClass(under = "", emotions: readonly string[] = EMOTIONS): Promise<void> {
  for (const [i, emotion] of emotions.entries()) {
    for (const copy of [0, 1]) await addPicture(path.join(under, emotion, `${copy}.png`), png(pixelsOf(2 * i + copy)));
  }
}

async function csvFile(lines: readonly string[], end = "\n"): Promise<string> {
  const file = path.join(folder, "faces.csv");
  await writeFile(file, lines.join("\n") + end);
  return file;
}

const csvRow = (label: number | string, seed: number, usage = "PublicTest"): string =>
  `${label},${pixelsOf(seed).join(" ")},${usage}`;
const HEADER = "emotion,pixels,Usage";

async function measure(data: string, ...options: string[]): Promise<EvaluationReport> {
  const { exitCode, printed, remarked } = await session.run(["evaluate", "--data", data, "--json", ...options]);
  expect(remarked).toEqual([]);
  expect(exitCode).toBe(0);
  return JSON.parse(printed.join("\n"));
}

const highest = (logits: readonly number[]): Emotion => EMOTIONS[logits.indexOf(Math.max(...logits))]!;

describe("on good data", () => {
  it("reads a tile as the net did when it was exported", async () => {
    // Every golden picture under the emotion that its logits name, so that all are read rightly; then one moved elsewhere.
    for (const { name, pixels, logits } of golden.cases) {
      await addPicture(`${highest(logits)}/${name}.png`, png(pixels));
    }
    const { figures, preparation } = await measure(folder, "--raw");
    expect(preparation).toBe("raw");
    expect(figures.n).toBe(golden.cases.length);
    expect(figures.accuracy).toBe(1);
    const { temperature } = JSON.parse(await readFile(path.join(MODEL, "config.json"), "utf8"));
    const costs = golden.cases.map(({ logits }) => {
      const most = Math.max(...logits) / temperature;
      return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit / temperature - most), 0));
    });
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    expect(figures.negativeLogLikelihood).toBeCloseTo(mean, 3);

    const { name, pixels, logits } = golden.cases[0]!;
    const truth = highest(logits);
    const other = EMOTIONS.find((emotion) => emotion !== truth)!;
    await rm(path.join(folder, truth, `${name}.png`));
    await addPicture(`${other}/${name}.png`, png(pixels));
    const moved = (await measure(folder, "--raw")).figures;
    expect(moved.accuracy).toBeCloseTo(1 - 1 / golden.cases.length, 12);
    expect(moved.confusion[EMOTIONS.indexOf(other)]![EMOTIONS.indexOf(truth)]).toBe(1);
  });

  it("judges the answer that the app shows where that is asked for, and says which it was", async () => {
    for (const { name, pixels, votes } of golden.cases) await addPicture(`${highest(votes)}/${name}.png`, png(pixels));
    const shown = await measure(folder, "--raw", "--answer", "votes");
    expect([shown.model.answer, shown.figures.accuracy]).toEqual(["votes", 1]);
    const { temperature, votes } = JSON.parse(await readFile(path.join(MODEL, "config.json"), "utf8"));
    expect(shown.model.temperature).toBe(votes.temperature);
    expect(shown.notes.join(" ")).toContain("the answer that the app shows");
    const other = await measure(folder, "--raw");
    expect([other.model.answer, other.model.temperature]).toEqual(["labels", temperature]);
    expect(other.figures.negativeLogLikelihood).not.toBeCloseTo(shown.figures.negativeLogLikelihood, 3);
    expect(other.notes.join(" ")).toContain("--answer votes");
    expect((await session.run(["evaluate", "--data", folder, "--answer", "mine"])).exitCode).toBe(2);
  });

  it("gives the same figures for the same faces in a folder and in a CSV, whichever way its columns stand", async () => {
    await addEveryClass("test");
    // In the order of the folders' names, so that the sums are of the same order too.
    const rows = EMOTIONS.toSorted().flatMap((emotion) => {
      const label = EMOTIONS.indexOf(emotion);
      return [csvRow(label, 2 * label), csvRow(label, 2 * label + 1, "PrivateTest")];
    });
    const file = path.join(session.folder, "same.csv");
    const fromFolder = await measure(folder);
    await writeFile(file, [HEADER, ...rows].join("\r\n"));
    const fromCsv = await measure(file);
    expect(fromCsv.figures).toEqual(fromFolder.figures);
    const turned = rows.map((row) => row.split(",")).map(([label, pixels, usage]) => `${label}, ${usage},"${pixels}"`);
    await writeFile(file, ["emotion, Usage, pixels", ...turned].join("\n"));
    expect((await measure(file)).figures).toEqual(fromFolder.figures);
    expect(fromCsv.data).toMatchObject({ kind: "csv", split: "test", parts: { PublicTest: 7, PrivateTest: 7 } });
    expect((await measure(file, "--split", "privatetest")).figures.n).toBe(7);
  });

  it("levels the light unless --raw is given, and says which", async () => {
    for (const [i, emotion] of EMOTIONS.entries()) {
      const dim = pixelsOf(i).map((value) => 20 + Math.round(value / 8));
      await addPicture(`${emotion}/a.png`, png(dim));
    }
    const [asInApp, asItIs] = [await measure(folder), await measure(folder, "--raw")];
    expect([asInApp.preparation, asItIs.preparation]).toEqual(["levelled", "raw"]);
    expect(asInApp.figures.negativeLogLikelihood).not.toBeCloseTo(asItIs.figures.negativeLogLikelihood, 3);
    expect(asInApp.notes.join(" ")).toContain("brought to the same light first, as the app does");
    expect(asItIs.notes.join(" ")).toContain("read as it is, as in training");
  });

  it("knows the usual names of the emotions, and the official parts in the files' names", async () => {
    const names = ["Anger", "disgusted", "fearful", "Happiness", "4_sadness", "surprised", "Neutral"];
    for (const [i, name] of names.entries()) {
      await addPicture(`test/${name}/PublicTest_${i}.png`, png(pixelsOf(i)));
      await addPicture(
        `test/${name}/PrivateTest_${i}.jpg`,
        sharp(await png(pixelsOf(i)))
          .jpeg()
          .toBuffer(),
      );
      await addPicture(`train/${name}/Training_${i}.png`, png(pixelsOf(i)));
    }
    await addPicture(`test/Anger/.DS_Store`, Buffer.from("x"));
    await addPicture(`test/Anger/notes.txt`, Buffer.from("x"));
    const all = await measure(folder);
    expect(all.data).toMatchObject({
      split: "test",
      available: 14,
      leftOut: 1,
      parts: { train: 7, Training: 7, test: 14, PublicTest: 7, PrivateTest: 7 },
      classesWithoutExamples: [],
    });
    expect((await measure(folder, "--split", "PublicTest")).figures.n).toBe(7);
    expect((await measure(folder, "--split", "train")).notes.join(" ")).toContain("trained on these faces");
  });

  it("averages over the classes that there are, and says which are missing", async () => {
    await addEveryClass("", ["happy", "sad"]);
    await mkdir(path.join(folder, "fear"));
    const { data, figures, notes } = await measure(folder);
    expect(data.split).toBe("all");
    expect(data.classesWithoutExamples).toEqual(["angry", "disgust", "fear", "surprise", "neutral"]);
    const f1 = figures.perClass.flatMap((row) => row.f1 ?? []);
    expect(f1).toHaveLength(2);
    expect(figures.macroF1).toBeCloseTo((f1[0]! + f1[1]!) / 2, 12);
    expect(figures.happyAgainstSad?.n).toBe(4);
    expect(notes.join(" ")).toContain("no example of angry, disgust, fear, surprise, neutral");
  });

  it("fits pictures of other sizes and colours, and says so", async () => {
    await addEveryClass();
    const wide = sharp(await png(pixelsOf(1, 96), 96)).extend({ left: 40, right: 40, background: "white" });
    await addPicture("happy/wide.png", wide.png().toBuffer());
    const coloured = sharp(await png(pixelsOf(1)))
      .toColourspace("srgb")
      .png();
    await addPicture("happy/coloured.png", coloured.toBuffer());
    const { data, notes } = await measure(folder);
    expect(data.resized).toBe(1);
    expect(notes.join(" ")).toContain("1 picture was of another size; the middle square was resampled to 48 x 48");
  });

  it("takes a limited number evenly over the classes", async () => {
    await addEveryClass();
    const { data, figures, notes } = await measure(folder, "--limit", "7");
    expect(data.available).toBe(14);
    expect(figures.perClass.map(({ n }) => n)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(notes.join(" ")).toContain("Of 14 faces 7 were read");
  });

  it("counts the faces that the app would not read: made-up pictures in which the net sees none, and a black one", async () => {
    await addEveryClass();
    await addPicture("sad/black.png", png(Array.from({ length: 2304 }, () => 0)));
    const { data, figures } = await measure(folder);
    expect(data.refusedByApp).toBe(15);
    expect(figures.n).toBe(15);
  });

  it("says it in plain lines with tabs in a pipe", async () => {
    await addEveryClass();
    const { exitCode, printed } = await session.run(["evaluate", "--data", folder]);
    expect(exitCode).toBe(0);
    const text = printed.join("\n");
    expect(text).toMatch(/^accuracy\t\d+\.\d % \(95 % interval \d+\.\d to \d+\.\d %\)$/mu);
    expect(text).toMatch(/^happy\t2\t(?:\d+\.\d %\t){3}\d+\.\d to \d+\.\d %$/mu);
    expect(text).toMatch(/^shown \\ read as\tangry\tdisgust\tfear\thappy\tsad\tsurprise\tneutral$/mu);
  });

  it("writes a page that needs nothing else and is escaped", async () => {
    const odd = path.join(folder, "<img src=x onerror=alert(1)> & co");
    await mkdir(odd);
    folder = odd;
    await addEveryClass("", ["happy", "sad", "neutral"]);
    const file = path.join(session.folder, "report.html");
    const { exitCode, remarked } = await session.run(["evaluate", "--data", folder, "--html", file]);
    expect(exitCode).toBe(0);
    expect(remarked.at(-1)).toContain("The report is in");
    const page = await readFile(file, "utf8");
    expect(page.startsWith("<!doctype html>")).toBe(true);
    expect(page).not.toMatch(/<img|<script|<link|url\(|@import|src=(?!x onerror)|https?:/u);
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; co");
    expect(page.match(/<svg /gu)).toHaveLength(3);
    expect(page.match(/<table/gu)).toHaveLength(4);
    expect(page).not.toMatch(/NaN|undefined|Infinity|null/u);
    expect((await readdir(session.folder)).filter((name) => name.includes("partial"))).toEqual([]);
    folder = path.dirname(folder);
  });
});

/** Exit code and code of the error that a run ends with. */
async function failure(data: string, ...options: string[]): Promise<{ exitCode: number; said: string }> {
  const { exitCode, printed, remarked } = await session.run(["evaluate", "--data", data, ...options]);
  expect(printed).toEqual([]);
  expect(remarked).toHaveLength(1);
  return { exitCode, said: remarked[0]! };
}

describe("on bad data", () => {
  const rows = EMOTIONS.map((_, i) => csvRow(i, i));

  it.each([
    ["another first line", ["a,b,c", ...rows], "\n", "data.bad-header"],
    ["no face", [HEADER], "\n", "data.no-examples"],
    ["a label out of range", [HEADER, csvRow(7, 1)], "\n", "data.bad-label"],
    ["a label that is no number", [HEADER, csvRow("happy", 1)], "\n", "data.bad-label"],
    ["pixels that are no numbers", [HEADER, csvRow(3, 1).replace(" ", " x")], "\n", "data.bad-pixel"],
    ["a pixel out of range", [HEADER, csvRow(3, 1).replace(" ", " 256 ")], "\n", "data.bad-pixel"],
    ["a pixel too many", [HEADER, csvRow(3, 1).replace(" ", " 25 ")], "\n", "data.wrong-size"],
    ["too few pixels", [HEADER, "3,1 2 3,PublicTest", ...rows], "\n", "data.wrong-size"],
    ["an unknown part", [HEADER, csvRow(3, 1, "Test")], "\n", "data.bad-usage"],
    ["a missing field", [HEADER, csvRow(3, 1).replace(/,PublicTest$/u, "")], "\n", "data.bad-row"],
    ["an end in the middle of the pixels", [HEADER, ...rows, csvRow(3, 1).slice(0, 5000)], "", "data.truncated"],
    ["an end in the middle of the last word", [HEADER, ...rows, csvRow(3, 1).slice(0, -3)], "", "data.truncated"],
    ["one endless line", [HEADER, "9 ".repeat(600_000)], "", "data.not-csv"],
  ])("refuses a CSV with %s", async (_, lines, end, code) => {
    const { exitCode, said } = await failure(await csvFile(lines, end));
    expect(said).toContain(`(${code})`);
    expect(exitCode).toBe(2);
  });

  it("names the line", async () => {
    const { said } = await failure(await csvFile([HEADER, csvRow(3, 1), csvRow(9, 1)]));
    expect(said).toMatch(/faces\.csv, line 3: the emotion "9" is no number from 0 to 6\. \(data\.bad-label\)$/u);
  });

  it("refuses an empty file and one that is not there", async () => {
    expect((await failure(await csvFile([], ""))).said).toContain("(data.empty)");
    const missing = await failure(path.join(folder, "missing"));
    expect(missing.said).toContain("(data.not-found)");
    expect(missing.exitCode).toBe(3);
  });

  it("refuses a folder without any emotion, with an unknown one, and without any picture", async () => {
    expect((await failure(folder)).said).toContain("(data.no-class)");
    await mkdir(path.join(folder, "happy"));
    expect((await failure(folder)).said).toContain("(data.no-examples)");
    await mkdir(path.join(folder, "contempt"));
    const unknown = await failure(folder);
    expect(unknown.said).toContain("contempt is named after none of the seven emotions");
    expect(unknown.said).toContain("(data.unknown-class)");
    expect(unknown.exitCode).toBe(2);
  });

  it("names the picture that is damaged, before anything is read", async () => {
    await addEveryClass();
    const whole = await png(pixelsOf(1));
    await addPicture("sad/cut.png", whole.subarray(0, whole.length / 2));
    const cut = await failure(folder);
    expect(cut.said).toMatch(/sad.cut\.png: .*\(photo\.truncated\)$/u);
    expect(cut.exitCode).toBe(2);
    await rm(path.join(folder, "sad/cut.png"));
    await addPicture("angry/none.png", Buffer.from("no picture"));
    expect((await failure(folder)).said).toContain("(photo.not-a-photo)");
  });

  it("refuses a split that is unknown or not there", async () => {
    await addEveryClass();
    expect((await failure(folder, "--split", "dev")).said).toContain("(data.unknown-split)");
    const undivided = await failure(folder, "--split", "test");
    expect(undivided.said).toContain("not divided");
    expect(undivided.said).toContain("(data.no-examples)");
    const rest = await failure(await csvFile([HEADER, ...rows]), "--split", "PrivateTest");
    expect(rest.said).toContain("it has PublicTest (7)");
  });

  it.each([["--limit", "0"], ["--limit", "many"], ["--unknown"]])("refuses %s %s", async (...options) => {
    const { exitCode } = await session.run(["evaluate", "--data", folder, ...options]);
    expect(exitCode).toBe(2);
  });

  it("refuses a report that could not be written, before it measures", async () => {
    await addEveryClass();
    const missing = await failure(folder, "--html", path.join(folder, "no such folder", "report.html"));
    expect(missing.said).toContain("(report.unwritable)");
    expect((await failure(folder, "--html", folder)).said).toContain("(report.unwritable)");
  });
});

describe("on a model that does not fit", () => {
  async function changedModel(change: (config: Record<string, unknown>) => void): Promise<string> {
    const copy = path.join(folder, "model");
    await cp(MODEL, copy, { recursive: true });
    const file = path.join(copy, "config.json");
    const config = JSON.parse(await readFile(file, "utf8"));
    change(config);
    await writeFile(file, JSON.stringify(config));
    return copy;
  }

  it.each([
    ["weights of another hash", (config) => (config["sha256"] = "0".repeat(64)), "model.hash-mismatch"],
    ["other labels", (config) => (config["labels"] = ["yes", "no"]), "model.labels-mismatch"],
    ["another output", (config) => (config["output"] = "other"), "model.output-shape"],
    ["another input", (config) => (config["input"] = { ...Object(config["input"]), name: "x" }), "model.unusable"],
    ["no temperature", (config) => delete config["temperature"], "model.config-invalid"],
  ] satisfies [string, (config: Record<string, unknown>) => void, string][])("refuses %s", async (_, change, code) => {
    // The data is missing too: the model is looked at first.
    const { said } = await failure(path.join(folder, "missing"), "--model", await changedModel(change));
    expect(said).toContain(`(${code})`);
  });

  it("says that a net without the voters' answer has only one", async () => {
    const model = await changedModel((config) => delete config["votes"]);
    const { said } = await failure(path.join(folder, "missing"), "--model", model, "--answer", "votes");
    expect(said).toContain("(model.no-such-answer)");
  });

  it("judges another net that fits, and says that it is not the one that ships", async () => {
    await addEveryClass("faces");
    const model = await changedModel((config) => (config["temperature"] = 3));
    const data = path.join(folder, "faces");
    const [own, other] = [await measure(data), await measure(data, "--model", model)];
    expect([own.model.shipped, other.model.shipped]).toEqual([true, false]);
    expect(other.figures.accuracy).toBe(own.figures.accuracy);
    expect(other.figures.negativeLogLikelihood).not.toBeCloseTo(own.figures.negativeLogLikelihood, 4);
  });
});

describe("on Ctrl-C", () => {
  it("ends without figures and without a report", async () => {
    await addEveryClass();
    const file = path.join(folder, "report.html");
    const run = await session.run(["evaluate", "--data", folder, "--html", file], { interrupted: AbortSignal.abort() });
    expect(run.exitCode).toBe(130);
    expect(run.printed).toEqual([]);
    expect(run.remarked).toEqual(["Stopped; nothing was measured whole, so there are no figures."]);
    await expect(readFile(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("ends while it works", async () => {
    const file = await csvFile([HEADER, ...Array.from({ length: 120 }, (_, i) => csvRow(i % 7, i))]);
    const controller = new AbortController();
    const running = session.run(["evaluate", "--data", file], { interrupted: controller.signal });
    setTimeout(() => controller.abort(), 1);
    expect((await running).exitCode).toBe(130);
  });
});
