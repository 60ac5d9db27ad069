/**
 * Decodes through an installed ffmpeg: any format, fast, in a process of its own that is bounded in time and output.
 * Which files it is given, and what to do where it is missing, is decided in `decode-audio.ts`.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { audioEmpty, audioTimeout, audioTruncated, audioUnsupported } from "../audio-errors.ts";
import type { AudioFormat } from "../sniff-format.ts";
import { type DecodedAudio, type Excerpt, MonoExcerpt } from "./mono-excerpt.ts";

const RATE_HZ = 22_050;
const MOST_STDERR = 4096;
const DETECTION_MS = 5000;

/** Naming the demuxer keeps a crafted file from being read as a playlist or script that opens other files. */
const DEMUXERS: Readonly<Record<AudioFormat, string>> = {
  mp3: "mp3",
  flac: "flac",
  "ogg-vorbis": "ogg",
  "ogg-opus": "ogg",
  "ogg-other": "ogg",
  mp4: "mov",
  aac: "aac",
  wav: "wav",
};

let detected: Promise<boolean> | null = null;

/** Whether an `ffmpeg` that runs is on the PATH; found out once. */
export function isFfmpegInstalled(): Promise<boolean> {
  detected ??= new Promise((resolve) => {
    const child = spawn("ffmpeg", ["-hide_banner", "-version"], {
      stdio: "ignore",
      timeout: DETECTION_MS,
      windowsHide: true,
    });
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
  return detected;
}

export interface FfmpegRequest {
  absolutePath: string;
  format: AudioFormat;
  excerpt: Excerpt;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/**
 * Decodes an excerpt to mono at 22.05 kHz.
 * @throws MoodSyncError `audio.truncated`, `audio.unsupported`, `audio.empty` or `audio.timeout`; the abort reason.
 */
export async function decodeWithFfmpeg(request: FfmpegRequest): Promise<DecodedAudio> {
  const { signal, timeoutMs } = request;
  signal?.throwIfAborted();
  const mono = new MonoExcerpt(RATE_HZ, { startSeconds: 0, maxSeconds: request.excerpt.maxSeconds });
  const child = spawn("ffmpeg", ffmpegArguments(request), { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  const kill = (): boolean => child.kill("SIGKILL");
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const { exitCode, message, sampleCount } = await collect(child, mono, kill);
    signal?.throwIfAborted();
    if (isLate) throw audioTimeout(timeoutMs / 1000);
    if (sampleCount === 0) throw explain(exitCode, message);
    return mono.finish();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
  }
}

function ffmpegArguments({ absolutePath, format, excerpt }: FfmpegRequest): string[] {
  const input = ["-protocol_whitelist", "file,pipe", "-f", DEMUXERS[format]];
  const cut = ["-ss", excerpt.startSeconds.toFixed(3), "-t", excerpt.maxSeconds.toFixed(3)];
  // Bounded coefficients make the downmix a mean of the channels, as elsewhere; by default ffmpeg's is 3 dB louder.
  const filter = ["-af", `aresample=${RATE_HZ}:rematrix_maxval=1.0`, "-ac", "1", "-ar", String(RATE_HZ)];
  const output = ["-map", "0:a:0", "-vn", "-sn", "-dn", ...filter, "-f", "f32le", "pipe:1"];
  // The prefix keeps a path that looks like an option or a protocol a path.
  const path = ["-i", `file:${absolutePath}`];
  return ["-nostdin", "-hide_banner", "-v", "error", "-threads", "1", ...input, ...cut, ...path, ...output];
}

interface Outcome {
  exitCode: number | null;
  message: string;
  sampleCount: number;
}

function collect(
  child: ChildProcessByStdio<null, Readable, Readable>,
  mono: MonoExcerpt,
  kill: () => void,
): Promise<Outcome> {
  let rest: Buffer = Buffer.alloc(0);
  let message = "";
  let sampleCount = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const count = Math.floor(bytes.length / 4);
    const samples = new Float32Array(count);
    for (let i = 0; i < count; i++) samples[i] = bytes.readFloatLE(i * 4);
    rest = bytes.subarray(count * 4);
    sampleCount += count;
    mono.add([samples], count);
    if (mono.isFull) kill();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    message = (message + text).slice(0, MOST_STDERR);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, message, sampleCount }));
  });
}

/** From ffmpeg's words to one of our codes; the format was recognised before, so what fails now is damage or a gap in ffmpeg. */
function explain(exitCode: number | null, message: string): Error {
  if (/not currently supported|Decoder .* not found|decoder not found|Unsupported|not implemented/i.test(message)) {
    return audioUnsupported("The installed ffmpeg cannot decode this format.");
  }
  if (/matches no streams/i.test(message)) return audioEmpty();
  return exitCode === 0 ? audioEmpty() : audioTruncated("The file is damaged: nothing in it can be decoded.", message);
}
