/**
 * Reads the emotions of the faces in a frame within a budget: where there are more faces than it allows, they take turns.
 */
import type { DetectedFace } from "./blazeface-decode.ts";
import type { CropReading, FaceEmotionReader } from "./face-emotion.ts";
import { judgeAndCrop, type FaceReading } from "./face-reading.ts";
import type { RgbaImage } from "./image.ts";

export interface EmotionTurns {
  /** Readings of all faces, in their order; at most the budget of them read anew. */
  read(
    frame: RgbaImage,
    faces: readonly (DetectedFace & { id: number })[],
    timestampMs: number,
  ): Promise<FaceReading[]>;
  /** Forget what was read. */
  reset(): void;
}

/** Probabilities read longer ago are not shown any more. */
const KEEP_READING_MS = 1000;

/** Turns over `emotion`, at most `perFrame` faces a frame. */
export function createEmotionTurns(emotion: FaceEmotionReader, perFrame: number): EmotionTurns {
  const kept = new Map<number, CropReading & { readAtMs: number }>();

  const readAt = ({ id }: FaceReading): number => kept.get(id)?.readAtMs ?? -Infinity;

  /** Cut crops, longest unread face first, until the budget is spent; faces unfit to be read cost nothing. */
  function cutCrops(frame: RgbaImage, readings: readonly FaceReading[]) {
    const crops: { crop: Float32Array; id: number }[] = [];
    for (const reading of readings.toSorted((a, b) => readAt(a) - readAt(b))) {
      if (crops.length === perFrame) break;
      const { crop, reason } = judgeAndCrop(frame, reading, emotion.cropSize);
      if (crop) crops.push({ crop, id: reading.id });
      else Object.assign(reading, { usable: false, reason });
    }
    return crops;
  }

  return {
    async read(frame, faces, timestampMs) {
      const readings = faces.map(toReading);
      const crops = cutCrops(frame, readings);
      const results = await emotion.read(crops.map(({ crop }) => crop));
      for (const [i, { id }] of crops.entries()) {
        kept.set(id, { ...results[i]!, readAtMs: timestampMs });
      }
      const inView = new Set(readings.map(({ id }) => id));
      for (const [id, { readAtMs }] of kept) {
        if (!inView.has(id) || timestampMs - readAtMs > KEEP_READING_MS) kept.delete(id);
      }
      for (const reading of readings) if (reading.usable) Object.assign(reading, shown(kept.get(reading.id)));
      return readings;
    },
    reset: () => kept.clear(),
  };
}

/** What is said of a face that was read: its probabilities, or that there is nothing to read. */
function shown(read: (CropReading & { readAtMs: number }) | undefined): Partial<FaceReading> {
  if (!read) return {};
  const { probabilities, usable, readAtMs } = read;
  return usable ? { probabilities, readAtMs } : { usable, reason: "unreadable" };
}

function toReading({ id, box, landmarks, score }: DetectedFace & { id: number }): FaceReading {
  return { id, box, landmarks, score, usable: true };
}
