import { describe, expect, it } from "vitest";
import { readImageHeader } from "./image-header.ts";

function bytes(...parts: (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? Array.from(part, (c) => c.charCodeAt(0)) : [...part])),
  );
}
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const u16 = (value: number) => [value >>> 8, value & 255];
const le32 = (value: number) => u32(value).toReversed();
const le16 = (value: number) => u16(value).toReversed();

const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunk = (name: string, data: readonly number[]) => [...u32(data.length), ...bytes(name), ...data, ...u32(0)];
function png(width: number, height: number, end = true): Uint8Array {
  const header = [...u32(width), ...u32(height), 8, 2, 0, 0, 0];
  return bytes(PNG_HEAD, chunk("IHDR", header), chunk("IDAT", [1, 2, 3]), end ? chunk("IEND", []) : []);
}

const segment = (marker: number, data: readonly number[]) => [0xff, marker, ...u16(data.length + 2), ...data];
const frame = (width: number, height: number, marker = 0xc0) =>
  segment(marker, [8, ...u16(height), ...u16(width), 1, 1, 0x11, 0]);
const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0xff, 0x00, 0x34, 0xff, 0xd3, 0x56];
function jpeg(...parts: (readonly number[])[]): Uint8Array {
  return bytes([0xff, 0xd8], ...parts);
}

function webp(chunkName: string, data: readonly number[]): Uint8Array {
  return bytes("RIFF", le32(12 + data.length), "WEBP", chunkName, le32(data.length), data);
}

describe("readImageHeader of PNG", () => {
  it("reads the size and finds the end", () => {
    expect(readImageHeader(png(640, 480))).toEqual({
      kind: "image",
      header: { format: "png", width: 640, height: 480, complete: true, scans: 1 },
    });
  });

  it("sees a bomb's size without its pixels", () => {
    expect(readImageHeader(png(60_000, 60_000))).toMatchObject({ header: { width: 60_000, height: 60_000 } });
  });

  it("misses the end of a torn file, and the header of a file torn sooner", () => {
    expect(readImageHeader(png(640, 480, false))).toMatchObject({ header: { complete: false } });
    expect(readImageHeader(png(640, 480).slice(0, 20))).toEqual({ kind: "torn", format: "png" });
  });

  it("does not run past a chunk that claims more than there is", () => {
    const lying = png(10, 10);
    new DataView(lying.buffer).setUint32(33, 0xffff_ffff);
    expect(readImageHeader(lying)).toMatchObject({ header: { complete: false } });
  });

  it("takes a width of nothing for torn", () => {
    expect(readImageHeader(png(0, 5))).toEqual({ kind: "torn", format: "png" });
  });
});

describe("readImageHeader of JPEG", () => {
  const exif = segment(0xe1, [0xff, 0xd9, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1]);

  it("reads the size behind other segments and finds the end behind the scan", () => {
    expect(readImageHeader(jpeg(exif, frame(1920, 1080), scan, [0xff, 0xd9]))).toEqual({
      kind: "image",
      header: { format: "jpeg", width: 1920, height: 1080, complete: true, scans: 1 },
    });
  });

  it("reads progressive files and counts their scans", () => {
    const verdict = readImageHeader(jpeg(frame(8, 8, 0xc2), scan, segment(0xc4, [0, 0]), scan, [0xff, 0xd9]));
    expect(verdict).toMatchObject({ header: { complete: true, scans: 2 } });
  });

  it("does not take an end inside the EXIF thumbnail for the file's", () => {
    expect(readImageHeader(jpeg(exif, frame(8, 8), scan))).toMatchObject({ header: { complete: false } });
  });

  it("does not take stuffed bytes, restarts or fill bytes for an end", () => {
    const filled = jpeg(frame(8, 8), scan, [0xff, 0xff, 0xff, 0xd9]);
    expect(readImageHeader(filled)).toMatchObject({ header: { complete: true } });
  });

  it("takes a file without a frame for torn", () => {
    expect(readImageHeader(jpeg(exif))).toEqual({ kind: "torn", format: "jpeg" });
  });

  it("allows bytes behind the end, as motion photos have", () => {
    const verdict = readImageHeader(jpeg(frame(8, 8), scan, [0xff, 0xd9, 1, 2, 3]));
    expect(verdict).toMatchObject({ header: { complete: true } });
  });
});

describe("readImageHeader of WebP", () => {
  it("reads lossy, lossless and extended files", () => {
    const lossy = webp("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, ...le16(550), ...le16(368)]);
    const lossless = webp("VP8L", [0x2f, ...le32((549 | (367 << 14)) >>> 0), 0, 0, 0, 0, 0]);
    const extended = webp("VP8X", [0, 0, 0, 0, 0x25, 0x02, 0, 0x6f, 0x01, 0]);
    for (const file of [lossy, lossless, extended]) {
      expect(readImageHeader(file)).toMatchObject({
        header: { format: "webp", width: 550, height: 368, complete: true },
      });
    }
  });

  it("misses the rest of a torn file", () => {
    const whole = webp("VP8X", [0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 1, 2, 3, 4]);
    expect(readImageHeader(whole.slice(0, -2))).toMatchObject({ header: { complete: false } });
    expect(readImageHeader(whole.slice(0, 25))).toEqual({ kind: "torn", format: "webp" });
  });

  it("takes an unknown first chunk for torn", () => {
    expect(
      readImageHeader(
        webp(
          "JUNK",
          Array.from({ length: 20 }, () => 0),
        ),
      ),
    ).toEqual({ kind: "torn", format: "webp" });
  });
});

describe("readImageHeader of anything else", () => {
  it("names formats that are not taken", () => {
    expect(readImageHeader(bytes("GIF89a"))).toEqual({ kind: "unsupported", format: "GIF" });
    expect(readImageHeader(bytes([0, 0, 0, 24], "ftypheic"))).toEqual({ kind: "unsupported", format: "HEIC" });
    expect(readImageHeader(bytes([0, 0, 0, 24], "ftypavif"))).toEqual({ kind: "unsupported", format: "AVIF" });
  });

  it("takes text, nothing and sound for no image", () => {
    for (const file of [bytes("{}"), bytes(), bytes("RIFF", le32(4), "WAVE")]) {
      expect(readImageHeader(file)).toEqual({ kind: "not-an-image" });
    }
  });
});
