/**
 * Gathers an excerpt of a decoded stream as mono at a rate fit for analysis: skips to the start, mixes the channels down,
 * filters and keeps every n-th sample, and says when it has enough, so that no decoder need produce more.
 */
import { audioNotAudio } from "../audio-errors.ts";

/** No excerpt is kept at twice this rate or more. */
const TARGET_RATE_HZ = 22_050;
/** Samples beyond this (only float files can hold them) are noise from damage, not music. */
const LARGEST_SAMPLE = 8;
/** Share of samples that may be no numbers before the excerpt is refused. */
const MOST_INVALID = 0.5;

export interface Excerpt {
  startSeconds: number;
  maxSeconds: number;
}

export interface DecodedAudio {
  /** Mono, finite. */
  samples: Float32Array;
  sampleRateHz: number;
}

/** Collects channel blocks of one stream until the excerpt is full. */
export class MonoExcerpt {
  readonly #sampleRateHz: number;
  readonly #factor: number;
  readonly #taps: Float32Array;
  readonly #wanted: number;
  #toSkip: number;
  #pending: Float32Array;
  /** The whole excerpt at once, and in place: many pieces would be garbage of several times its size until it is collected. */
  #kept: Float32Array | null = null;
  #count = 0;
  #seen = 0;
  #invalid = 0;

  constructor(sampleRateHz: number, { startSeconds, maxSeconds }: Excerpt) {
    this.#sampleRateHz = sampleRateHz;
    this.#factor = Math.max(1, Math.floor(sampleRateHz / TARGET_RATE_HZ));
    this.#taps = lowPassTaps(this.#factor);
    this.#toSkip = Math.round(startSeconds * sampleRateHz);
    this.#wanted = Math.floor((maxSeconds * sampleRateHz) / this.#factor);
    // Half a filter of silence before the first sample keeps the output aligned with the input.
    this.#pending = new Float32Array((this.#taps.length - 1) / 2);
  }

  get isFull(): boolean {
    return this.#count >= this.#wanted;
  }

  /** Adds a block; `channels` hold as many samples each as `frames` says. */
  add(channels: readonly Float32Array[], frames: number): void {
    const skipped = Math.min(this.#toSkip, frames);
    this.#toSkip -= skipped;
    if (skipped === frames || this.isFull || channels.length === 0) return;
    this.#decimate(this.#mixDown(channels, skipped, frames));
  }

  /** @throws MoodSyncError `audio.not-audio` where most samples are no numbers. */
  finish(): DecodedAudio {
    this.#decimate(new Float32Array((this.#taps.length - 1) / 2));
    if (this.#seen > 0 && this.#invalid / this.#seen > MOST_INVALID) throw audioNotAudio();
    const samples = (this.#kept ?? new Float32Array(0)).subarray(0, this.#count);
    return { samples, sampleRateHz: this.#sampleRateHz / this.#factor };
  }

  #mixDown(channels: readonly Float32Array[], from: number, to: number): Float32Array {
    const mono = new Float32Array(to - from);
    for (let i = from; i < to; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i]!;
      const value = sum / channels.length;
      if (Number.isFinite(value)) mono[i - from] = Math.max(-LARGEST_SAMPLE, Math.min(LARGEST_SAMPLE, value));
      else this.#invalid++;
    }
    this.#seen += mono.length;
    return mono;
  }

  #decimate(block: Float32Array): void {
    const [factor, taps] = [this.#factor, this.#taps];
    // Pages that no sample reaches are never used, so a short file costs no more for it.
    this.#kept ??= new Float32Array(this.#wanted);
    if (factor === 1) {
      const some = block.subarray(0, this.#wanted - this.#count);
      this.#kept.set(some, this.#count);
      this.#count += some.length;
      return;
    }
    const input = new Float32Array(this.#pending.length + block.length);
    input.set(this.#pending);
    input.set(block, this.#pending.length);
    const count = Math.max(0, Math.floor((input.length - taps.length) / factor) + 1);
    const end = Math.min(this.#wanted, this.#count + count);
    for (let start = 0; this.#count < end; start += factor) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) sum += taps[tap]! * input[start + tap]!;
      this.#kept[this.#count++] = sum;
    }
    this.#pending = input.slice(count * factor);
  }
}

/** A Hamming-windowed sinc that passes up to 0.45 of the reduced rate; a single 1 where nothing is reduced. */
function lowPassTaps(factor: number): Float32Array {
  if (factor === 1) return Float32Array.of(1);
  const half = 16 * factor;
  const cutoff = 0.45 / factor;
  const taps = Float32Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = 2 * Math.PI * cutoff * (i - half);
    const sinc = i === half ? 1 : Math.sin(x) / x;
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * (i - half)) / half));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
