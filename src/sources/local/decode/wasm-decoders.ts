/**
 * Decodes MP3, FLAC, Ogg Vorbis and Ogg Opus with WebAssembly decoders, for machines without ffmpeg.
 * Input goes in by small pieces, so that neither the file nor what it unpacks to is ever held whole.
 */
import { FLACDecoder } from "@wasm-audio-decoders/flac";
import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { MPEGDecoder } from "mpg123-decoder";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { audioTruncated, audioUnsupported } from "../audio-errors.ts";
import type { FileReader } from "../file-reader.ts";
import { readOggInfo, readOggPages } from "../ogg-pages.ts";
import type { AudioFormat, SniffedFormat } from "../sniff-format.ts";
import { readFlacFrames, readFlacStreamInfo } from "./flac-frames.ts";
import { type DecodedAudio, type Excerpt, MonoExcerpt } from "./mono-excerpt.ts";

interface Block {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
}

export interface DecodeRequest {
  file: FileReader;
  sniffed: SniffedFormat;
  excerpt: Excerpt;
  /** Where known, lets MP3 and FLAC jump near the start instead of decoding up to it. */
  durationSeconds: number | null;
  signal: AbortSignal | undefined;
}

const MP3_CHUNK_BYTES = 32 * 1024;
const MOST_CHANNELS = 8;
/** After this many pieces in a row that give no sound, the rest is taken for rubbish. */
const MOST_FRUITLESS_BYTES = 8 * 1024 * 1024;

/** The formats that need no ffmpeg besides WAV. */
export const WASM_FORMATS: ReadonlySet<AudioFormat> = new Set(["mp3", "flac", "ogg-vorbis", "ogg-opus"]);

/**
 * Decodes an excerpt.
 * @throws MoodSyncError `audio.unsupported` for other formats and over eight channels; `audio.truncated` where nothing decodes.
 */
export async function decodeWithWasm(request: DecodeRequest): Promise<DecodedAudio> {
  const { format } = request.sniffed;
  if (format === "mp3") return decodeMp3(request);
  if (format === "flac") return decodeFlac(request);
  if (format === "ogg-vorbis") return decodeOgg(request, new OggVorbisDecoder());
  if (format === "ogg-opus") return decodeOgg(request, new OggOpusDecoder());
  throw audioUnsupported("Only ffmpeg can decode this format; with it installed, the file can be analysed.");
}

async function decodeMp3(request: DecodeRequest): Promise<DecodedAudio> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { from, excerpt } = jump(request, request.sniffed.audioOffset);
    const decode = (bytes: Uint8Array): Promise<Block> => Promise.resolve(decoder.decode(bytes));
    return await gather({ ...request, excerpt }, chunks(request.file, from, MP3_CHUNK_BYTES), decode);
  } finally {
    decoder.free();
  }
}

async function decodeFlac(request: DecodeRequest): Promise<DecodedAudio> {
  const info = await readFlacStreamInfo(request.file, request.sniffed.audioOffset);
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { from, excerpt } = jump(request, info.framesOffset);
    const decode = (frame: Uint8Array): Promise<Block> => decoder.decodeFrames([frame]);
    return await gather({ ...request, excerpt }, readFlacFrames(request.file, from), decode);
  } finally {
    decoder.free();
  }
}

interface OggDecoder {
  ready: Promise<void>;
  decode(data: Uint8Array): Promise<Block> | Block;
  flush(): Promise<Block>;
  free(): void;
}

async function decodeOgg(request: DecodeRequest, decoder: OggDecoder): Promise<DecodedAudio> {
  const info = await readOggInfo(request.file, request.sniffed.audioOffset);
  await decoder.ready;
  try {
    if (info === null) throw audioTruncated();
    if (info.channelCount > MOST_CHANNELS)
      throw audioUnsupported(`Sound of ${info.channelCount} channels cannot be analysed.`);
    // Page by page: a page unpacks to 31 s at most, and half a page would be decoded as if the rest were silence.
    const pieces = readOggPages(request.file, request.sniffed.audioOffset);
    return await gather(
      request,
      pieces,
      async (bytes) => decoder.decode(bytes),
      () => decoder.flush(),
    );
  } finally {
    decoder.free();
  }
}

/** Feeds pieces to a decoder until the excerpt is full, the file ends, or nothing more comes of it. */
async function gather(
  { excerpt, signal }: DecodeRequest,
  pieces: AsyncIterable<Uint8Array>,
  decode: (piece: Uint8Array) => Promise<Block>,
  flush?: () => Promise<Block>,
): Promise<DecodedAudio> {
  let mono: MonoExcerpt | null = null;
  let fruitless = 0;
  const add = ({ channelData, samplesDecoded, sampleRate }: Block): void => {
    if (samplesDecoded <= 0 || sampleRate <= 0 || channelData.length === 0) return;
    mono ??= new MonoExcerpt(sampleRate, excerpt);
    mono.add(channelData, Math.min(samplesDecoded, channelData[0]!.length));
  };
  const isFull = (): boolean => mono?.isFull ?? false;
  try {
    for await (const piece of pieces) {
      signal?.throwIfAborted();
      const block = await decode(piece);
      fruitless = block.samplesDecoded > 0 ? 0 : fruitless + piece.length;
      add(block);
      if (isFull() || fruitless > MOST_FRUITLESS_BYTES) break;
    }
    if (!isFull() && flush !== undefined) add(await flush());
  } catch (error) {
    signal?.throwIfAborted();
    // A decoder that trips over damage still has given what came before it.
    if (mono === null) throw audioTruncated("The file is damaged: nothing in it can be decoded.", error);
  }
  if (mono === null) throw audioTruncated("The file is damaged: nothing in it can be decoded.");
  return (mono as MonoExcerpt).finish();
}

async function* chunks(file: FileReader, from: number, size: number): AsyncGenerator<Uint8Array> {
  for (let position = from; ;) {
    const bytes = await file.read(position, size);
    if (bytes.length === 0) return;
    yield bytes;
    position += bytes.length;
  }
}

/** Where to begin reading so that little needs decoding before the excerpt: in proportion to time, which both formats allow. */
function jump(
  { file, excerpt, durationSeconds }: DecodeRequest,
  soundOffset: number,
): { from: number; excerpt: Excerpt } {
  if (durationSeconds === null || durationSeconds <= excerpt.startSeconds) return { from: soundOffset, excerpt };
  const share = excerpt.startSeconds / durationSeconds;
  const from = soundOffset + Math.floor((file.sizeBytes - soundOffset) * share);
  return { from, excerpt: { ...excerpt, startSeconds: 0 } };
}
