/**
 * Faces as the app meets them: colour photographs in good, poor and coloured light, with glasses drawn on, with the head tilted,
 * and with the face covered. The photographs are those inside `@vladmandic/face-api`.
 */
import { readFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { EMOTIONS, type EmotionProbabilities } from "../../src/core/affect/emotion.ts";
import { createFaceReader, type FaceReader } from "../../src/inference/face-reader.ts";
import type { FaceReading } from "../../src/inference/face-reading.ts";
import { centreOf, type RgbaImage } from "../../src/inference/image.ts";
import { loadFaceDetector, loadFaceEmotion, type ModelFiles } from "../../src/inference/load-model.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";

const ROOT = new URL("../../", import.meta.url);
const WIDTH = 960;

/** Broad smiles: the sample and the centre of the face as fractions of the picture. */
const SMILES: [sample: number, face: [number, number]][] = [
  [1, [0.82, 0.27]],
  [3, [0.82, 0.34]],
  [4, [0.72, 0.2]],
  [6, [0.4, 0.32]],
];

const file = (sample: number) => `${ROOT.pathname}node_modules/@vladmandic/face-api/demo/sample${sample}.jpg`;
const files = (model: string): ModelFiles => ({
  config: JSON.parse(readFileSync(new URL(`models/${model}/config.json`, ROOT), "utf8")),
  modelBytes: new Uint8Array(readFileSync(new URL(`models/${model}/model.onnx`, ROOT))),
});

async function decode(picture: Sharp): Promise<RgbaImage> {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const photo = (sample: number) => sharp(file(sample)).resize(WIDTH);

function faceAt(faces: readonly FaceReading[], image: RgbaImage, [x, y]: [number, number]): FaceReading | undefined {
  return faces.find((face) => {
    const centre = centreOf(face.box);
    return Math.hypot(centre.x - x * image.width, centre.y - y * image.height) < face.box.width / 2;
  });
}

const strongest = (probabilities: EmotionProbabilities | undefined): string =>
  probabilities ? EMOTIONS.toSorted((a, b) => probabilities[b] - probabilities[a])[0]! : "not read";

let reader: FaceReader;
const plain = new Map<number, { image: RgbaImage; faces: FaceReading[] }>();

beforeAll(async () => {
  const runtime = await createNodeRuntime();
  reader = createFaceReader({
    detector: await loadFaceDetector(runtime, files("face-detector")),
    emotion: await loadFaceEmotion(runtime, files("face-emotion")),
  });
  for (const [sample] of SMILES) {
    const image = await decode(photo(sample));
    plain.set(sample, { image, faces: (await reader.readPhoto(image)).faces });
  }
}, 60_000);

/** What is read of the smiles of all samples, each changed by `change`, in the order of SMILES. */
async function readSmiles(change: (picture: Sharp, face: FaceReading) => Sharp | Promise<Sharp>) {
  const read: string[] = [];
  for (const [sample, place] of SMILES) {
    const before = plain.get(sample)!;
    const image = await decode(await change(photo(sample), faceAt(before.faces, before.image, place)!));
    const { faces } = await reader.readPhoto(image);
    read.push(strongest(faceAt(faces, image, place)?.probabilities));
  }
  return read;
}

const happy = (read: readonly string[]) => read.filter((emotion) => emotion === "happy").length;

describe("light", () => {
  it.each<[string, (picture: Sharp) => Sharp]>([
    ["a quarter of it", (picture) => picture.linear(0.25, 0)],
    ["washed out by a window behind", (picture) => picture.linear(0.5, 110)],
    ["a warm lamp", (picture) => picture.linear([1, 0.75, 0.45], [0, 0, 0])],
    ["a blue screen", (picture) => picture.linear([0.45, 0.6, 1], [0, 0, 0])],
  ])("%s: smiles stay smiles", async (_, change) => {
    expect(happy(await readSmiles((picture) => change(picture)))).toBe(SMILES.length);
  });

  it("a dark room with a camera's noise: smiles are read as such or not at all", async () => {
    const read = await readSmiles(async (picture) => {
      const { data, info } = await picture.linear(0.12, 4).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      let state = 7;
      for (let i = 0; i < data.length; i++) {
        state = (state * 1664525 + 1013904223) >>> 0;
        data[i] = Math.max(0, data[i]! + ((state >>> 24) % 9) - 4);
      }
      return sharp(data, { raw: info });
    });
    expect(read.filter((emotion) => emotion !== "happy" && emotion !== "not read")).toEqual([]);
  });
});

describe("glasses", () => {
  it.each([
    ["thin frames", "none", 0.09],
    ["thick dark frames", "none", 0.2],
    ["tinted lenses", "rgba(20,20,30,.45)", 0.12],
  ])("%s: smiles stay smiles", async (_, fill, thickness) => {
    const read = await readSmiles((picture, { landmarks: { rightEye, leftEye } }) => {
      const distance = Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y);
      const lens = ({ x, y }: { x: number; y: number }) =>
        `<circle cx="${x}" cy="${y}" r="${distance * 0.42}" fill="${fill}" stroke="#161616" stroke-width="${distance * thickness}"/>`;
      const { width, height } = plain.get(1)!.image;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height * 2}">${lens(rightEye)}${lens(leftEye)}</svg>`;
      return drawn(picture, svg);
    });
    expect(happy(read)).toBeGreaterThanOrEqual(SMILES.length - 1);
  });
});

describe("a tilted head", () => {
  it.each([-20, -10, 10, 20])("by %i degrees: smiles stay smiles", async (degrees) => {
    const read: string[] = [];
    for (const [sample, place] of SMILES) {
      const { image, faces } = plain.get(sample)!;
      const box = faceAt(faces, image, place)!.box;
      // Turned about the face's own middle, so that it stays where it is.
      const { x, y } = centreOf(box);
      const side = Math.round(Math.min(box.width * 3, 2 * Math.min(x, y, image.width - x, image.height - y)));
      const area = { left: Math.round(x - side / 2), top: Math.round(y - side / 2), width: side, height: side };
      const upright = await photo(sample).extract(area).png().toBuffer();
      const turned = await decode(sharp(upright).rotate(degrees, { background: "#808080" }));
      const found = (await reader.readPhoto(turned)).faces;
      read.push(strongest(faceAt(found, turned, [0.5, 0.5])?.probabilities));
    }
    expect(happy(read)).toBeGreaterThanOrEqual(SMILES.length - 1);
  });
});

describe("a covered face", () => {
  it("is not read as anything: neither behind a hand's breadth nor behind a board", async () => {
    const read = await readSmiles((picture, { box }) => {
      const { x, y, width, height } = box;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${Math.ceil(y + height * 1.2)}">
        <rect x="${x - width * 0.1}" y="${y + height * 0.28}" width="${width * 1.2}" height="${height * 0.85}" rx="${width * 0.1}" fill="#7a6a5e"/></svg>`;
      return drawn(picture, svg);
    });
    expect(read).toEqual(SMILES.map(() => "not read"));
  });
});

/** The drawing laid over the picture, cut to its size. */
async function drawn(picture: Sharp, svg: string): Promise<Sharp> {
  const below = await picture.png().toBuffer();
  const { width, height } = await sharp(below).metadata();
  const above = await sharp({ create: { width, height, channels: 4, background: "#0000" } })
    .composite([{ input: await cut(Buffer.from(svg), width, height), left: 0, top: 0 }])
    .png()
    .toBuffer();
  return sharp(
    await sharp(below)
      .composite([{ input: above }])
      .png()
      .toBuffer(),
  );
}

async function cut(svg: Buffer, width: number, height: number): Promise<Buffer> {
  const size = await sharp(svg).metadata();
  return sharp(svg)
    .extract({ left: 0, top: 0, width: Math.min(width, size.width), height: Math.min(height, size.height) })
    .png()
    .toBuffer();
}
