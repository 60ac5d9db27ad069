/**
 * Writes synthesised sound to files in every format of the library: WAV by itself, the others through ffmpeg where it is
 * installed. A machine without ffmpeg can make WAV files only; tests skip the rest and say so.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { pngImage } from "./png-image.ts";
import { encodeWav } from "./wav-file.ts";
import { SYNTH_RATE_HZ } from "./waveforms.ts";

export const AUDIO_FORMATS = ["mp3", "flac", "ogg", "opus", "m4a", "wav"] as const;
export type AudioFileFormat = (typeof AUDIO_FORMATS)[number];

export interface AudioFileTags {
  title?: string;
  artist?: string;
  album?: string;
  genre?: string;
}

export interface AudioFileOptions {
  format: AudioFileFormat;
  sampleRateHz?: number;
  tags?: AudioFileTags;
  /** Embeds a small PNG; mp3, flac and m4a only. */
  cover?: boolean;
  /** More arguments for ffmpeg's output. */
  encoderArguments?: readonly string[];
}

/** Whether this machine can make more than WAV files. */
export const canEncode: boolean = spawnSync("ffmpeg", ["-version"], { stdio: "ignore" }).status === 0;

/** Why a format's tests are skipped on this machine, or null where they run. */
export function reasonToSkip(format: AudioFileFormat): string | null {
  return format === "wav" || canEncode ? null : `no ffmpeg on this machine to make ${format} files`;
}

const CODECS: Record<Exclude<AudioFileFormat, "wav">, readonly string[]> = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "192k", "-id3v2_version", "3"],
  flac: ["-c:a", "flac"],
  ogg: ["-c:a", "libvorbis", "-q:a", "5"],
  opus: ["-c:a", "libopus", "-b:a", "128k"],
  m4a: ["-c:a", "aac", "-b:a", "160k"],
};

const run = promisify(execFile);

/**
 * Writes a stereo file (both channels alike when one is given).
 * @param samples one mono signal, or a left and a right one
 */
export async function writeAudioFile(
  path: string,
  samples: Float32Array | readonly [Float32Array, Float32Array],
  options: AudioFileOptions,
): Promise<string> {
  const { format, sampleRateHz = SYNTH_RATE_HZ, tags = {}, cover = false } = options;
  const channels = samples instanceof Float32Array ? [samples, samples] : samples;
  await mkdir(dirname(path), { recursive: true });
  const wav = encodeWav(channels, { sampleRateHz });
  const isPlainWav = format === "wav" && Object.keys(tags).length === 0;
  if (isPlainWav) {
    await writeFile(path, wav);
    return path;
  }
  const [wavPath, coverPath] = [`${path}.source.wav`, `${path}.cover.png`];
  await writeFile(wavPath, wav);
  if (cover) await writeFile(coverPath, pngImage());
  const inputs = ["-i", `file:${wavPath}`, ...(cover ? ["-i", `file:${coverPath}`] : [])];
  const picture = cover ? ["-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"] : [];
  const metadata = Object.entries(tags).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]);
  const codec = format === "wav" ? [] : CODECS[format];
  const output = [...picture, ...codec, ...metadata, ...(options.encoderArguments ?? []), `file:${path}`];
  await run("ffmpeg", ["-nostdin", "-y", "-v", "error", ...inputs, ...output]);
  await Promise.all([rm(wavPath), rm(coverPath, { force: true })]);
  return path;
}
