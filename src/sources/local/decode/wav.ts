/** RIFF WAVE: finds format and sound without trusting the sizes it declares, and decodes PCM and float samples itself. */
import { audioEmpty, audioTruncated, audioUnsupported } from "../audio-errors.ts";
import type { FileReader } from "../file-reader.ts";
import { type DecodedAudio, type Excerpt, MonoExcerpt } from "./mono-excerpt.ts";

export interface WavLayout {
  encoding: "int" | "float";
  bitsPerSample: number;
  channelCount: number;
  sampleRateHz: number;
  dataOffset: number;
  /** Bytes of sound that are there. */
  dataBytes: number;
  /** Bytes of sound that the header declares; the same where it declares nothing (a stream's 0 or 0xFFFFFFFF). */
  declaredBytes: number;
}

const MOST_CHUNKS = 1000;
const MOST_CHANNELS = 32;
const FASTEST_RATE_HZ = 384_000;
const BLOCK_FRAMES = 16_384;

/**
 * Reads the chunks up to the sound.
 * @throws MoodSyncError `audio.truncated` where a needed chunk is missing; `audio.unsupported` for compressed sound.
 */
export async function readWavLayout(file: FileReader, riffOffset = 0): Promise<WavLayout> {
  let format: Omit<WavLayout, "dataOffset" | "dataBytes" | "declaredBytes"> | null = null;
  let position = riffOffset + 12;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks++) {
    const head = await file.read(position, 8);
    if (head.length < 8) break;
    const id = head.toString("latin1", 0, 4);
    const size = head.readUInt32LE(4);
    const start = position + 8;
    if (id === "fmt ") format = parseFormat(await file.read(start, Math.min(size, 40)));
    if (id === "data") {
      if (format === null) break;
      const present = Math.max(0, file.sizeBytes - start);
      const isStream = size === 0xffffffff || (size === 0 && present > 0);
      return {
        ...format,
        dataOffset: start,
        dataBytes: isStream ? present : Math.min(size, present),
        declaredBytes: isStream ? present : size,
      };
    }
    position = start + size + (size % 2);
  }
  throw audioTruncated("The file ends before its sound begins.");
}

function parseFormat(chunk: Buffer) {
  if (chunk.length < 16) throw audioTruncated();
  const isExtensible = chunk.readUInt16LE(0) === 0xfffe && chunk.length >= 26;
  const tag = isExtensible ? chunk.readUInt16LE(24) : chunk.readUInt16LE(0);
  const channelCount = chunk.readUInt16LE(2);
  const sampleRateHz = chunk.readUInt32LE(4);
  const bitsPerSample = chunk.readUInt16LE(14);
  if (channelCount === 0 || channelCount > MOST_CHANNELS || sampleRateHz < 4000 || sampleRateHz > FASTEST_RATE_HZ) {
    throw audioTruncated(`The header is damaged: it claims ${channelCount} channels at ${sampleRateHz} Hz.`);
  }
  const encoding = tag === 1 ? ("int" as const) : tag === 3 ? ("float" as const) : null;
  const sizes = encoding === "int" ? [8, 16, 24, 32] : [32, 64];
  if (encoding === null || !sizes.includes(bitsPerSample)) {
    throw audioUnsupported("This WAV file holds compressed sound; with ffmpeg installed it can be analysed.");
  }
  return { encoding, bitsPerSample, channelCount, sampleRateHz };
}

/** The duration that the header declares. */
export function wavSeconds(layout: WavLayout): number {
  return layout.declaredBytes / frameBytes(layout) / layout.sampleRateHz;
}

/** Decodes an excerpt, reading no more of the file than that. @throws MoodSyncError `audio.empty` where there is no sound. */
export async function decodeWav(
  file: FileReader,
  riffOffset: number,
  excerpt: Excerpt,
  signal?: AbortSignal,
): Promise<DecodedAudio> {
  const layout = await readWavLayout(file, riffOffset);
  const frameSize = frameBytes(layout);
  if (layout.dataBytes < frameSize) throw layout.declaredBytes === 0 ? audioEmpty() : audioTruncated();
  const mono = new MonoExcerpt(layout.sampleRateHz, { ...excerpt, startSeconds: 0 });
  let frame = Math.round(excerpt.startSeconds * layout.sampleRateHz);
  while (!mono.isFull) {
    signal?.throwIfAborted();
    const offset = frame * frameSize;
    const bytes = await file.read(
      layout.dataOffset + offset,
      Math.max(0, Math.min(BLOCK_FRAMES * frameSize, layout.dataBytes - offset)),
    );
    const frames = Math.floor(bytes.length / frameSize);
    if (frames === 0) break;
    mono.add(decodeBlock(bytes, frames, layout), frames);
    frame += frames;
  }
  return mono.finish();
}

function frameBytes({ bitsPerSample, channelCount }: WavLayout): number {
  return (bitsPerSample / 8) * channelCount;
}

function decodeBlock(bytes: Buffer, frames: number, layout: WavLayout): Float32Array[] {
  const sampleBytes = layout.bitsPerSample / 8;
  const readSample = sampleReader(bytes, layout);
  return Array.from({ length: layout.channelCount }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let i = 0; i < frames; i++) samples[i] = readSample((i * layout.channelCount + channel) * sampleBytes);
    return samples;
  });
}

function sampleReader(bytes: Buffer, { encoding, bitsPerSample }: WavLayout): (offset: number) => number {
  if (encoding === "float") {
    return bitsPerSample === 32 ? (offset) => bytes.readFloatLE(offset) : (offset) => bytes.readDoubleLE(offset);
  }
  if (bitsPerSample === 8) return (offset) => (bytes[offset]! - 128) / 128;
  if (bitsPerSample === 16) return (offset) => bytes.readInt16LE(offset) / 32_768;
  if (bitsPerSample === 24) return (offset) => bytes.readIntLE(offset, 3) / 8_388_608;
  return (offset) => bytes.readInt32LE(offset) / 2_147_483_648;
}
