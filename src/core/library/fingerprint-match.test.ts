import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { takeFingerprint } from "../signal/fingerprint.ts";
import { copyBuckets, fingerprintKeys, lengthBucket } from "./fingerprint-keys.ts";
import { countBits, fingerprintSimilarity } from "./fingerprint-match.ts";
import { judgeCopies, MOST_LENGTH_DIFFERENCE_MS } from "./judge-copies.ts";

const RATE_HZ = 11_025;

/** A tune of short tones drawn by the seed, so that no two bars are alike. */
function tune(seed: number, seconds = 40, rateHz = RATE_HZ): Float32Array {
  const random = createSeededRandom(seed);
  const samples = new Float32Array(Math.round(seconds * rateHz));
  const steps = Math.ceil(seconds * 4);
  for (let step = 0; step < steps; step++) {
    const tones = [1, 2, 3].map(() => 220 * 2 ** (Math.floor(random() * 36) / 12));
    const first = Math.round((step * rateHz) / 4);
    for (let i = first; i < Math.min(samples.length, first + rateHz / 4); i++) {
      const fade = Math.exp((-6 * (i - first)) / rateHz);
      for (const hz of tones) samples[i]! += 0.15 * fade * Math.sin((2 * Math.PI * hz * i) / rateHz);
    }
  }
  return samples;
}

function fingerprintOf(samples: Float32Array, rateHz = RATE_HZ): Uint32Array {
  const words = takeFingerprint(samples, rateHz);
  if (!words) throw new Error("no fingerprint");
  return words;
}

function padded(samples: Float32Array, seconds: number): Float32Array {
  const longer = new Float32Array(samples.length + Math.round(seconds * RATE_HZ));
  longer.set(samples, longer.length - samples.length);
  return longer;
}

describe("fingerprints", () => {
  const original = fingerprintOf(tune(1));

  test("level, another sampling rate, noise and silence before change few bits", () => {
    const quiet = tune(1).map((sample) => sample * 0.1);
    expect(fingerprintSimilarity(original, fingerprintOf(quiet))).toBeGreaterThan(0.99);
    const noise = createSeededRandom(9);
    const noisy = tune(1).map((sample) => sample + 0.02 * (noise() - 0.5));
    expect(fingerprintSimilarity(original, fingerprintOf(noisy))).toBeGreaterThan(0.85);
    expect(fingerprintSimilarity(original, fingerprintOf(tune(1, 40, 12_000), 12_000))).toBeGreaterThan(0.9);
    expect(fingerprintSimilarity(original, fingerprintOf(padded(tune(1), 3.37)))).toBeGreaterThan(0.85);
  });

  test("another tune, and the same one in another key or tempo, is another recording", () => {
    expect(fingerprintSimilarity(original, fingerprintOf(tune(2)))).toBeLessThan(0.65);
    const faster = fingerprintOf(tune(1, 40, RATE_HZ * 1.06), RATE_HZ);
    expect(fingerprintSimilarity(original, faster)).toBeLessThan(0.7);
  });

  test("silence, and less than six seconds of sound, say nothing", () => {
    expect(takeFingerprint(new Float32Array(60 * RATE_HZ), RATE_HZ)).toBeNull();
    expect(takeFingerprint(tune(1, 5), RATE_HZ)).toBeNull();
    expect(takeFingerprint(new Float32Array(0), RATE_HZ)).toBeNull();
    expect(takeFingerprint(tune(1, 8), RATE_HZ)).not.toBeNull();
    expect(fingerprintSimilarity(new Uint32Array(400), new Uint32Array(400))).toBe(0);
    expect(fingerprintSimilarity(original, new Uint32Array(0))).toBe(0);
  });

  test("bits are counted as they are", () => {
    expect([0, 1, 0xffffffff, 0x80000001, 0x55555555].map(countBits)).toEqual([0, 1, 32, 2, 16]);
  });
});

describe("keys", () => {
  test("copies share keys, other tunes hardly any", () => {
    const keys = (samples: Float32Array) => new Set(fingerprintKeys(fingerprintOf(samples), 5));
    const own = keys(tune(1));
    const shared = (other: Set<number>) => [...other].filter((key) => own.has(key)).length;
    expect(own.size).toBeGreaterThan(20);
    expect(shared(keys(padded(tune(1), 2.5)))).toBeGreaterThan(3);
    expect(shared(keys(tune(2)))).toBeLessThanOrEqual(1);
    for (const key of own) expect(key).toBe(key | 0);
  });

  test("tracks of another length have other keys; those of about the same length are looked for", () => {
    const words = fingerprintOf(tune(1));
    expect(new Set([...fingerprintKeys(words, 5), ...fingerprintKeys(words, 6)]).size).toBeGreaterThan(40);
    for (const difference of [-MOST_LENGTH_DIFFERENCE_MS, 0, MOST_LENGTH_DIFFERENCE_MS]) {
      expect(copyBuckets(200_000)).toContain(lengthBucket(200_000 + difference));
    }
    expect(copyBuckets(1000)[0]).toBe(0);
    expect(copyBuckets(null)).toEqual([lengthBucket(null)]);
    expect(fingerprintKeys(new Uint32Array(300), 5)).toEqual([]);
  });
});

describe("the judgement", () => {
  const sounds = new Map([1, 2].map((seed) => [seed, fingerprintOf(tune(seed))]));
  const sound = (seed: number) => sounds.get(seed) ?? null;
  const track = (changes: Partial<Parameters<typeof judgeCopies>[0]> = {}) => ({
    key: "a\nsong",
    durationMs: 200_000,
    fingerprint: sound(1),
    ...changes,
  });

  test("the sound has the last word where both can be heard", () => {
    expect(judgeCopies(track(), track({ fingerprint: sound(2) }))).toBeNull();
    expect(judgeCopies(track(), track({ key: null }))).toEqual({ evidence: "sound", similarity: 1 });
    expect(judgeCopies(track(), track())).toEqual({ evidence: "tags-and-sound", similarity: 1 });
  });

  test("names alone speak where one cannot be heard, if the lengths agree", () => {
    const unheard = { fingerprint: null };
    expect(judgeCopies(track(), track(unheard))).toEqual({ evidence: "tags", similarity: null });
    expect(judgeCopies(track(), track({ ...unheard, durationMs: 204_000 }))).toBeNull();
    expect(judgeCopies(track(), track({ ...unheard, durationMs: null }))).toBeNull();
    expect(judgeCopies(track(unheard), track({ ...unheard, key: "a\nother" }))).toBeNull();
    expect(judgeCopies(track({ ...unheard, key: null }), track({ ...unheard, key: null }))).toBeNull();
  });

  test("an excerpt of a song is not the song", () => {
    expect(judgeCopies(track(), track({ durationMs: 240_000 }))).toBeNull();
  });
});
