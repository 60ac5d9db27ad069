/**
 * True peak after ITU-R BS.1770-4, annex 2: the largest value of the signal between its samples too, read by four times
 * oversampling. The interpolator is a sinc under a Kaiser window with 12 taps a phase, as many as the recommendation's.
 */
import { peakOf } from "./peak.ts";

const OVERSAMPLING = 4;
const TAPS = 12;
const BEFORE = TAPS / 2 - 1;

/** One row of taps for each point between two samples. */
const PHASES: readonly Float64Array[] = Array.from({ length: OVERSAMPLING - 1 }, (_, index) => {
  const shift = (index + 1) / OVERSAMPLING;
  const taps = Float64Array.from({ length: TAPS }, (__, tap) => {
    const x = tap - BEFORE - shift;
    // A raised-cosine window over the taps' reach.
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
});

/** Between samples that are both this much below the level asked about, nothing is looked for. */
const WORTH_LOOKING = 0.5;

/**
 * The largest absolute value at a sample or between it and the next, for every sample.
 * @param from level below which the samples' own values are good enough; saves most of the work
 */
export function truePeaks(samples: Float32Array, from = 0): Float32Array {
  const peaks = samples.map(Math.abs);
  const floor = from * WORTH_LOOKING;
  const own = Float32Array.from(peaks);
  for (let i = BEFORE; i < samples.length - TAPS + BEFORE; i++) {
    if (own[i]! < floor && own[i + 1]! < floor) continue;
    for (const taps of PHASES) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) sum += taps[tap]! * samples[i - BEFORE + tap]!;
      const value = Math.abs(sum);
      if (value > peaks[i]!) peaks[i] = value;
    }
  }
  return peaks;
}

/** The true peak of several channels, in decibels below full scale; -Infinity for silence. */
export function truePeakDb(channels: readonly Float32Array[]): number {
  const highest = Math.max(...channels.map(peakOf));
  const peaks = channels.map((samples) => peakOf(truePeaks(samples, highest)));
  return 20 * Math.log10(Math.max(...peaks));
}
