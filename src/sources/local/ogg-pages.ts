/**
 * The pages of an Ogg file (RFC 3533): cuts a file into them, and reads rate, channels and duration from the first and the
 * last one. What the pages carry is decoded elsewhere.
 */
import type { FileReader } from "./file-reader.ts";

const TAIL_BYTES = 128 * 1024;

export interface OggInfo {
  sampleRateHz: number;
  channelCount: number;
  /** null where no last page is found. */
  seconds: number | null;
}

/** Reads the first page's codec header and the last page's position; null for codecs other than Vorbis and Opus. */
export async function readOggInfo(file: FileReader, oggOffset: number): Promise<OggInfo | null> {
  const head = await file.read(oggOffset, 512);
  const packet = head.subarray(27 + (head[26] ?? 0));
  const isOpus = packet.toString("latin1", 0, 8) === "OpusHead";
  const isVorbis = packet.toString("latin1", 0, 7) === "\x01vorbis";
  if ((!isOpus && !isVorbis) || packet.length < 19) return null;
  const sampleRateHz = isOpus ? 48_000 : packet.readUInt32LE(12);
  const preSkip = isOpus ? packet.readUInt16LE(10) : 0;
  const channelCount = isOpus ? packet[9]! : packet[11]!;
  const last = await lastGranule(file, head.readUInt32LE(14));
  return { sampleRateHz, channelCount, seconds: last === null ? null : Math.max(0, last - preSkip) / sampleRateHz };
}

/** The granule position of the stream's last page that ends a packet. */
async function lastGranule(file: FileReader, serial: number): Promise<number | null> {
  const start = Math.max(0, file.sizeBytes - TAIL_BYTES);
  const tail = await file.read(start, TAIL_BYTES);
  for (let at = tail.lastIndexOf("OggS"); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf("OggS", at - 1)) {
    if (at + 27 > tail.length || tail.readUInt32LE(at + 14) !== serial) continue;
    const granule = tail.readBigInt64LE(at + 6);
    if (granule >= 0n) return Number(granule);
  }
  return null;
}

const HEADER_BYTES = 27;
/** 255 segments of 255 bytes, and the header with its table. */
const LARGEST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

/** Yields the whole pages from a position on; rubbish between them is skipped, a page that breaks off at the end is left out. */
export async function* readOggPages(file: FileReader, from: number): AsyncGenerator<Buffer> {
  let position = from;
  while (position < file.sizeBytes) {
    const bytes = await file.read(position, LARGEST_PAGE_BYTES);
    const start = bytes.indexOf("OggS");
    if (start !== 0) {
      // The capture pattern may straddle the end of what was read.
      position += start === -1 ? Math.max(1, bytes.length - 3) : start;
      continue;
    }
    const segments = bytes[HEADER_BYTES - 1] ?? 0;
    const table = bytes.subarray(HEADER_BYTES, HEADER_BYTES + segments);
    const length = HEADER_BYTES + segments + table.reduce((sum, size) => sum + size, 0);
    if (bytes.length < HEADER_BYTES || length > bytes.length) return;
    yield bytes.subarray(0, length);
    position += length;
  }
}
