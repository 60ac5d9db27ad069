/**
 * Writes YUV4MPEG2 clips (4:2:0, full precision, no codec) for Chromium's `--use-file-for-fake-video-capture`.
 * What the frames show is left to the caller.
 */
import { open } from "node:fs/promises";

/**
 * Converts one RGB frame to planar 4:2:0 Y'CbCr, BT.601 studio range, as Chromium expects of y4m input.
 * @param {Uint8Array} rgb interleaved, 3 bytes a pixel
 * @param {number} width even
 * @param {number} height even
 * @returns {Uint8Array} Y plane, then Cb and Cr at half size each way
 */
export function rgbToYuv420(rgb, width, height) {
  const pixels = width * height;
  const out = new Uint8Array((pixels * 3) / 2);
  for (let i = 0, p = 0; i < pixels; i++, p += 3) {
    out[i] = 16 + (65.481 * rgb[p] + 128.553 * rgb[p + 1] + 24.966 * rgb[p + 2]) / 255;
  }
  const chromaWidth = width / 2;
  const chromaPixels = pixels / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (const offset of [0, 1, width, width + 1]) {
        const p = (y * width + x + offset) * 3;
        r += rgb[p];
        g += rgb[p + 1];
        b += rgb[p + 2];
      }
      const at = (y / 2) * chromaWidth + x / 2;
      out[pixels + at] = 128 + (-37.797 * r - 74.203 * g + 112 * b) / 1020;
      out[pixels + chromaPixels + at] = 128 + (112 * r - 93.786 * g - 18.214 * b) / 1020;
    }
  }
  return out;
}

/**
 * Writes a whole clip; Chromium loops it.
 * @param {string} path
 * @param {{width: number, height: number, framesPerSecond: number}} format
 * @param {Iterable<Uint8Array> | AsyncIterable<Uint8Array>} rgbFrames
 */
export async function writeY4m(path, { width, height, framesPerSecond }, rgbFrames) {
  const file = await open(path, "w");
  try {
    await file.write(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    for await (const frame of rgbFrames) {
      await file.write("FRAME\n");
      await file.write(rgbToYuv420(frame, width, height));
    }
  } finally {
    await file.close();
  }
}
