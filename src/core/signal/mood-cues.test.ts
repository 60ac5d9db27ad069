/** The cues that only the mood model hears, on sounds whose answer is known. */
import { describe, expect, it } from "vitest";
import { measureDecay } from "./articulation.ts";
import { createLocalKeyCollector } from "./local-key.ts";
import { createRegisterCollector } from "./register.ts";
import { forEachPeakFrame, type PeakFrame } from "./spectral-peaks.ts";

const RATE_HZ = 22_050;
const MAJOR = [0, 4, 7];
const MINOR = [0, 3, 7];

/** Chords of sines, half a second each, with a little of the octave above. */
function chords(roots: readonly number[], triad: readonly number[], gain = 0.1): Float32Array {
  const length = Math.round(RATE_HZ / 2);
  const samples = new Float32Array(roots.length * length);
  roots.forEach((root, place) => {
    for (const step of triad) {
      const hz = 440 * 2 ** ((root + step - 69) / 12);
      for (let i = 0; i < length; i++) {
        const phase = (2 * Math.PI * hz * i) / RATE_HZ;
        samples[place * length + i]! += gain * (Math.sin(phase) + 0.3 * Math.sin(2 * phase));
      }
    }
  });
  return samples;
}

function gather<T>(samples: Float32Array, collector: { add: (frame: PeakFrame) => void; finish: () => T }): T {
  forEachPeakFrame(samples, RATE_HZ, collector.add);
  return collector.finish();
}

const repeated = (roots: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => roots).flat();

describe("the key from moment to moment", () => {
  const cadence = [60, 65, 67, 60];

  it("is major for major chords and minor for minor ones", () => {
    const major = gather(chords(repeated(cadence, 10), MAJOR), createLocalKeyCollector(RATE_HZ));
    const minor = gather(chords(repeated(cadence, 10), MINOR), createLocalKeyCollector(RATE_HZ));
    expect(major.localMajorness).toBeGreaterThan(0.1);
    expect(minor.localMajorness).toBeLessThan(-0.1);
    expect(major.localKeyStrength).toBeGreaterThan(0.7);
  });

  it("stays clear through a modulation that blurs the whole", () => {
    const moved = [
      ...repeated(cadence, 5),
      ...repeated(
        cadence.map((root) => root + 6),
        5,
      ),
    ];
    const local = gather(chords(moved, MAJOR), createLocalKeyCollector(RATE_HZ));
    const still = gather(chords(repeated(cadence, 10), MAJOR), createLocalKeyCollector(RATE_HZ));
    expect(local.localKeyStrength).toBeGreaterThan(still.localKeyStrength - 0.1);
  });

  it("is none for silence, and is found in less than a window", () => {
    expect(gather(new Float32Array(RATE_HZ), createLocalKeyCollector(RATE_HZ))).toEqual({
      localKeyStrength: 0,
      localMajorness: 0,
    });
    const short = gather(chords(cadence, MAJOR), createLocalKeyCollector(RATE_HZ));
    expect(short.localKeyStrength).toBeGreaterThan(0.5);
  });
});

describe("register", () => {
  it("rises by twelve with an octave, whatever the level", () => {
    const low = gather(chords([57, 57], [0]), createRegisterCollector());
    const high = gather(chords([69, 69], [0], 0.01), createRegisterCollector());
    expect(low.registerPitch).toBeCloseTo(57, 1);
    expect(high.registerPitch - low.registerPitch).toBeCloseTo(12, 1);
  });

  it("is 0 for silence", () => {
    expect(gather(new Float32Array(RATE_HZ), createRegisterCollector())).toEqual({ registerPitch: 0 });
  });
});

describe("decay", () => {
  /** Noise-free tones that fade exponentially, two a second. */
  function plucked(dbPerSecond: number, gain = 0.5): Float32Array {
    return Float32Array.from({ length: 10 * RATE_HZ }, (_, i) => {
      const seconds = (i / RATE_HZ) % 0.5;
      return gain * 10 ** ((-dbPerSecond * seconds) / 20) * Math.sin((2 * Math.PI * 440 * i) / RATE_HZ);
    });
  }

  it("is the speed at which tones fade, whatever the level", () => {
    expect(measureDecay(plucked(40), RATE_HZ)).toBeGreaterThan(35);
    expect(measureDecay(plucked(40), RATE_HZ)).toBeLessThan(45);
    expect(measureDecay(plucked(40, 0.005), RATE_HZ)).toBeCloseTo(measureDecay(plucked(40), RATE_HZ), 3);
    expect(measureDecay(plucked(20), RATE_HZ)).toBeLessThan(measureDecay(plucked(40), RATE_HZ) / 1.5);
  });

  it("is 0 for silence and for nothing", () => {
    expect(measureDecay(new Float32Array(RATE_HZ), RATE_HZ)).toBe(0);
    expect(measureDecay(new Float32Array(0), RATE_HZ)).toBe(0);
  });
});
