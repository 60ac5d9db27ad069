/** Key and mode: the best of 24 rotated key profiles by correlation with the chroma, or none where nothing tonal stands out. */
import type { Chroma } from "./chroma.ts";

export type Mode = "major" | "minor";

export interface Key {
  /** Pitch class of the tonic, C = 0. */
  tonic: number;
  mode: Mode;
  /** Correlation with the winning profile, -1..1. */
  strength: number;
  /** Best correlation with a major profile less the best with a minor one and the allowance: its sign is the mode's. */
  majorness: number;
}

/**
 * How much each scale degree is used in music of a key, tonic first.
 * Source: Albrecht and Shanahan, "The use of large corpora to train a new type of key-finding algorithm",
 * Music Perception 31(1), 2013.
 */
const PROFILES: Record<Mode, readonly number[]> = {
  major: [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.08, 0.008, 0.081],
  minor: [0.22, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052],
};

/**
 * Added to the correlation with minor profiles: without it 17 of 150 songs of POP909 in minor were taken for the relative
 * major and 3 the other way round; .02 to .06 serve alike there.
 */
const MINOR_ALLOWANCE = 0.03;

/** Below this correlation the sound has no key worth naming. */
export const WEAKEST_KEY = 0.5;
/** Below this relative spread the twelve classes are as even as noise makes them. */
const FLATTEST = 0.2;

/** Above this share of one class a single tone sounds, and a tone alone has no key. */
const LONELIEST = 0.45;

/** Finds the key of a chroma; null for noise, lone tones and silence. */
export function estimateKey(chroma: Chroma): Key | null {
  const fits = fitProfiles(chroma);
  if (fits === null) return null;
  const majorness = fits.major.strength - fits.minor.strength - MINOR_ALLOWANCE;
  const best = majorness >= 0 ? fits.major : fits.minor;
  return best.strength >= WEAKEST_KEY ? { ...best, majorness } : null;
}

/** The best major and the best minor key by correlation alone; null for noise, lone tones and silence. */
export function fitProfiles({ pitchClasses }: Chroma): Record<Mode, Omit<Key, "majorness">> | null {
  const average = pitchClasses.reduce((sum, value) => sum + value, 0) / 12;
  if (average === 0) return null;
  const spread = Math.sqrt(pitchClasses.reduce((sum, value) => sum + (value - average) ** 2, 0) / 12) / average;
  if (spread < FLATTEST || Math.max(...pitchClasses) > LONELIEST) return null;
  return { major: bestOf(pitchClasses, "major"), minor: bestOf(pitchClasses, "minor") };
}

function bestOf(pitchClasses: Float64Array, mode: Mode): Omit<Key, "majorness"> {
  let best = { tonic: 0, mode, strength: -Infinity };
  for (let tonic = 0; tonic < 12; tonic++) {
    const strength = correlation(pitchClasses, PROFILES[mode], tonic);
    if (strength > best.strength) best = { tonic, mode, strength };
  }
  return best;
}

/** Pearson correlation of the chroma with a profile whose first entry stands at `tonic`. */
function correlation(chroma: Float64Array, profile: readonly number[], tonic: number): number {
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
  for (let i = 0; i < 12; i++) {
    const x = chroma[(i + tonic) % 12]!;
    const y = profile[i]!;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  const spread = Math.sqrt((12 * sumXX - sumX * sumX) * (12 * sumYY - sumY * sumY));
  return spread === 0 ? 0 : (12 * sumXY - sumX * sumY) / spread;
}
