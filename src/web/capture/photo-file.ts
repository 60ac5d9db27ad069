/**
 * Decides whether a file may be decoded as a photo, and decodes it upright and small enough to analyse.
 * The bytes are judged by image-header.ts first; finding faces is left to the worker.
 */
import { MoodSyncError } from "../../core/errors.ts";
import { fitInside } from "./fit-inside.ts";
import { readImageHeader } from "./image-header.ts";
import type { ImageHeader } from "./image-header.ts";

/** Limits on a photo: 25 MB on disk, 40 megapixels, 16,384 pixels a side, 100 JPEG scans. */
export const PHOTO_LIMITS = { maxBytes: 25_000_000, maxPixels: 40_000_000, maxSide: 16_384, maxScans: 100 } as const;

/** Longest side of the picture that is analysed and shown; group photos keep faces of about 30 px readable. */
export const PHOTO_ANALYSIS_SIDE = 1280;

/** What the file chooser offers. */
export const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;

function refuse(code: string, message: string, kind: "invalid-input" | "too-large" | "unsupported"): MoodSyncError {
  return new MoodSyncError(code, message, { kind });
}

/**
 * Refuses a file by its length alone, before a byte of it is read.
 * @throws MoodSyncError `photo.empty`, `photo.too-large`
 */
export function checkPhotoSize(sizeBytes: number): void {
  if (sizeBytes === 0) throw refuse("photo.empty", "This file is empty.", "invalid-input");
  if (sizeBytes > PHOTO_LIMITS.maxBytes) {
    const megabytes = (sizeBytes / 1_000_000).toFixed(0);
    throw refuse("photo.too-large", `This file has ${megabytes} MB; photos up to 25 MB are taken.`, "too-large");
  }
}

/**
 * Refuses bytes that are no whole JPEG, PNG or WebP of a sane size.
 * @throws MoodSyncError `photo.not-an-image`, `photo.unsupported`, `photo.truncated`, `photo.too-large`
 */
export function checkPhotoBytes(bytes: Uint8Array): ImageHeader {
  const verdict = readImageHeader(bytes);
  if (verdict.kind === "not-an-image") {
    throw refuse("photo.not-an-image", "This file is not a picture. JPEG, PNG and WebP are taken.", "invalid-input");
  }
  if (verdict.kind === "unsupported") {
    const message = `${verdict.format} pictures are not taken. Save it as JPEG, PNG or WebP.`;
    throw refuse("photo.unsupported", message, "unsupported");
  }
  if (verdict.kind === "torn") {
    throw refuse("photo.truncated", "This picture is cut off. Copy or download it again.", "invalid-input");
  }
  const { header } = verdict;
  if (
    header.width * header.height > PHOTO_LIMITS.maxPixels ||
    Math.max(header.width, header.height) > PHOTO_LIMITS.maxSide ||
    header.scans > PHOTO_LIMITS.maxScans
  ) {
    const size = `${header.width} × ${header.height}`;
    throw refuse("photo.too-large", `This picture is too large to open (${size}; up to 40 megapixels).`, "too-large");
  }
  if (!header.complete) {
    throw refuse("photo.truncated", "This picture is cut off. Copy or download it again.", "invalid-input");
  }
  return header;
}

/**
 * Reads, checks and decodes a photo, turned upright by its EXIF orientation.
 * @returns a bitmap of at most 1280 pixels a side; the caller closes it
 * @throws MoodSyncError the codes of `checkPhotoSize` and `checkPhotoBytes`, and `photo.unreadable`
 */
export async function openPhoto(file: Blob): Promise<ImageBitmap> {
  checkPhotoSize(file.size);
  const bytes = new Uint8Array(await readBytes(file));
  const header = checkPhotoBytes(bytes);
  let whole: ImageBitmap;
  try {
    const typed = new Blob([bytes], { type: `image/${header.format}` });
    whole = await createImageBitmap(typed, { imageOrientation: "from-image" });
  } catch (cause) {
    throw new MoodSyncError("photo.unreadable", "This picture is damaged and cannot be opened.", {
      kind: "invalid-input",
      cause,
    });
  }
  const size = fitInside(whole, PHOTO_ANALYSIS_SIDE);
  if (size.width === whole.width) return whole;
  try {
    return await createImageBitmap(whole, {
      resizeWidth: size.width,
      resizeHeight: size.height,
      resizeQuality: "high",
    });
  } finally {
    whole.close();
  }
}

async function readBytes(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (cause) {
    throw new MoodSyncError("photo.unreadable", "This file could not be read. It may have been moved or deleted.", {
      kind: "not-found",
      cause,
    });
  }
}
