/**
 * How long a file's sound is, and how much of it is there, from headers and the file's end alone: cheap, and the same
 * whichever decoder is used later.
 */
import { MoodSyncError } from "../../core/errors.ts";
import { audioTruncated } from "./audio-errors.ts";
import { readFlacStreamInfo, samplesBeforeLastFrame } from "./decode/flac-frames.ts";
import { readWavLayout, wavSeconds } from "./decode/wav.ts";
import type { FileReader } from "./file-reader.ts";
import { readXingTag } from "./mpeg-frame.ts";
import { readOggInfo } from "./ogg-pages.ts";
import type { SniffedFormat } from "./sniff-format.ts";

export interface SoundLength {
  /** null where only a parse of the whole file could tell. */
  seconds: number | null;
  /** Share of the declared sound that the file holds, 0..1; 1 where nothing says otherwise. */
  presentShare: number;
}

const TAIL_BYTES = 256 * 1024;
const MOST_BOXES = 1000;

/** Reads the length. @throws MoodSyncError `audio.truncated` where the file ends before its sound begins. */
export async function readSoundLength(file: FileReader, { format, audioOffset }: SniffedFormat): Promise<SoundLength> {
  if (format === "wav") return wavLength(file, audioOffset);
  if (format === "flac") return flacLength(file, audioOffset);
  if (format === "mp3") return mp3Length(file, audioOffset);
  if (format === "mp4") return mp4Length(file);
  if (format === "aac") return { seconds: null, presentShare: 1 };
  return { seconds: (await readOggInfo(file, audioOffset))?.seconds ?? null, presentShare: 1 };
}

async function wavLength(file: FileReader, offset: number): Promise<SoundLength> {
  const layout = await readWavLayout(file, offset).catch((error: unknown) => {
    // Compressed sound in a WAV file: ffmpeg may know it, and its length is then in the tags.
    if (error instanceof MoodSyncError && error.code === "audio.unsupported") return null;
    throw error;
  });
  if (layout === null) return { seconds: null, presentShare: 1 };
  const presentShare = layout.declaredBytes === 0 ? 1 : layout.dataBytes / layout.declaredBytes;
  return { seconds: wavSeconds(layout), presentShare };
}

async function flacLength(file: FileReader, offset: number): Promise<SoundLength> {
  const info = await readFlacStreamInfo(file, offset);
  if (info.totalSamples === 0) return { seconds: null, presentShare: 1 };
  const start = Math.max(info.framesOffset, file.sizeBytes - TAIL_BYTES);
  const before = samplesBeforeLastFrame(await file.read(start, TAIL_BYTES), info);
  const present = before === null ? null : Math.min(info.totalSamples, before + info.blockSize);
  return {
    seconds: info.totalSamples / info.sampleRateHz,
    presentShare: present === null ? 1 : present / info.totalSamples,
  };
}

async function mp3Length(file: FileReader, offset: number): Promise<SoundLength> {
  const tag = readXingTag(await file.read(offset, 256));
  if (tag === null) return { seconds: null, presentShare: 1 };
  const present = tag.bytes === null || tag.bytes === 0 ? 1 : (file.sizeBytes - offset) / tag.bytes;
  return { seconds: tag.seconds, presentShare: Math.min(1, present) };
}

/** Walks the top-level boxes (ISO/IEC 14496-12): `moov` must be there, and `mdat` must not reach past the end. */
async function mp4Length(file: FileReader): Promise<SoundLength> {
  let position = 0;
  let hasMovie = false;
  let presentShare = 1;
  for (let boxes = 0; boxes < MOST_BOXES && position < file.sizeBytes; boxes++) {
    const head = await file.read(position, 16);
    if (head.length < 8) break;
    const type = head.toString("latin1", 4, 8);
    const short = head.readUInt32BE(0);
    const size =
      short === 1 && head.length === 16
        ? Number(head.readBigUInt64BE(8))
        : short === 0
          ? file.sizeBytes - position
          : short;
    if (size < 8) break;
    const end = position + size;
    if (type === "moov" && end <= file.sizeBytes) hasMovie = true;
    if (type === "mdat" && end > file.sizeBytes) presentShare = (file.sizeBytes - position) / size;
    position = end;
  }
  if (!hasMovie) throw audioTruncated("The file ends before the index that its sound needs.");
  return { seconds: null, presentShare };
}
