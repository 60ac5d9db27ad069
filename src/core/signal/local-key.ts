/**
 * How clear and how major the harmony is from moment to moment: the key is looked for in every ten seconds for itself, so that
 * a piece that moves through many keys is not taken for one without any. Of what listeners' judgements of valence were
 * compared with on VGMIDI, the first follows them most (docs/decisions/014-from-sound-to-mood-fitted.md).
 */
import { createChromaCollector } from "./chroma.ts";
import { fitProfiles, WEAKEST_KEY } from "./key.ts";
import { PEAK_STFT, type PeakFrame } from "./spectral-peaks.ts";

const WINDOW_S = 10;

export interface LocalKey {
  /** Mean over the windows of the correlation with the best key profile, 0 (no key anywhere) .. 1. */
  localKeyStrength: number;
  /** Mean over the windows of how major they are, -1 (minor) .. 1 (major); 0 where no key was found. */
  localMajorness: number;
}

/** Gathers keys window by window; a last window under half its length counts only where it is the only one. */
export function createLocalKeyCollector(sampleRateHz: number): {
  add: (frame: PeakFrame) => void;
  finish: () => LocalKey;
} {
  const framesPerWindow = Math.max(1, Math.round((WINDOW_S * sampleRateHz) / PEAK_STFT.hopSize));
  let [strengths, majorness, windows] = [0, 0, 0];
  let chroma = createChromaCollector();
  let frames = 0;
  const close = (): void => {
    // The correlations as they are: what allowance the naming of a key makes for minor is no matter of mood.
    const fits = fitProfiles(chroma.finish());
    windows++;
    const strength = fits === null ? 0 : Math.max(fits.major.strength, fits.minor.strength);
    if (fits !== null && strength >= WEAKEST_KEY) {
      strengths += strength;
      majorness += Math.max(-1, Math.min(1, fits.major.strength - fits.minor.strength));
    }
    chroma = createChromaCollector();
    frames = 0;
  };
  return {
    add(frame) {
      chroma.add(frame);
      if (++frames === framesPerWindow) close();
    },
    finish() {
      if (frames > 0 && (windows === 0 || frames >= framesPerWindow / 2)) close();
      if (windows === 0) return { localKeyStrength: 0, localMajorness: 0 };
      return { localKeyStrength: Math.max(0, strengths / windows), localMajorness: majorness / windows };
    },
  };
}
