/**
 * From a file to samples: ffmpeg where it is installed, else the decoders that come with the application.
 * What the samples mean is left to the analysis; whether a path may be read at all, to `safe-path.ts`.
 */
import { MoodSyncError } from "../../../core/errors.ts";
import { audioEmpty, audioTooLong } from "../audio-errors.ts";
import { type FileReader, withFile } from "../file-reader.ts";
import { sniffFormat, type SniffedFormat } from "../sniff-format.ts";
import { decodeWithFfmpeg, isFfmpegInstalled } from "./ffmpeg.ts";
import type { DecodedAudio } from "./mono-excerpt.ts";
import { decodeWithWasm, WASM_FORMATS } from "./wasm-decoders.ts";
import { decodeWav } from "./wav.ts";

/** `auto` takes ffmpeg where it is installed; `builtin` never does. */
export type DecoderChoice = "auto" | "ffmpeg" | "builtin";

export interface DecodeOptions {
  signal?: AbortSignal | undefined;
  /** Default 120. */
  maxSeconds?: number;
  /** Where the excerpt begins; default 0. */
  startSeconds?: number;
  /** Lets decoders jump to the start instead of decoding up to it; default unknown. */
  durationSeconds?: number | null;
  decoder?: DecoderChoice | undefined;
  /** How long ffmpeg may take; default 45 s. */
  timeoutMs?: number;
}

/** A file that claims more than this is refused. */
export const LONGEST_HOURS = 24;
const DEFAULT_SECONDS = 120;
const DEFAULT_TIMEOUT_MS = 45_000;

/**
 * Decodes an excerpt of a file to mono at 22.05 to 44.1 kHz (lower where the file is).
 * @throws MoodSyncError `audio.empty`, `audio.truncated`, `audio.not-audio`, `audio.unsupported`, `audio.too-long`,
 *   `audio.timeout`, `file.not-found`, `file.unreadable`; the abort reason.
 */
export async function decodeAudio(absolutePath: string, options: DecodeOptions = {}): Promise<DecodedAudio> {
  options.signal?.throwIfAborted();
  if ((options.durationSeconds ?? 0) > LONGEST_HOURS * 3600) throw audioTooLong(LONGEST_HOURS);
  return withFile(absolutePath, async (file) => {
    const sniffed = await sniffFormat(file);
    const decoded = await decodeSniffed(absolutePath, file, sniffed, options);
    if (decoded.samples.length === 0) throw audioEmpty();
    return decoded;
  });
}

async function decodeSniffed(
  absolutePath: string,
  file: FileReader,
  sniffed: SniffedFormat,
  options: DecodeOptions,
): Promise<DecodedAudio> {
  const { signal, decoder = "auto", durationSeconds = null } = options;
  const excerpt = { startSeconds: options.startSeconds ?? 0, maxSeconds: options.maxSeconds ?? DEFAULT_SECONDS };
  const withBuiltin = (): Promise<DecodedAudio> =>
    sniffed.format === "wav"
      ? decodeWav(file, sniffed.audioOffset, excerpt, signal)
      : decodeWithWasm({ file, sniffed, excerpt, durationSeconds, signal });
  const withFfmpeg = (): Promise<DecodedAudio> => {
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return decodeWithFfmpeg({ absolutePath, format: sniffed.format, excerpt, timeoutMs, signal });
  };
  if (decoder === "ffmpeg") return withFfmpeg();
  if (decoder === "builtin" || !(await isFfmpegInstalled())) return withBuiltin();
  // Plain WAV needs no other process; for the rest ffmpeg is faster. Each stands in for what the other lacks.
  if (sniffed.format === "wav") return withBuiltin().catch(insteadOfUnsupported(withFfmpeg));
  const hasBuiltin = WASM_FORMATS.has(sniffed.format);
  return hasBuiltin ? withFfmpeg().catch(insteadOfUnsupported(withBuiltin)) : withFfmpeg();
}

function insteadOfUnsupported(decode: () => Promise<DecodedAudio>): (error: unknown) => Promise<DecodedAudio> {
  return (error) => {
    if (error instanceof MoodSyncError && error.code === "audio.unsupported") return decode();
    throw error;
  };
}
