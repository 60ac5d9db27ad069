/**
 * What is said about one face, and the step that both the camera and a photo share: from faces to probabilities.
 */
import { EMOTIONS, type EmotionProbabilities } from "../core/affect/emotion.ts";
import type { DetectedFace, FaceLandmarks } from "./blazeface-decode.ts";
import { cropFace, levelCrop } from "./face-crop.ts";
import type { CropReading, FaceEmotionReader } from "./face-emotion.ts";
import { judgeCrop, judgePlace, type UnusableReason } from "./face-quality.ts";
import type { Box, RgbaImage } from "./image.ts";

/** A face with what was read from it. */
export interface FaceReading {
  /** Stays with the face while it is in view; counts from 1. */
  id: number;
  /** In the picture's pixels. */
  box: Box;
  landmarks: FaceLandmarks;
  /** The detector's confidence, 0..1. */
  score: number;
  /** Whether the face could be read; where not, `reason` says why and `probabilities` is absent. */
  usable: boolean;
  reason?: UnusableReason;
  /** Calibrated, summing to 1. */
  probabilities?: EmotionProbabilities;
  /** When the probabilities were read: the timestamp of their frame, older than the frame's own where many faces take turns; absent for photos. */
  readAtMs?: number;
}

/** A face's crop, or why there is none. */
export type JudgedCrop = { crop: Float32Array; reason?: undefined } | { crop?: undefined; reason: UnusableReason };

/** Judge a face and cut its crop, levelled gray 0..255, `size * size`. */
export function judgeAndCrop(image: RgbaImage, face: DetectedFace, size: number): JudgedCrop {
  const misplaced = judgePlace(face, image);
  if (misplaced) return { reason: misplaced };
  const crop = new Float32Array(size * size);
  cropFace(image, face, size, crop);
  const unclear = judgeCrop(crop);
  if (unclear) return { reason: unclear };
  levelCrop(crop);
  return { crop };
}

/** Readings of crops, each the mean of the crop and its mirror image: steadier, at twice the work. Both must be usable. */
export async function readMirrored(emotion: FaceEmotionReader, crops: readonly Float32Array[]): Promise<CropReading[]> {
  const direct = await emotion.read(crops);
  const mirrored = await emotion.read(crops.map((crop) => mirror(crop, emotion.cropSize)));
  return direct.map((reading, i) => ({
    probabilities: meanOf(reading.probabilities, mirrored[i]!.probabilities),
    usable: reading.usable && mirrored[i]!.usable,
  }));
}

function mirror(crop: Float32Array, size: number): Float32Array {
  const out = new Float32Array(crop.length);
  for (let i = 0; i < crop.length; i++) {
    const column = i % size;
    out[i] = crop[i - column + size - 1 - column]!;
  }
  return out;
}

function meanOf(a: EmotionProbabilities, b: EmotionProbabilities): EmotionProbabilities {
  const mean = { ...a };
  for (const emotion of EMOTIONS) mean[emotion] = (a[emotion] + b[emotion]) / 2;
  return mean;
}
