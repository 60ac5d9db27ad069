/**
 * Faces read from real photographs, those inside `@vladmandic/face-api`, and nobody found where nobody is.
 */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { EMOTIONS, type EmotionProbabilities } from "../../src/core/affect/emotion.ts";
import { createFaceReader, type FaceReader } from "../../src/inference/face-reader.ts";
import type { FaceReading } from "../../src/inference/face-reading.ts";
import { centreOf, type RgbaImage } from "../../src/inference/image.ts";
import { loadFaceDetector, loadFaceEmotion, type ModelFiles } from "../../src/inference/load-model.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";

const ROOT = new URL("../../", import.meta.url);

/** Centres of all faces in the samples, as fractions of the picture: found by Human's detector, checked by eye. */
const FACES: Record<number, [number, number][]> = {
  1: [
    [0.27, 0.39],
    [0.82, 0.27],
    [0.49, 0.43],
  ],
  2: [
    [0.51, 0.26],
    [0.24, 0.2],
    [0.81, 0.22],
  ],
  3: [
    [0.36, 0.36],
    [0.62, 0.28],
    [0.82, 0.34],
  ],
  4: [
    [0.4, 0.14],
    [0.72, 0.2],
    [0.56, 0.22],
    [0.17, 0.23],
  ],
  5: [
    [0.45, 0.17],
    [0.35, 0.4],
    [0.63, 0.24],
    [0.8, 0.39],
    [0.23, 0.75],
  ],
  6: [
    [0.18, 0.42],
    [0.4, 0.32],
    [0.66, 0.3],
    [0.83, 0.28],
  ],
};

/** Faces with a broad smile. */
const SMILES: [sample: number, face: [number, number]][] = [
  [1, [0.82, 0.27]],
  [3, [0.82, 0.34]],
  [4, [0.72, 0.2]],
  [6, [0.4, 0.32]],
];

async function decode(input: Parameters<typeof sharp>[0], width?: number): Promise<RgbaImage> {
  const { data, info } = await sharp(input).resize(width).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const sample = (index: number, width?: number) =>
  decode(`${ROOT.pathname}node_modules/@vladmandic/face-api/demo/sample${index}.jpg`, width);

function faceAt(faces: readonly FaceReading[], image: RgbaImage, [x, y]: [number, number]): FaceReading | undefined {
  return faces.find((face) => {
    const centre = centreOf(face.box);
    return Math.hypot(centre.x - x * image.width, centre.y - y * image.height) < face.box.width / 2;
  });
}

function strongest(probabilities: EmotionProbabilities): string {
  return EMOTIONS.toSorted((a, b) => probabilities[b] - probabilities[a])[0]!;
}

const files = (model: string): ModelFiles => ({
  config: JSON.parse(readFileSync(new URL(`models/${model}/config.json`, ROOT), "utf8")),
  modelBytes: new Uint8Array(readFileSync(new URL(`models/${model}/model.onnx`, ROOT))),
});

let reader: FaceReader;
const photos = new Map<number, Promise<{ image: RgbaImage; faces: FaceReading[] }>>();

/** A sample read as a photo, once for all tests. */
function readSample(index: number) {
  const known = photos.get(index);
  if (known) return known;
  const reading = sample(index).then(async (image) => ({ image, faces: (await reader.readPhoto(image)).faces }));
  photos.set(index, reading);
  return reading;
}

beforeAll(async () => {
  const runtime = await createNodeRuntime();
  reader = createFaceReader({
    detector: await loadFaceDetector(runtime, files("face-detector")),
    emotion: await loadFaceEmotion(runtime, files("face-emotion")),
  });
});

describe("a photo", () => {
  it.each([1, 2, 3, 4, 5, 6])("sample %i: every face is found, and nothing else", async (index) => {
    const { image, faces } = await readSample(index);
    for (const place of FACES[index]!) expect(faceAt(faces, image, place), `face at ${place.join(", ")}`).toBeDefined();
    expect(faces).toHaveLength(FACES[index]!.length);
    for (const { usable, probabilities, reason } of faces) {
      expect(probabilities === undefined).toBe(!usable);
      expect(reason === undefined).toBe(usable);
      const total = probabilities ? EMOTIONS.reduce((sum, each) => sum + probabilities[each], 0) : 1;
      expect(total).toBeCloseTo(1, 5);
    }
  });

  it.each(SMILES)("sample %i: the smile at %j is happy", async (index, place) => {
    const { image, faces } = await readSample(index);
    expect(strongest(faceAt(faces, image, place)!.probabilities!)).toBe("happy");
  });

  it("a profile is found but not read", async () => {
    const { image, faces } = await readSample(2);
    expect(faceAt(faces, image, [0.24, 0.2])).toMatchObject({ usable: false, reason: "turned-away" });
  });

  it("a smile survives a small, dim picture", async () => {
    const dim = await sharp(`${ROOT.pathname}node_modules/@vladmandic/face-api/demo/sample3.jpg`)
      .resize(640)
      .linear(0.25, 0)
      .png()
      .toBuffer();
    const image = await decode(dim);
    const { faces } = await reader.readPhoto(image);
    expect(strongest(faceAt(faces, image, [0.82, 0.34])!.probabilities!)).toBe("happy");
  });

  it("a face that fills the picture is found", async () => {
    const face = await sharp(`${ROOT.pathname}node_modules/@vladmandic/face-api/demo/sample6.jpg`)
      .extract({ left: 640, top: 360, width: 280, height: 280 })
      .png()
      .toBuffer();
    const { faces } = await reader.readPhoto(await decode(face));
    expect(faces).toHaveLength(1);
    expect(strongest(faces[0]!.probabilities!)).toBe("happy");
  });
});

/** Patterns that the detector by itself took for faces, with scores up to .95. */
const PATTERNS: [name: string, gray: (x: number, y: number) => number][] = [
  ["a grating", (x, y) => 128 + 127 * Math.sin(0.09 * x + 0.05 * y)],
  ["crossed waves", (x, y) => 128 + 80 * Math.sin(0.08 * x) * Math.cos(0.06 * y)],
  ["fine crossed waves", (x, y) => 128 + 80 * Math.sin(0.16 * x) * Math.cos(0.12 * y)],
  ["checkers", (x, y) => ((Math.floor(x / 24) + Math.floor(y / 24)) % 2) * 255],
  ["a ramp", (x) => x / 2.5],
  ["gray", () => 128],
];

describe("nobody", () => {
  it.each(PATTERNS)("is found in %s", async (_name, gray) => {
    const [width, height] = [640, 480];
    const data = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++)
        data.set([gray(x, y), gray(x, y) * 0.9, gray(x, y) * 0.8, 255], (y * width + x) * 4);
    }
    const picture = { data, width, height };
    expect((await reader.readPhoto(picture)).faces).toEqual([]);
    reader.reset();
    for (let i = 0; i < 4; i++) expect((await reader.read(picture, i * 33)).faces).toEqual([]);
  });
});

describe("a camera", () => {
  it("follows the faces of a moving picture under steady numbers", async () => {
    const wide = await sample(3, 900);
    reader.reset();
    const seen: string[] = [];
    let detections = 0;
    for (let i = 0; i < 25; i++) {
      const reading = await reader.read(cut(wide, 150 + 4 * i, 480, 40), i * 33);
      if (reading.detected) detections++;
      seen.push(
        reading.faces
          .toSorted((a, b) => a.box.x - b.box.x)
          .map((face) => face.id)
          .join(),
      );
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]!.split(",")).toHaveLength(3);
    expect(detections).toBeLessThanOrEqual(7);
  });
});

/** 640 pixels of a wide picture, from `left` on. */
function cut(image: RgbaImage, left: number, height: number, top: number): RgbaImage {
  const width = 640;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((y + top) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { data, width, height };
}
