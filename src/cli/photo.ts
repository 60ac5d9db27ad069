/**
 * Reads a photo file into upright RGBA pixels, within limits that a hostile file cannot pass.
 * Finding faces in it is left to `inference`.
 */
import { readFile, stat } from "node:fs/promises";
import sharp, { type OutputInfo } from "sharp";
import { MoodSyncError, type ErrorKind } from "../core/errors.ts";

/** An upright photo, scaled down where it is larger than the face reader makes use of. */
export interface Photo {
  /** RGBA bytes row by row. */
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  /** Pixels of the file, upright, for one pixel of `data`: 1 or more. */
  scale: number;
}

const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/** Above the 108 megapixels of today's telephones; what claims more is taken for a decompression bomb. */
export const LARGEST_PHOTO_PIXELS = 120_000_000;

/** Side of the square that a photo is fitted into: a face that takes a twentieth of it is still 100 pixels wide. */
const FITTED_SIDE = 2048;

const FORMATS = new Set(["jpeg", "png", "webp"]);

// Only the three decoders that are wanted: the others (SVG among them, which can name further files) never see a byte.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"] });

/**
 * The photo in `file`, turned as its EXIF orientation says.
 * @throws MoodSyncError `file.not-found`, `file.unreadable`, `photo.empty`, `photo.not-a-photo`, `photo.truncated`, `photo.too-large`
 */
export async function readPhoto(file: string): Promise<Photo> {
  const bytes = await readWhole(file);
  if (bytes.length === 0) throw failure("photo.empty", "The file is empty.");
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw failure("photo.not-a-photo", "This is no JPEG, PNG or WebP photo.", cause);
    });
  if (!FORMATS.has(metadata.format)) throw failure("photo.not-a-photo", "This is no JPEG, PNG or WebP photo.");
  if (metadata.width * metadata.height > LARGEST_PHOTO_PIXELS) {
    throw failure(
      "photo.too-large",
      `The photo claims ${metadata.width} x ${metadata.height} pixels; ${LARGEST_PHOTO_PIXELS / 1e6} megapixels are the limit.`,
      undefined,
      "too-large",
    );
  }
  const { data, info } = await decode(bytes);
  return {
    data: new Uint8ClampedArray(data),
    width: info.width,
    height: info.height,
    scale: metadata.autoOrient.width / info.width,
  };
}

async function decode(bytes: Buffer): Promise<{ data: Buffer; info: OutputInfo }> {
  try {
    return await sharp(bytes, { autoOrient: true, failOn: "truncated", limitInputPixels: LARGEST_PHOTO_PIXELS })
      .resize({ width: FITTED_SIDE, height: FITTED_SIDE, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw failure("photo.truncated", "The photo is damaged or cut short.", cause);
  }
}

/** The file's bytes; what it is and how large is looked at before, since opening a pipe would wait for ever. */
async function readWhole(file: string): Promise<Buffer> {
  const unreadable = (cause: NodeJS.ErrnoException): never => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
      throw failure("file.not-found", "There is no such file.", cause, "not-found");
    }
    throw failure("file.unreadable", "The file cannot be read.", cause);
  };
  const stats = await stat(file).catch(unreadable);
  if (!stats.isFile()) throw failure("photo.not-a-photo", "This is not a file.");
  if (stats.size > LARGEST_FILE_BYTES) {
    throw failure("photo.too-large", "The file is larger than 64 MB.", undefined, "too-large");
  }
  return readFile(file).catch(unreadable);
}

function failure(code: string, message: string, cause?: unknown, kind: ErrorKind = "invalid-input"): MoodSyncError {
  return new MoodSyncError(code, message, { kind, cause });
}
