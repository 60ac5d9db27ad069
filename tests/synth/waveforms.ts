/**
 * Plain signals for tests: tones, clicks, noise and silence as mono Float32Array.
 * Music (chords, beats, keys) is made of them in `music.ts`.
 */
import { createRandom } from "./random.ts";

/** The sample rate of every synthesised signal unless another is asked for. */
export const SYNTH_RATE_HZ = 44_100;

/** Amplitude of a level in dB relative to full scale. */
export function amplitudeOfDb(db: number): number {
  return 10 ** (db / 20);
}

export function silence(seconds: number, sampleRateHz = SYNTH_RATE_HZ): Float32Array {
  return new Float32Array(Math.round(seconds * sampleRateHz));
}

/** A sine whose peak lies `levelDb` below full scale. */
export function sine(hz: number, seconds: number, levelDb = -6, sampleRateHz = SYNTH_RATE_HZ): Float32Array {
  const amplitude = amplitudeOfDb(levelDb);
  return silence(seconds, sampleRateHz).map((_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRateHz));
}

/** White noise, uniform within the level. */
export function noise(seconds: number, levelDb = -20, seed = 1, sampleRateHz = SYNTH_RATE_HZ): Float32Array {
  const random = createRandom(seed);
  const amplitude = amplitudeOfDb(levelDb);
  return silence(seconds, sampleRateHz).map(() => amplitude * (2 * random() - 1));
}

/** Adds a signal into another from a time on, in place; what reaches past the end is dropped. */
export function mixInto(
  target: Float32Array,
  source: Float32Array,
  atSeconds: number,
  sampleRateHz = SYNTH_RATE_HZ,
): void {
  const start = Math.round(atSeconds * sampleRateHz);
  const end = Math.min(target.length - start, source.length);
  for (let i = 0; i < end; i++) target[start + i]! += source[i]!;
}

export function gain(samples: Float32Array, db: number): Float32Array {
  const factor = amplitudeOfDb(db);
  return samples.map((sample) => sample * factor);
}

/** Scales so that the loudest sample lies `peakDb` below full scale. */
export function normalised(samples: Float32Array, peakDb = -3): Float32Array {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak === 0 ? samples : samples.map((sample) => (sample / peak) * amplitudeOfDb(peakDb));
}

export function concatenated(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
