/** Writes rendered sound as a WAV file (RIFF, PCM, 16 bits) that names the recordings in it. */
import { createSeededRandom } from "../core/recommendation/seeded-random.ts";

export interface StereoAudio {
  /** -1..1, as long as `right`. */
  left: Float32Array;
  right: Float32Array;
  /** Hz. */
  sampleRate: number;
}

export interface WavTags {
  title?: string;
  comment?: string;
}

/** Whose recordings every rendered file carries; the licence asks for it to be said. */
export const SOUND_CREDIT = "Piano: Salamander Grand Piano by Alexander Holm, CC BY 3.0, changed";

const HEADER_BYTES = 44;
const CHANNELS = 2;
const BYTES_A_SAMPLE = 2;
const LARGEST = 32767;

/**
 * Encodes stereo sound with 16 bits, with triangular dither of one step, so that a fade ends in faint noise and not in distortion;
 * digital silence stays silent. The same input gives the same bytes.
 */
export function encodeWav({ left, right, sampleRate }: StereoAudio, tags: WavTags = {}): Uint8Array {
  const dataBytes = left.length * CHANNELS * BYTES_A_SAMPLE;
  const info = infoChunk(tags);
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes + info.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => bytes.set(new TextEncoder().encode(word), at);
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, CHANNELS, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * CHANNELS * BYTES_A_SAMPLE, true);
  view.setUint16(32, CHANNELS * BYTES_A_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_A_SAMPLE, true);
  text(36, "data");
  view.setUint32(40, dataBytes, true);
  // In place, little-endian as all machines are that Node and browsers run on: a long piece has no room for a copy.
  const samples = new Int16Array(bytes.buffer, HEADER_BYTES, left.length * CHANNELS);
  const random = createSeededRandom(left.length);
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = quantise(left[i]!, random);
    samples[2 * i + 1] = quantise(right[i]!, random);
  }
  bytes.set(info, HEADER_BYTES + dataBytes);
  return bytes;
}

function quantise(value: number, random: () => number): number {
  if (value === 0) return 0;
  return Math.min(Math.max(Math.round(value * LARGEST + random() - random()), -LARGEST - 1), LARGEST);
}

/** `LIST` `INFO` with the title, the comment and the credit; each text ends with a zero and has an even length. */
function infoChunk({ title, comment }: WavTags): Uint8Array {
  const entries: [id: string, text: string][] = [["ICOP", SOUND_CREDIT]];
  if (title !== undefined) entries.unshift(["INAM", title]);
  if (comment !== undefined) entries.push(["ICMT", comment]);
  entries.push(["ISFT", "MoodSync"]);
  const parts = entries.map(([id, text]) => chunk(id, new TextEncoder().encode(`${text}\0`)));
  const body = new Uint8Array(4 + parts.reduce((sum, part) => sum + part.length, 0));
  body.set(new TextEncoder().encode("INFO"));
  let at = 4;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return chunk("LIST", body);
}

function chunk(id: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (body.length % 2));
  bytes.set(new TextEncoder().encode(id));
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}
