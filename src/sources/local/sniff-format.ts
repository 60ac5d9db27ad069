/**
 * Tells what an audio file really holds from its first bytes, whatever its name, and finds where the sound begins.
 * Durations and tags are read elsewhere.
 */
import { audioEmpty, audioNotAudio, audioTruncated } from "./audio-errors.ts";
import type { FileReader } from "./file-reader.ts";
import { MPEG_HEADER_BYTES, parseMpegHeader } from "./mpeg-frame.ts";

export type AudioFormat = "mp3" | "flac" | "ogg-vorbis" | "ogg-opus" | "ogg-other" | "mp4" | "aac" | "wav";

export interface SniffedFormat {
  format: AudioFormat;
  /** Where the format's own header begins, after an ID3v2 tag. */
  audioOffset: number;
}

/** The media type a browser is told. */
export const MIME_TYPES: Readonly<Record<AudioFormat, string>> = {
  mp3: "audio/mpeg",
  flac: "audio/flac",
  "ogg-vorbis": "audio/ogg",
  "ogg-opus": "audio/ogg",
  "ogg-other": "audio/ogg",
  mp4: "audio/mp4",
  aac: "audio/aac",
  wav: "audio/wav",
};

/** Padding and rubbish that may stand before the first MPEG frame. */
const SEARCH_BYTES = 64 * 1024;
const ID3_HEADER_BYTES = 10;

/**
 * Sniffs an open file.
 * @throws MoodSyncError `audio.empty`; `audio.truncated` where a known header breaks off; `audio.not-audio`.
 */
export async function sniffFormat(file: FileReader): Promise<SniffedFormat> {
  if (file.sizeBytes === 0) throw audioEmpty();
  const audioOffset = await skipId3(file);
  const head = await file.read(audioOffset, SEARCH_BYTES);
  if (audioOffset > 0 && head.length < MPEG_HEADER_BYTES)
    throw audioTruncated("The file ends where its sound should begin.");
  const format = sniffMagic(head);
  if (format !== null) return { format, audioOffset };
  const frame = findMpegFrame(head, audioOffset + head.length >= file.sizeBytes);
  if (frame === null) throw audioNotAudio();
  return { format: frame.format, audioOffset: audioOffset + frame.offset };
}

/** The position after the leading ID3v2 tags (some files have several). */
async function skipId3(file: FileReader): Promise<number> {
  let offset = 0;
  for (let tags = 0; tags < 8; tags++) {
    const head = await file.read(offset, ID3_HEADER_BYTES);
    if (head.length < ID3_HEADER_BYTES || head.toString("latin1", 0, 3) !== "ID3") break;
    const size = head.subarray(6).reduce((sum, byte) => (sum << 7) | (byte & 0x7f), 0);
    const hasFooter = (head[5]! & 0x10) !== 0;
    offset += ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0);
    if (offset > file.sizeBytes) throw audioTruncated("The file ends within its tags.");
  }
  return offset;
}

function sniffMagic(head: Buffer): AudioFormat | null {
  const tag = head.toString("latin1", 0, 4);
  if (tag === "fLaC") return "flac";
  if (tag === "OggS") return sniffOgg(head);
  if (head.toString("latin1", 4, 8) === "ftyp") return "mp4";
  if (tag === "RIFF" || tag === "RF64") {
    if (head.length < 12) throw audioTruncated();
    return head.toString("latin1", 8, 12) === "WAVE" ? "wav" : null;
  }
  return null;
}

function sniffOgg(head: Buffer): AudioFormat {
  const segments = head[26];
  if (segments === undefined) throw audioTruncated();
  const packet = head.subarray(27 + segments);
  if (packet.length < 8) throw audioTruncated();
  if (packet.toString("latin1", 0, 8) === "OpusHead") return "ogg-opus";
  if (packet.toString("latin1", 0, 7) === "\x01vorbis") return "ogg-vorbis";
  return "ogg-other";
}

/** The first MPEG or ADTS frame that is followed by another of its kind, or by the end of the file. */
function findMpegFrame(head: Buffer, isWholeFile: boolean): { format: "mp3" | "aac"; offset: number } | null {
  for (let offset = 0; offset + MPEG_HEADER_BYTES <= head.length; offset++) {
    if (head[offset] !== 0xff) continue;
    const frame = parseMpegHeader(head, offset);
    if (frame === null) continue;
    const next = offset + frame.lengthBytes;
    const isLast = isWholeFile && next >= head.length - MPEG_HEADER_BYTES;
    const follower = isLast ? null : parseMpegHeader(head, next);
    // A lone header says little: only at the very start is it taken for a file that was cut after its first frame.
    if (isLast ? offset === 0 : follower?.format === frame.format && follower.sampleRateHz === frame.sampleRateHz) {
      return { format: frame.format, offset };
    }
  }
  return null;
}
