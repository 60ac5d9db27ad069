/**
 * From a file to the features that are stored: which excerpt is taken, decoding, analysis, and the mood they add up to.
 * Running many of these at once is left to `analysis-pool.ts`.
 */
import { ANALYSER_VERSION, analyseAudio, type AudioAnalysis } from "../../core/signal/analyse-audio.ts";
import { takeFingerprint } from "../../core/signal/fingerprint.ts";
import { affectOfSong } from "../../core/signal/song-mood.ts";
import { audioTruncated } from "./audio-errors.ts";
import { type DecoderChoice, decodeAudio } from "./decode/decode-audio.ts";
import type { DecodedAudio } from "./decode/mono-excerpt.ts";
import { withFile } from "./file-reader.ts";
import type { MeasuredSound } from "./measured-sound.ts";
import { sniffFormat } from "./sniff-format.ts";
import { songMoodModel } from "./song-mood-model.ts";
import { readSoundLength } from "./sound-length.ts";
import { readTags } from "./tags.ts";

/** Two minutes tell tempo, key and loudness as well as the whole does, and bound the work for any file. */
export const EXCERPT_SECONDS = 120;
/** The excerpt lies in the middle, but begins no later than this, since some formats can only be decoded from the start. */
const LATEST_START_SECONDS = 180;
/** A file that holds less of its sound than this is reported instead of judged by half of it. */
const LEAST_PRESENT_SHARE = 0.95;

/** Less sound than this says nothing about a track. */
const LEAST_SECONDS = 0.5;

export interface AnalyseOptions {
  signal?: AbortSignal | undefined;
  decoder?: DecoderChoice | undefined;
}

/** Where the excerpt of a track begins, in seconds: it is centred, within the limits above. */
export function excerptStart(durationSeconds: number | null): number {
  if (durationSeconds === null) return 0;
  return Math.min(LATEST_START_SECONDS, Math.max(0, (durationSeconds - EXCERPT_SECONDS) / 2));
}

/**
 * Analyses a file.
 * @throws MoodSyncError as `measureFile` and `songMoodModel` do
 */
export async function analyseFile(absolutePath: string, options: AnalyseOptions = {}): Promise<MeasuredSound> {
  const { samples, sampleRateHz } = await decodeExcerpt(absolutePath, options);
  const analysis = analyseAudio(samples, sampleRateHz);
  const { cues: _, ...features } = analysis;
  const fingerprint = takeFingerprint(samples, sampleRateHz);
  return { analyserVersion: ANALYSER_VERSION, ...features, ...affectOfSong(analysis, songMoodModel()), fingerprint };
}

/**
 * Measures a file's sound, without drawing a mood from it; what the mood model is trained on, too.
 * @throws MoodSyncError as `decodeAudio` does, and `audio.truncated` where over a twentieth of the sound is missing or
 *   under half a second is there.
 */
export async function measureFile(absolutePath: string, options: AnalyseOptions = {}): Promise<AudioAnalysis> {
  const { samples, sampleRateHz } = await decodeExcerpt(absolutePath, options);
  return analyseAudio(samples, sampleRateHz);
}

async function decodeExcerpt(absolutePath: string, options: AnalyseOptions): Promise<DecodedAudio> {
  const durationSeconds = await measuredDuration(absolutePath);
  const startSeconds = excerptStart(durationSeconds);
  const decodeFrom = (start: number) =>
    decodeAudio(absolutePath, { ...options, startSeconds: start, maxSeconds: EXCERPT_SECONDS, durationSeconds });
  const decoded = await decodeFrom(startSeconds).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    // A duration that is a lie may put the start beyond the end.
    if (startSeconds === 0) throw error;
    return decodeFrom(0);
  });
  if (decoded.samples.length < LEAST_SECONDS * decoded.sampleRateHz)
    throw audioTruncated("The file holds less than half a second of sound.");
  return decoded;
}

async function measuredDuration(absolutePath: string): Promise<number | null> {
  const length = await withFile(absolutePath, async (file) => readSoundLength(file, await sniffFormat(file)));
  if (length.presentShare < LEAST_PRESENT_SHARE) {
    throw audioTruncated(`The file ends after ${Math.floor(length.presentShare * 100)} % of its sound.`);
  }
  if (length.seconds !== null) return length.seconds;
  const { durationMs } = await readTags(absolutePath);
  return durationMs === null ? null : durationMs / 1000;
}
