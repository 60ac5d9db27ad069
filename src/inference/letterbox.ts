/**
 * Fits a picture into a network's input: aspect kept, padding black, planes R, G, B in -1..1.
 * Which size the input has is left to the caller.
 */
import type { Box, RgbaImage } from "./image.ts";

/** How input pixels map back: `imageX = inputX / scale + offsetX`. */
export interface Letterbox {
  /** Input pixels per image pixel. */
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** Samples read along one axis for one output pixel: about one every 1.5 source pixels, so that shrinking does not alias. */
function samplesPerAxis(shrink: number): number {
  return shrink <= 1.2 ? 1 : Math.min(16, Math.ceil(shrink / 1.5));
}

/**
 * Resample `region` of the picture into `out`, as large as fits, centred.
 *
 * @param region the part to show, in pixels; parts beyond the picture's edge come out black
 * @param out float32 [3, height, width], overwritten; R, G, B planes in -1..1, padding -1
 */
export function letterbox(image: RgbaImage, region: Box, out: Float32Array, width: number, height: number): Letterbox {
  const scale = Math.min(width / region.width, height / region.height);
  const shown = { width: region.width * scale, height: region.height * scale };
  const offsetX = region.x - (width - shown.width) / 2 / scale;
  const offsetY = region.y - (height - shown.height) / 2 / scale;
  const shrink = 1 / scale;
  const columns = sourceIndexes(width, shrink, offsetX, image.width);
  const rows = sourceIndexes(height, shrink, offsetY, image.height);
  if (shrink < 0.8) enlarge(image, out, width, height, shrink, offsetX, offsetY);
  else shrinkInto(image, out, width, height, columns, rows, samplesPerAxis(shrink));
  return { scale, offsetX, offsetY };
}

/** For every output pixel the `n` source columns (or rows) to average; -1 where they lie outside. */
function sourceIndexes(length: number, shrink: number, offset: number, limit: number): Int32Array {
  const n = samplesPerAxis(shrink);
  const indexes = new Int32Array(length * n);
  for (let i = 0; i < length; i++) {
    for (let k = 0; k < n; k++) {
      const position = Math.floor(offset + (i + (k + 0.5) / n) * shrink);
      indexes[i * n + k] = position >= 0 && position < limit ? position : -1;
    }
  }
  return indexes;
}

function shrinkInto(
  image: RgbaImage,
  out: Float32Array,
  width: number,
  height: number,
  columns: Int32Array,
  rows: Int32Array,
  n: number,
): void {
  const { data, width: stride } = image;
  const plane = width * height;
  const unit = 1 / (127.5 * n * n);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = y * n; j < y * n + n; j++) {
        const row = rows[j]!;
        if (row < 0) continue;
        for (let i = x * n; i < x * n + n; i++) {
          const column = columns[i]!;
          if (column < 0) continue;
          const at = (row * stride + column) * 4;
          red += data[at]!;
          green += data[at + 1]!;
          blue += data[at + 2]!;
        }
      }
      const to = y * width + x;
      out[to] = red * unit - 1;
      out[to + plane] = green * unit - 1;
      out[to + 2 * plane] = blue * unit - 1;
    }
  }
}

/** Bilinear enlargement, for pictures smaller than the input. */
function enlarge(
  image: RgbaImage,
  out: Float32Array,
  width: number,
  height: number,
  shrink: number,
  offsetX: number,
  offsetY: number,
): void {
  const { data } = image;
  const plane = width * height;
  for (let y = 0; y < height; y++) {
    const sourceY = offsetY + (y + 0.5) * shrink;
    for (let x = 0; x < width; x++) {
      const sourceX = offsetX + (x + 0.5) * shrink;
      const to = y * width + x;
      if (sourceX < 0 || sourceY < 0 || sourceX >= image.width || sourceY >= image.height) {
        out[to] = out[to + plane] = out[to + 2 * plane] = -1;
        continue;
      }
      const left = Math.max(0, Math.min(image.width - 1, sourceX - 0.5));
      const top = Math.max(0, Math.min(image.height - 1, sourceY - 0.5));
      const x0 = Math.floor(left);
      const y0 = Math.floor(top);
      const right = left - x0;
      const down = top - y0;
      const a = (y0 * image.width + x0) * 4;
      const b = x0 + 1 < image.width ? a + 4 : a;
      const below = y0 + 1 < image.height ? image.width * 4 : 0;
      for (let channel = 0; channel < 3; channel++) {
        const upper = data[a + channel]! * (1 - right) + data[b + channel]! * right;
        const lower = data[a + below + channel]! * (1 - right) + data[b + below + channel]! * right;
        out[to + channel * plane] = (upper * (1 - down) + lower * down) / 127.5 - 1;
      }
    }
  }
}
