/**
 * Samples a rotated square of a picture as a small gray patch, without aliasing when it shrinks.
 * The tracker's templates and the emotion net's crops both come from here.
 */
import type { Point, RgbaImage } from "./image.ts";

/** A square in a picture. */
export interface PatchSquare {
  centre: Point;
  /** Side in picture pixels. */
  side: number;
  /** Clockwise turn of the square's own axes, in radians. */
  angle: number;
}

/** Source samples per output pixel and axis are capped: 4 x 4 bilinear samples keep a face seven times its size from aliasing. */
const MAX_SAMPLES_PER_AXIS = 4;

/**
 * Fill `out` with gray values 0..255 (ITU-R BT.601 luma); beyond the picture's edge the nearest pixel repeats.
 *
 * @param out `size * size` values, row by row, overwritten
 * @param density source samples per source pixel along one axis; 1 reads about every pixel
 */
export function sampleGrayPatch(
  image: RgbaImage,
  square: PatchSquare,
  out: Float32Array,
  size: number,
  density = 1,
): void {
  const { data, width, height } = image;
  const cell = square.side / size;
  const n = Math.max(1, Math.min(MAX_SAMPLES_PER_AXIS, Math.round(cell * density)));
  const step = cell / n;
  const alongX = Math.cos(square.angle) * step;
  const alongY = Math.sin(square.angle) * step;
  const first = (-square.side + step) / 2 / step;
  // Half a pixel back: sample positions are pixel centres.
  const startX = square.centre.x + first * alongX - first * alongY - 0.5;
  const startY = square.centre.y + first * alongY + first * alongX - 0.5;
  const lastX = width - 1;
  const lastY = height - 1;
  const rowLength = width * 4;
  const unit = 1 / (n * n);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let j = row * n; j < row * n + n; j++) {
        for (let i = column * n; i < column * n + n; i++) {
          let x = startX + i * alongX - j * alongY;
          let y = startY + i * alongY + j * alongX;
          x = x < 0 ? 0 : x > lastX ? lastX : x;
          y = y < 0 ? 0 : y > lastY ? lastY : y;
          const x0 = x | 0;
          const y0 = y | 0;
          const right = x - x0;
          const down = y - y0;
          const a = y0 * rowLength + x0 * 4;
          const b = x0 < lastX ? a + 4 : a;
          const below = y0 < lastY ? rowLength : 0;
          const upper = luma(data, a) * (1 - right) + luma(data, b) * right;
          const lower = luma(data, a + below) * (1 - right) + luma(data, b + below) * right;
          sum += upper * (1 - down) + lower * down;
        }
      }
      out[row * size + column] = sum * unit;
    }
  }
}

function luma(data: Uint8ClampedArray | Uint8Array, at: number): number {
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
}
