/** What an evaluation reads: labelled faces as small gray squares. */
import type { Emotion } from "../../core/affect/emotion.ts";
import { sampleGrayPatch } from "../../inference/gray-patch.ts";
import type { RgbaImage } from "../../inference/image.ts";
import type { Split } from "./data-split.ts";

/** One face of the data set, as the data set crops it. */
export interface LabelledTile {
  truth: Emotion;
  /** Gray 0..255, `size * size` values row by row. */
  pixels: Uint8Array;
}

export interface LabelledData {
  kind: "folder" | "csv";
  tiles: LabelledTile[];
  /** The part that was taken. */
  split: Split;
  /** Examples in that part, of which `tiles` are all or, under a limit, an even sample. */
  available: number;
  /** Examples of every part that the data names, such as `PublicTest`. */
  parts: Record<string, number>;
  /** Tiles whose picture had another size and was resampled. */
  resized: number;
  /** Files in the class folders that are not called like pictures. */
  leftOut: number;
}

export interface DataWish {
  /** Default: the test part of divided data, all of undivided. */
  split: string | undefined;
  /** At most so many examples, taken evenly from the whole. */
  limit: number | undefined;
  /** Side of the tiles in pixels. */
  size: number;
  /** Stops reading; what was read is dropped. */
  signal: AbortSignal;
  /** Told how much was read: pictures of a folder, bytes of a CSV. */
  onProgress: (done: number, total: number) => void;
}

/** Which of `total` examples to take under a limit: every n-th, so that all classes keep their shares where the data is sorted by class. */
export function evenSample(total: number, limit: number | undefined): number[] {
  const count = limit === undefined ? total : Math.min(limit, total);
  return Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
}

/** The middle square of a picture, sampled as the app samples faces, in whole gray levels; a gray picture of the right size is unchanged. */
export function tileOf(picture: RgbaImage, size: number): Uint8Array {
  const patch = new Float32Array(size * size);
  const { width, height } = picture;
  const square = { centre: { x: width / 2, y: height / 2 }, side: Math.min(width, height), angle: 0 };
  sampleGrayPatch(picture, square, patch, size);
  return Uint8Array.from(patch, Math.round);
}
