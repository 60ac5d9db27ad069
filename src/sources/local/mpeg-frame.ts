/** Headers of MPEG audio frames (ISO/IEC 11172-3, 13818-3), of ADTS frames (13818-7) and of the Xing tag; nothing is decoded. */

export const MPEG_HEADER_BYTES = 7;

export interface MpegFrame {
  format: "mp3" | "aac";
  lengthBytes: number;
  sampleRateHz: number;
  samples: number;
  /** Where the Xing tag would stand, from the frame's start; 0 for ADTS. */
  xingOffset: number;
}

const RATES_HZ = [44_100, 48_000, 32_000];
const ADTS_RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
/** kbit/s by version (1; 2 and 2.5) and layer (I, II, III). */
const BITRATES: Readonly<Record<"v1" | "v2", readonly (readonly number[])[]>> = {
  v1: [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  v2: [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
};

/** Reads the frame header at an offset; null where there is none. */
export function parseMpegHeader(bytes: Buffer, offset: number): MpegFrame | null {
  if (offset + MPEG_HEADER_BYTES > bytes.length) return null;
  const [sync, second] = [bytes[offset]!, bytes[offset + 1]!];
  const [third, fourth] = [bytes[offset + 2]!, bytes[offset + 3]!];
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const layerBits = (second >> 1) & 3;
  if (layerBits === 0) return parseAdts(bytes, offset);
  const versionBits = (second >> 3) & 3;
  const bitrateIndex = third >> 4;
  const rateIndex = (third >> 2) & 3;
  if (versionBits === 1 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return null;
  const isVersion1 = versionBits === 3;
  const layer = 4 - layerBits;
  const bitrate = BITRATES[isVersion1 ? "v1" : "v2"][layer - 1]![bitrateIndex]! * 1000;
  const sampleRateHz = RATES_HZ[rateIndex]! / (isVersion1 ? 1 : versionBits === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  const samples = layer === 1 ? 384 : layer === 3 && !isVersion1 ? 576 : 1152;
  const lengthBytes =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRateHz) + padding) * 4
      : Math.floor(((samples / 8) * bitrate) / sampleRateHz) + padding;
  const isMono = fourth >> 6 === 3;
  const sideBytes = isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return { format: "mp3", lengthBytes, sampleRateHz, samples, xingOffset: 4 + sideBytes };
}

function parseAdts(bytes: Buffer, offset: number): MpegFrame | null {
  if ((bytes[offset + 1]! & 0xf6) !== 0xf0) return null;
  const sampleRateHz = ADTS_RATES_HZ[(bytes[offset + 2]! >> 2) & 15];
  const lengthBytes = ((bytes[offset + 3]! & 3) << 11) | (bytes[offset + 4]! << 3) | (bytes[offset + 5]! >> 5);
  if (sampleRateHz === undefined || lengthBytes < MPEG_HEADER_BYTES) return null;
  return { format: "aac", lengthBytes, sampleRateHz, samples: 1024 * (1 + (bytes[offset + 6]! & 3)), xingOffset: 0 };
}

export interface XingTag {
  seconds: number;
  /** Bytes of sound that the encoder wrote; null where it does not say. */
  bytes: number | null;
}

/** Reads the Xing (or Info) tag in the first frame; null without one. */
export function readXingTag(firstFrame: Buffer): XingTag | null {
  const frame = parseMpegHeader(firstFrame, 0);
  if (frame === null || frame.xingOffset === 0 || firstFrame.length < frame.xingOffset + 16) return null;
  const tag = firstFrame.toString("latin1", frame.xingOffset, frame.xingOffset + 4);
  const flags = firstFrame.readUInt32BE(frame.xingOffset + 4);
  if ((tag !== "Xing" && tag !== "Info") || (flags & 1) === 0) return null;
  return {
    seconds: (firstFrame.readUInt32BE(frame.xingOffset + 8) * frame.samples) / frame.sampleRateHz,
    bytes: (flags & 2) === 0 ? null : firstFrame.readUInt32BE(frame.xingOffset + 12),
  };
}
