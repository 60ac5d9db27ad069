/**
 * Reads what an image file says of itself (format, pixel size, whether its end is there) without decoding a pixel,
 * so that a decompression bomb or a torn download is refused before the browser's decoder sees it.
 * Formats: PNG (W3C PNG 3rd edition, 5), JPEG (ITU-T T.81, annex B), WebP (RFC 9649). Limits are left to photo-file.ts.
 */

export type PhotoFormat = "png" | "jpeg" | "webp";

export interface ImageHeader {
  format: PhotoFormat;
  /** Stored size in pixels, before any EXIF rotation. */
  width: number;
  height: number;
  /** Whether the file's end marker is present. */
  complete: boolean;
  /** Scans of a JPEG (1 for the other formats); hundreds of them are a known way to stall a decoder. */
  scans: number;
}

/** `unsupported` names a picture format that is not taken; `torn` says that the header itself is cut off. */
export type HeaderVerdict =
  | { kind: "image"; header: ImageHeader }
  | { kind: "unsupported"; format: string }
  | { kind: "torn"; format: PhotoFormat }
  | { kind: "not-an-image" };

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function startsWith(bytes: Uint8Array, signature: readonly number[], offset = 0): boolean {
  return signature.every((value, index) => bytes[offset + index] === value);
}

function asciiAt(bytes: Uint8Array, offset: number, text: string): boolean {
  return startsWith(
    bytes,
    Array.from(text, (character) => character.charCodeAt(0)),
    offset,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function pngHasEnd(view: DataView): boolean {
  let offset = 8;
  while (offset + 12 <= view.byteLength) {
    const length = view.getUint32(offset);
    if (view.getUint32(offset + 4) === 0x49454e44 /* IEND */) return true;
    offset += 12 + length;
  }
  return false;
}

function readPng(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 33 || !asciiAt(bytes, 12, "IHDR")) return null;
  const view = viewOf(bytes);
  return {
    format: "png",
    width: view.getUint32(16),
    height: view.getUint32(20),
    complete: pngHasEnd(view),
    scans: 1,
  };
}

/** SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** The offset of the next marker's FF after entropy-coded data, or -1 where the file ends first. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let offset = bytes.indexOf(0xff, from);
  while (offset >= 0 && offset + 1 < bytes.length) {
    const next = bytes[offset + 1]!;
    const stuffed = next === 0x00 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!stuffed) return offset;
    offset = bytes.indexOf(0xff, offset + (next === 0xff ? 1 : 2));
  }
  return -1;
}

function readJpeg(bytes: Uint8Array): ImageHeader | null {
  const view = viewOf(bytes);
  const header: ImageHeader = { format: "jpeg", width: 0, height: 0, complete: false, scans: 0 };
  let offset = 2;
  while (offset >= 0 && offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) break;
    const marker = bytes[offset + 1]!;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const length = view.getUint16(offset + 2);
    if (isStartOfFrame(marker) && offset + 9 <= bytes.length) {
      header.height = view.getUint16(offset + 5);
      header.width = view.getUint16(offset + 7);
    }
    if (marker === 0xda) header.scans += 1;
    offset += 2 + length;
    if (marker === 0xda) offset = endOfScan(bytes, offset);
  }
  header.complete = offset >= 0 && header.scans > 0 && bytes[offset] === 0xff && bytes[offset + 1] === 0xd9;
  return header.width > 0 && header.height > 0 ? header : null;
}

function readWebp(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 30) return null;
  const view = viewOf(bytes);
  const complete = view.getUint32(4, true) + 8 <= bytes.length;
  const sized = (width: number, height: number): ImageHeader => ({ format: "webp", width, height, complete, scans: 1 });
  if (asciiAt(bytes, 12, "VP8 ")) {
    if (!startsWith(bytes, [0x9d, 0x01, 0x2a], 23)) return null;
    return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  }
  if (asciiAt(bytes, 12, "VP8L")) {
    if (bytes[20] !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (asciiAt(bytes, 12, "VP8X")) {
    const uint24 = (at: number) => view.getUint16(at, true) | (bytes[at + 2]! << 16);
    return sized(uint24(24) + 1, uint24(27) + 1);
  }
  return null;
}

/** Picture formats that are recognised only to be named in the refusal. */
function foreignFormat(bytes: Uint8Array): string | null {
  if (asciiAt(bytes, 0, "GIF8")) return "GIF";
  if (asciiAt(bytes, 0, "BM")) return "BMP";
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) || startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a])) return "TIFF";
  if (asciiAt(bytes, 4, "ftypavif")) return "AVIF";
  if (["heic", "heix", "heif", "mif1", "msf1"].some((brand) => asciiAt(bytes, 4, `ftyp${brand}`))) return "HEIC";
  if (asciiAt(bytes, 0, "<svg")) return "SVG";
  return null;
}

function judged(format: PhotoFormat, header: ImageHeader | null): HeaderVerdict {
  return header && header.width > 0 && header.height > 0 ? { kind: "image", header } : { kind: "torn", format };
}

/**
 * Reads the header of a picture.
 * @param bytes the whole file; a prefix gives the size too, with `complete` false
 */
export function readImageHeader(bytes: Uint8Array): HeaderVerdict {
  if (startsWith(bytes, PNG_SIGNATURE)) return judged("png", readPng(bytes));
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return judged("jpeg", readJpeg(bytes));
  if (asciiAt(bytes, 0, "RIFF") && asciiAt(bytes, 8, "WEBP")) return judged("webp", readWebp(bytes));
  const format = foreignFormat(bytes);
  return format === null ? { kind: "not-an-image" } : { kind: "unsupported", format };
}
