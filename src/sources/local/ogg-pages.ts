/** What the pages of an Ogg file (RFC 3533) tell without decoding: rate, channels and the duration by the last page. */
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
