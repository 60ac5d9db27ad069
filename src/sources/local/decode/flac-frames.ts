/**
 * Cuts a native FLAC stream into frames (RFC 9639), so that the decoder is given one at a time and what a hostile file
 * can make it produce at once is bounded by the largest block, 65,535 samples. Decoding itself is left to the decoder.
 */
import { audioTruncated } from "../audio-errors.ts";
import type { FileReader } from "../file-reader.ts";

export interface FlacStreamInfo {
  /** Samples in every block but the last; 0 where blocks vary. */
  blockSize: number;
  sampleRateHz: number;
  channelCount: number;
  /** 0 where unknown. */
  totalSamples: number;
  /** Where the first frame begins. */
  framesOffset: number;
}

const MOST_METADATA_BLOCKS = 1024;
const READ_BYTES = 128 * 1024;
/** No real frame is larger: 65,535 samples of eight 32-bit channels would be 2 MiB uncompressed. */
const LARGEST_FRAME_BYTES = 3 * 1024 * 1024;

/** Reads STREAMINFO and skips the other metadata. @throws MoodSyncError `audio.truncated` where they break off. */
export async function readFlacStreamInfo(file: FileReader, flacOffset: number): Promise<FlacStreamInfo> {
  let position = flacOffset + 4;
  let info: Omit<FlacStreamInfo, "framesOffset"> | null = null;
  for (let blocks = 0; blocks < MOST_METADATA_BLOCKS; blocks++) {
    const head = await file.read(position, 4);
    if (head.length < 4) break;
    const size = head.readUIntBE(1, 3);
    if ((head[0]! & 0x7f) === 0) info = parseStreamInfo(await file.read(position + 4, 34));
    position += 4 + size;
    if ((head[0]! & 0x80) === 0) continue;
    if (info === null || position >= file.sizeBytes) break;
    return { ...info, framesOffset: position };
  }
  throw audioTruncated("The file ends before its sound begins.");
}

function parseStreamInfo(block: Buffer): Omit<FlacStreamInfo, "framesOffset"> {
  if (block.length < 34) throw audioTruncated();
  const [smallest, largest] = [block.readUInt16BE(0), block.readUInt16BE(2)];
  const sampleRateHz = block.readUIntBE(10, 3) >> 4;
  const channelCount = ((block[12]! >> 1) & 7) + 1;
  const totalSamples = (block[13]! & 15) * 2 ** 32 + block.readUInt32BE(14);
  if (sampleRateHz === 0) throw audioTruncated();
  return { blockSize: smallest === largest ? smallest : 0, sampleRateHz, channelCount, totalSamples };
}

/**
 * Yields the frames from a byte position on; what is no frame in between is skipped.
 * A frame reaches to the next header whose checksum holds and before which the frame's own checksum stands.
 */
export async function* readFlacFrames(file: FileReader, from: number): AsyncGenerator<Buffer> {
  let buffer = Buffer.alloc(0);
  let position = from;
  let start = -1;
  let cursor = 0;
  let crc = 0;
  while (true) {
    const next = await file.read(position, READ_BYTES);
    position += next.length;
    const isEnd = next.length === 0;
    buffer = Buffer.concat([buffer, next]);
    // A header and its checksum take up to 16 bytes; one that may be cut off by the buffer's end waits for more.
    const limit = isEnd ? buffer.length : buffer.length - 16;
    for (; cursor < limit; cursor++) {
      const isHeader = buffer[cursor] === 0xff && isFrameHeader(buffer, cursor);
      if (start === -1) {
        if (!isHeader) continue;
        start = cursor;
        crc = 0;
      } else if (isHeader && crc === 0) {
        yield buffer.subarray(start, cursor);
        start = cursor;
        crc = 0;
      } else if (cursor - start > LARGEST_FRAME_BYTES) {
        start = -1;
        continue;
      }
      crc = ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ buffer[cursor]!]!;
    }
    if (isEnd) break;
    const keepFrom = start === -1 ? cursor : start;
    buffer = buffer.subarray(keepFrom);
    cursor -= keepFrom;
    if (start !== -1) start = 0;
  }
  if (start !== -1 && crc === 0) yield buffer.subarray(start);
}

/** Whether a frame header with a valid CRC-8 stands at an offset (RFC 9639, section 9.1). */
function isFrameHeader(bytes: Buffer, offset: number): boolean {
  if ((bytes[offset + 1]! & 0xfe) !== 0xf8) return false;
  const third = bytes[offset + 2];
  const fourth = bytes[offset + 3];
  if (third === undefined || fourth === undefined) return false;
  const [blockCode, rateCode] = [third >> 4, third & 15];
  if (blockCode === 0 || rateCode === 15 || fourth >> 4 > 10 || (fourth & 1) === 1) return false;
  let length = 4 + codedNumberBytes(bytes[offset + 4] ?? 0xff);
  if (blockCode === 6) length += 1;
  if (blockCode === 7) length += 2;
  if (rateCode === 12) length += 1;
  if (rateCode === 13 || rateCode === 14) length += 2;
  if (offset + length >= bytes.length) return false;
  let crc = 0;
  for (let i = 0; i <= length; i++) crc = CRC8[crc ^ bytes[offset + i]!]!;
  return crc === 0;
}

/** How many samples lie before the last frame that begins in these bytes, by the number in its header; null without one. */
export function samplesBeforeLastFrame(tail: Buffer, info: FlacStreamInfo): number | null {
  for (let at = tail.lastIndexOf(0xff); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(0xff, at - 1)) {
    if (!isFrameHeader(tail, at)) continue;
    const number = codedNumber(tail, at + 4);
    const countsSamples = (tail[at + 1]! & 1) === 1;
    const samples = countsSamples ? number : number * info.blockSize;
    // Four bytes that look like a header turn up by chance: a place beyond the end is no place.
    if (samples <= info.totalSamples) return samples;
  }
  return null;
}

function codedNumber(bytes: Buffer, offset: number): number {
  const length = codedNumberBytes(bytes[offset]!);
  let value = length === 1 ? bytes[offset]! : bytes[offset]! & (0x7f >> length);
  for (let i = 1; i < length; i++) value = value * 64 + (bytes[offset + i]! & 0x3f);
  return value;
}

/** Bytes of the frame or sample number, coded like UTF-8. */
function codedNumberBytes(first: number): number {
  if (first < 0x80) return 1;
  return Math.max(1, Math.clz32(~(first << 24)));
}

const CRC8 = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
  return crc;
});
const CRC16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  return crc;
});
