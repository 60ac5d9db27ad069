/**
 * Reads the faces of a single photo: several sizes of input, each find confirmed, every face read twice (as it is and mirrored).
 * Decoding the file and turning it upright is left to the caller.
 */
import type { DetectedFace } from "./blazeface-decode.ts";
import type { FaceDetector } from "./face-detector.ts";
import type { FaceEmotionReader } from "./face-emotion.ts";
import { largestFirst } from "./face-locator.ts";
import { judgeAndCrop, readMirrored, type FaceReading } from "./face-reading.ts";
import { centreOf, intersectionOverUnion, type Box, type Point, type RgbaImage } from "./image.ts";

/** Always looked at with both: portraits with the first, groups with the second. */
const INPUT_SIZES = [256, 512] as const;
/** Where these find nobody: once with the picture shrunk, for a face that fills it, once larger, for faces far away. */
const FILLING_FACE = { inputSize: 256, zoom: 1.8 };
const FAR_FACES = { inputSize: 1024 };
const MIN_SCORE = 0.5;
/** Crops run at once, to bound memory. */
const BATCH = 16;

export interface PhotoReading {
  /** Largest first; ids count from 1. */
  faces: FaceReading[];
  /** Time spent finding the faces; the rest went into reading them. */
  detectMs: number;
}

/** The faces of a photo, at most `maxFaces`. */
export async function readPhotoFaces(
  image: RgbaImage,
  parts: { detector: FaceDetector; emotion: FaceEmotionReader; maxFaces: number; now: () => number },
): Promise<PhotoReading> {
  const started = parts.now();
  const found = largestFirst(await findFaces(image, parts.detector)).slice(0, parts.maxFaces);
  const detectMs = parts.now() - started;
  const faces: FaceReading[] = [];
  const crops: { crop: Float32Array; reading: FaceReading }[] = [];
  for (const [i, face] of found.entries()) {
    const { crop, reason } = judgeAndCrop(image, face, parts.emotion.cropSize);
    const reading: FaceReading = { ...face, id: i + 1, usable: crop !== undefined };
    if (crop) crops.push({ crop, reading });
    else reading.reason = reason;
    faces.push(reading);
  }
  for (let start = 0; start < crops.length; start += BATCH) {
    const batch = crops.slice(start, start + BATCH);
    const results = await readMirrored(
      parts.emotion,
      batch.map(({ crop }) => crop),
    );
    for (const [i, { reading }] of batch.entries()) {
      const { probabilities, usable } = results[i]!;
      Object.assign(reading, usable ? { probabilities } : { usable, reason: "unreadable" });
    }
  }
  return { faces, detectMs };
}

async function findFaces(image: RgbaImage, detector: FaceDetector): Promise<DetectedFace[]> {
  const faces: DetectedFace[] = [];
  for (const inputSize of INPUT_SIZES) await addFaces(faces, image, detector, { inputSize });
  if (faces.length > 0) return faces;
  await addFaces(faces, image, detector, {
    inputSize: FILLING_FACE.inputSize,
    region: around(image, FILLING_FACE.zoom),
  });
  if (faces.length === 0 && Math.max(image.width, image.height) > FAR_FACES.inputSize) {
    await addFaces(faces, image, detector, FAR_FACES);
  }
  return faces;
}

async function addFaces(
  faces: DetectedFace[],
  image: RgbaImage,
  detector: FaceDetector,
  options: { inputSize: number; region?: Box },
): Promise<void> {
  for (const face of await detector.detect(image, { ...options, minScore: MIN_SCORE })) {
    if (faces.some((known) => sharesPlace(known.box, face.box))) continue;
    if (await detector.confirm(image, face)) faces.push(face);
  }
}

/** The same face seen at two sizes, or a part of a face taken for one. */
function sharesPlace(a: Box, b: Box): boolean {
  if (intersectionOverUnion(a, b) > 0.3) return true;
  return holds(a, centreOf(b)) || holds(b, centreOf(a));
}

function holds(box: Box, { x, y }: Point): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}

function around(image: RgbaImage, zoom: number): Box {
  const width = image.width * zoom;
  const height = image.height * zoom;
  return { x: (image.width - width) / 2, y: (image.height - height) / 2, width, height };
}
