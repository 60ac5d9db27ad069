/**
 * What a spectrum looks like besides its centroid: where its energy ends and how much it is like noise. It rides along with
 * the short spectra of `onset.ts`.
 */

const LOWEST_HZ = 40;
const HIGHEST_HZ = 10_000;
/** Every fourth of the short spectra, 46 ms apart: the shape changes slower than onsets do. */
const EVERY = 4;
/** Share of a frame's power that lies below its roll-off. */
const ROLLOFF_SHARE = 0.85;
/** Frames this far below the loudest are silence. */
const QUIETEST_DB = 40;
/** Keeps the logarithm of an empty bin finite, 100 dB below full scale. */
const FLOOR = 1e-10;

export interface SpectralShape {
  /** Frequency below which 85 % of the power lies, mean over frames that sound; 0 for silence. */
  rolloffHz: number;
  /** Geometric over arithmetic mean of the power, mean over frames that sound: 0 for a sine .. 1 for white noise. */
  flatness: number;
}

export interface ShapeCollector {
  add: (power: Float64Array, frame: number) => void;
  finish: () => SpectralShape;
}

/** Gathers the shape spectrum by spectrum. @param frameSize of the short spectra, samples */
export function createShapeCollector(sampleRateHz: number, frameSize: number): ShapeCollector {
  const binHz = sampleRateHz / frameSize;
  const first = Math.ceil(LOWEST_HZ / binHz);
  const last = Math.min(frameSize / 2, Math.floor(HIGHEST_HZ / binHz));
  const frames: { power: number; rolloffHz: number; flatness: number }[] = [];
  return {
    add(power, frame) {
      if (frame % EVERY !== 0) return;
      let [sum, logarithms] = [0, 0];
      for (let bin = first; bin <= last; bin++) {
        sum += power[bin]!;
        logarithms += Math.log(power[bin]! + FLOOR);
      }
      const bins = last - first + 1;
      let bin = first;
      for (let below = power[bin]!; below < ROLLOFF_SHARE * sum && bin < last; below += power[bin]!) bin++;
      const flatness = Math.exp(logarithms / bins) / (sum / bins + FLOOR);
      frames.push({ power: sum, rolloffHz: bin * binHz, flatness });
    },
    finish() {
      const loudest = frames.reduce((most, { power }) => Math.max(most, power), 0);
      const sounding = frames.filter(({ power }) => power > 0 && power >= loudest * 10 ** (-QUIETEST_DB / 10));
      if (sounding.length === 0) return { rolloffHz: 0, flatness: 0 };
      const mean = (of: (frame: (typeof frames)[number]) => number): number =>
        sounding.reduce((sum, frame) => sum + of(frame), 0) / sounding.length;
      return { rolloffHz: mean((frame) => frame.rolloffHz), flatness: mean((frame) => frame.flatness) };
    },
  };
}
