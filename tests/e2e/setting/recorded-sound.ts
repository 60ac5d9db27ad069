/** What can be said of recorded sound: when it begins, how strong a pitch is in it, how roughly it jumps. */
import type { Recording } from "../synth-page/synth-page.ts";

export interface Sound {
  sampleRate: number;
  startTime: number;
  left: Float32Array;
  right: Float32Array;
}

export const toSound = ({ sampleRate, startTime, left, right }: Recording): Sound => ({
  sampleRate,
  startTime,
  left: unpacked(left),
  right: unpacked(right),
});

function unpacked(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}

/** The stretch between two times on the audio clock. */
export function between({ sampleRate, startTime, left, right }: Sound, from: number, to: number): Sound {
  const [start, end] = [from, to].map((time) => Math.max(0, Math.round((time - startTime) * sampleRate)));
  const cut = (samples: Float32Array): Float32Array => samples.slice(start, end);
  return { sampleRate, startTime: from, left: cut(left), right: cut(right) };
}

/** When the sound first exceeds a level (default 60 dB below full scale), on the audio clock; null where it never does. */
export function onsetOf({ sampleRate, startTime, left }: Sound, level = 1e-3): number | null {
  const index = left.findIndex((value) => Math.abs(value) > level);
  return index === -1 ? null : startTime + index / sampleRate;
}

/** The amplitude of one pitch, by Goertzel's recurrence under a Hann window. */
export function pitchLevel({ sampleRate, left }: Sound, pitch: number): number {
  const omega = (2 * Math.PI * 440 * 2 ** ((pitch - 69) / 12)) / sampleRate;
  const twice = 2 * Math.cos(omega);
  let [first, second] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / left.length);
    const next = left[i]! * window + twice * first - second;
    second = first;
    first = next;
  }
  return (4 * Math.sqrt(Math.max(0, first * first + second * second - twice * first * second))) / left.length;
}

export function peakOf({ left, right }: Sound): number {
  let peak = 0;
  for (const samples of [left, right]) for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak;
}

/** The largest second difference: a click is a corner in the waveform, however loud the rest is. */
export function roughness({ left }: Sound): number {
  let largest = 0;
  for (let i = 2; i < left.length; i++)
    largest = Math.max(largest, Math.abs(left[i]! - 2 * left[i - 1]! + left[i - 2]!));
  return largest;
}
