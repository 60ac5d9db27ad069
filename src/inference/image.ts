/**
 * The plain picture and geometry types that every face module shares.
 * Decoding files and reading cameras is left to the callers: a picture comes in as bytes.
 */

/** One picture: RGBA bytes row by row, `4 * width * height` of them; alpha is ignored. */
export interface RgbaImage {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A point in pixels; the centre of the top left pixel is (0.5, 0.5). */
export interface Point {
  x: number;
  y: number;
}

/** An upright rectangle in pixels; it may reach beyond the picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Intersection over union of two boxes, 0..1. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** The middle of a box. */
export function centreOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
