import { describe, expect, it } from "vitest";
import { MoodSyncError } from "../../core/errors.ts";
import { fitInside } from "./fit-inside.ts";
import { checkPhotoBytes, checkPhotoSize, openPhoto, PHOTO_LIMITS } from "./photo-file.ts";

function png(width: number, height: number, { end = true } = {}): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(end ? 57 : 45);
  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(file.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  file.set([0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54], 33);
  if (end) file.set([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44], 45);
  return file;
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof MoodSyncError) return error.code;
    throw error;
  }
  return "none";
}

describe("checkPhotoSize", () => {
  it.each([
    [0, "photo.empty"],
    [1, "none"],
    [PHOTO_LIMITS.maxBytes, "none"],
    [PHOTO_LIMITS.maxBytes + 1, "photo.too-large"],
  ])("of %i bytes says %s", (size, code) => {
    expect(codeOf(() => checkPhotoSize(size))).toBe(code);
  });
});

describe("checkPhotoBytes", () => {
  it("lets a sane picture through with its size", () => {
    expect(checkPhotoBytes(png(4000, 3000))).toMatchObject({ width: 4000, height: 3000 });
  });

  it.each([
    ["a bomb in area", png(10_000, 4001), "photo.too-large"],
    ["a bomb in length", png(20_000, 10), "photo.too-large"],
    ["a file without its end", png(10, 10, { end: false }), "photo.truncated"],
    ["a file without its header", png(10, 10).slice(0, 12), "photo.truncated"],
    ["text", new TextEncoder().encode("hello"), "photo.not-an-image"],
    ["a GIF", new TextEncoder().encode("GIF89a"), "photo.unsupported"],
  ])("refuses %s", (_, file, code) => {
    expect(codeOf(() => checkPhotoBytes(file))).toBe(code);
  });

  it("judges a bomb's size before its missing end", () => {
    expect(codeOf(() => checkPhotoBytes(png(60_000, 60_000, { end: false })))).toBe("photo.too-large");
  });
});

describe("openPhoto", () => {
  it("refuses before anything is decoded", async () => {
    await expect(openPhoto(new Blob([png(60_000, 60_000)]))).rejects.toMatchObject({ code: "photo.too-large" });
  });

  it("names a decoder's refusal", async () => {
    // Node has no createImageBitmap, which fails as a decoder does.
    await expect(openPhoto(new Blob([png(10, 10)]))).rejects.toMatchObject({ code: "photo.unreadable" });
  });
});

describe("fitInside", () => {
  it.each([
    [
      { width: 4000, height: 3000 },
      { width: 1280, height: 960 },
    ],
    [
      { width: 640, height: 480 },
      { width: 640, height: 480 },
    ],
    [
      { width: 10_000, height: 1 },
      { width: 1280, height: 1 },
    ],
  ])("fits %o into 1280", (size, fitted) => {
    expect(fitInside(size, 1280)).toEqual(fitted);
  });
});
