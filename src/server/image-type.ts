/** What kind of picture some bytes are, by their own signature: the word of a tag inside a music file proves nothing. */

const SIGNATURES: readonly { type: string; fits: (bytes: Uint8Array) => boolean }[] = [
  { type: "image/jpeg", fits: (bytes) => startsWith(bytes, 0, [0xff, 0xd8, 0xff]) },
  { type: "image/png", fits: (bytes) => startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: "image/gif", fits: (bytes) => text(bytes, 0, 4) === "GIF8" },
  { type: "image/webp", fits: (bytes) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP" },
  { type: "image/avif", fits: (bytes) => text(bytes, 4, 8) === "ftyp" && /^avi[fs]$/.test(text(bytes, 8, 12)) },
  { type: "image/bmp", fits: (bytes) => text(bytes, 0, 2) === "BM" },
];

/** The MIME type of a picture that every browser shows and that cannot carry a script; null for anything else. */
export function imageTypeOf(bytes: Uint8Array): string | null {
  return SIGNATURES.find(({ fits }) => fits(bytes))?.type ?? null;
}

function startsWith(bytes: Uint8Array, offset: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[offset + index] === byte);
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
