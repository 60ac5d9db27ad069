/** Register: how high the music lies. It rides along with the long spectra of `spectral-peaks.ts`. */
import type { PeakFrame } from "./spectral-peaks.ts";

const A4_HZ = 440;
const A4_PITCH = 69;

export interface Register {
  /**
   * Mean pitch of the strongest partial of each frame, as a MIDI number with fractions, louder frames counting more; mostly that of
   * the leading voice or of its octave. 0 for silence.
   */
  registerPitch: number;
}

/** Gathers the register frame by frame. */
export function createRegisterCollector(): { add: (frame: PeakFrame) => void; finish: () => Register } {
  let [pitches, weights] = [0, 0];
  return {
    add({ count, hz, power, strongestPower }) {
      let strongest = 0;
      for (let i = 1; i < count; i++) if (power[i]! > power[strongest]!) strongest = i;
      const weight = Math.sqrt(strongestPower);
      pitches += weight * (A4_PITCH + 12 * Math.log2(hz[strongest]! / A4_HZ));
      weights += weight;
    },
    finish: () => ({ registerPitch: weights === 0 ? 0 : pitches / weights }),
  };
}
