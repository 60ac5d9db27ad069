import { describe, expect, it } from "vitest";
import { affectDistance, EMOTION_POINTS, type AffectPoint } from "../affect/emotion.ts";
import { allotTracks, planHold, planShift } from "../affect/journey.ts";
import { moodPoint, moodWishes, WISHED_MOODS } from "../affect/mood-names.ts";
import { buildPlaylist, type PlaylistWish } from "./build-playlist.ts";
import { createCandidateIndex, type Candidate } from "./candidate-index.ts";
import { randomLibrary } from "./fixtures/random-library.ts";
import { FARTHEST_KEYS, keyDistance } from "./key-distance.ts";
import { compareRows } from "./likeness.ts";
import { createSeededRandom } from "./seeded-random.ts";

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function shift(from: AffectPoint, to: AffectPoint, more: Partial<PlaylistWish> = {}): PlaylistWish {
  return { target: from, emotion: null, journey: planShift(from, to), nowMs: NOW_MS, seed: 1, ...more };
}

function track(trackId: number, more: Partial<Candidate> = {}): Candidate {
  const known = { artistKey: `artist ${trackId}`, tempoBpm: 120, mode: "major" as const };
  return { trackId, ...known, ...moodPoint("calm"), liked: false, bias: 0, lastHeardAtMs: null, ...more };
}

describe("a shift", () => {
  it("holds for every library, way and seed: counts, order, nobody twice in a row while others are to be had", () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = createSeededRandom(seed);
      const anywhere = () => ({ valence: 2 * random() - 1, arousal: 2 * random() - 1 });
      const candidates = randomLibrary({ tracks: 600, artists: 25 + Math.floor(100 * random()), seed });
      const size = 1 + Math.floor(60 * random());
      const wish = shift(anywhere(), anywhere(), { size, seed });
      const { picks } = buildPlaylist(createCandidateIndex(candidates), wish);
      const waypoints = picks.map(({ waypoint }) => waypoint);
      const { path } = wish.journey!;
      expect(waypoints).toEqual(waypoints.toSorted((a, b) => a - b));
      expect(path.map((_, at) => waypoints.filter((each) => each === at).length)).toEqual(
        allotTracks(size, path.length),
      );
      expect(new Set(picks.map(({ trackId }) => trackId)).size).toBe(size);
      const artists = picks.map(({ trackId }) => candidates[trackId - 1]!.artistKey);
      expect(artists.filter((artist, i) => i > 0 && artist !== null && artist === artists[i - 1])).toEqual([]);
      for (const { trackId, waypoint, distance } of picks) {
        expect(distance).toBeCloseTo(affectDistance(candidates[trackId - 1]!, path[waypoint]!), 5);
      }
    }
  });

  it("brings the music from one mood to the other, a step at a time", () => {
    const candidates = randomLibrary({ tracks: 10_000, seed: 2 });
    const wish = shift(EMOTION_POINTS.sad, EMOTION_POINTS.happy, { size: 24, emotion: "sad", goal: "happy" });
    const { picks } = buildPlaylist(createCandidateIndex(candidates), wish);
    const chosen = picks.map(({ trackId }) => candidates[trackId - 1]!);
    expect(affectDistance(chosen[0]!, EMOTION_POINTS.sad)).toBeLessThan(0.15);
    expect(affectDistance(chosen.at(-1)!, EMOTION_POINTS.happy)).toBeLessThan(0.15);
    const steps = chosen.slice(1).map((each, at) => affectDistance(each, chosen[at]!));
    expect(Math.max(...steps)).toBeLessThan(0.5);
    expect(picks[0]!.reason).toContain("close to sad");
    expect(picks[12]!.reason).toContain("the path from sad to happy");
    expect(picks.at(-1)!.reason).toContain("close to happy");
  });

  it("says when it has fewer songs than steps", () => {
    const candidates = randomLibrary({ tracks: 500, seed: 2 });
    const wish = shift(EMOTION_POINTS.sad, EMOTION_POINTS.happy, { size: 4 });
    expect(buildPlaylist(createCandidateIndex(candidates), wish).note).toBe(
      "For even steps this way wants 8 tracks or more.",
    );
  });
});

describe("a hold", () => {
  it("takes what lies inside its circle before anything outside, however near the mood", () => {
    const inside = Array.from({ length: 10 }, (_, i) => track(i + 1, { valence: 0.2 }));
    const outside = Array.from({ length: 30 }, (_, i) => track(100 + i, { valence: -0.9, arousal: -0.9, bias: -0.5 }));
    const index = createCandidateIndex([...inside, ...outside]);
    const target = { valence: -0.9, arousal: -0.9 };
    const wish = { target, emotion: null, journey: planHold(moodPoint("calm"), 0.3), nowMs: NOW_MS, seed: 1 };
    const ten = buildPlaylist(index, { ...wish, size: 10 });
    expect(ten.picks.every(({ trackId }) => trackId <= 10)).toBe(true);
    expect(ten.note).toBeNull();
    expect(buildPlaylist(index, { ...wish, size: 12 }).note).toContain(
      "2 tracks of these lie outside what you hold to.",
    );
  });
});

describe("copies of one recording", () => {
  it("never stand in one list together, also where one was heard lately", () => {
    const candidates = Array.from({ length: 60 }, (_, i) =>
      track(i + 1, {
        artistKey: `artist ${i}`,
        recordingKey: Math.floor(i / 3),
        lastHeardAtMs: i % 3 === 0 ? NOW_MS - HOUR_MS / 2 : null,
      }),
    );
    const index = createCandidateIndex(candidates);
    for (const size of [10, 20, 25]) {
      const { picks } = buildPlaylist(index, {
        target: moodPoint("calm"),
        emotion: null,
        size,
        nowMs: NOW_MS,
        seed: 3,
      });
      const recordings = picks.map(({ trackId }) => Math.floor((trackId - 1) / 3));
      expect(recordings).toHaveLength(Math.min(20, size));
      expect(new Set(recordings).size).toBe(recordings.length);
    }
  });
});

describe("freshness", () => {
  it("is graded: the longer ago a track was heard, the nearer it comes again", () => {
    const ages = [2, 26, 24 * 20];
    const candidates = ages.flatMap((hours, group) =>
      Array.from({ length: 40 }, (_, i) =>
        track(1 + group * 100 + i, { lastHeardAtMs: NOW_MS - hours * HOUR_MS, artistKey: `artist ${group} ${i}` }),
      ),
    );
    const index = createCandidateIndex(candidates);
    const taken = [0, 0, 0];
    for (let seed = 0; seed < 10; seed++) {
      const wish = { target: moodPoint("calm"), emotion: null, size: 40, nowMs: NOW_MS, seed };
      for (const { trackId } of buildPlaylist(index, wish).picks) taken[Math.floor((trackId - 1) / 100)]! += 1;
    }
    expect(taken[2]).toBeGreaterThan(taken[1]! + 50);
    expect(taken[1]).toBeGreaterThan(taken[0]!);
  });
});

describe("moods that wish for a sound", () => {
  it.each([
    ["focused", { onsetsPerSecond: 1.5, dynamicRangeDb: 5 }, { onsetsPerSecond: 6, dynamicRangeDb: 15 }],
    ["energetic", { tempoBpm: 130, beatStrength: 0.6 }, { tempoBpm: 70, beatStrength: 0.1 }],
  ] as const)("%s takes it where the points are alike", (mood, good, bad) => {
    const target = moodPoint(mood);
    const candidates = Array.from({ length: 80 }, (_, i) => track(i + 1, { ...target, ...(i % 2 === 0 ? good : bad) }));
    const index = createCandidateIndex(candidates);
    const wish = { target, emotion: null, size: 20, nowMs: NOW_MS, seed: 1 };
    const even = (picks: readonly { trackId: number }[]) => picks.filter(({ trackId }) => trackId % 2 === 1).length;
    expect(even(buildPlaylist(index, { ...wish, mood }).picks)).toBe(20);
    expect(even(buildPlaylist(index, wish).picks)).toBeLessThan(16);
    expect(moodWishes(mood).length).toBeGreaterThan(0);
  });

  it("takes a track whose sound was not measured neither for good nor for bad", () => {
    const target = moodPoint("focused");
    const sounds = [
      { onsetsPerSecond: 1, dynamicRangeDb: 5 },
      { onsetsPerSecond: null, dynamicRangeDb: null },
      { onsetsPerSecond: 9, dynamicRangeDb: 20 },
    ];
    const candidates = Array.from({ length: 60 }, (_, i) => track(i + 1, { ...target, ...sounds[i % 3]! }));
    const wish = { target, emotion: null, mood: "focused" as const, nowMs: NOW_MS, seed: 1 };
    const { picks } = buildPlaylist(createCandidateIndex(candidates), { ...wish, size: 40 });
    expect(new Set(picks.map(({ trackId }) => (trackId - 1) % 3))).toEqual(new Set([0, 1]));
  });

  it("names all five in the reasons", () => {
    const index = createCandidateIndex(randomLibrary({ tracks: 2_000, seed: 1 }));
    for (const mood of WISHED_MOODS) {
      const wish = { target: moodPoint(mood), emotion: null, mood, size: 5, nowMs: NOW_MS, seed: 1 };
      for (const { reason } of buildPlaylist(index, wish).picks) expect(reason).toContain(` ${mood}`);
    }
  });
});

describe("variety", () => {
  it("makes songs less alike the lower lambda is, and moves them away from the mood for it", () => {
    const candidates = randomLibrary({ tracks: 3_000, seed: 6 });
    const index = createCandidateIndex(candidates);
    const measured = [1, 0.8, 0.5].map((lambda) => {
      const lists = Array.from(
        { length: 8 },
        (_, seed) =>
          buildPlaylist(index, { target: moodPoint("sad"), emotion: "sad", nowMs: NOW_MS, seed, lambda }).picks,
      );
      const likeness = lists.map((picks) => {
        const rows = picks.map(({ trackId }) => index.rowOf(trackId)!);
        const alike = compareRows(index.columns, rows);
        return mean(rows.flatMap((_, a) => rows.slice(a + 1).map((__, b) => alike.between(a, a + 1 + b))));
      });
      return { likeness: mean(likeness), distance: mean(lists.flat().map(({ distance }) => distance)) };
    });
    const [nearest, middle, unlike] = measured;
    expect(nearest!.likeness).toBeGreaterThan(middle!.likeness);
    expect(middle!.likeness).toBeGreaterThan(unlike!.likeness);
    expect(unlike!.distance).toBeGreaterThan(nearest!.distance);
  });

  it("compares as it should: the same with itself, artist and album count, order does not", () => {
    const sound = { loudnessLufs: -12, brightnessHz: 1500, onsetsPerSecond: 3, dynamicRangeDb: 6, tonic: 0 };
    const index = createCandidateIndex([
      track(1, { ...sound, artistKey: "a", albumKey: "x" }),
      track(2, { ...sound, artistKey: "a", albumKey: "x" }),
      track(3, { ...sound, artistKey: "a", albumKey: "y" }),
      track(4, { ...sound, artistKey: null, albumKey: null }),
      track(5, { artistKey: null }),
    ]);
    const alike = compareRows(index.columns, [0, 1, 2, 3, 4]);
    expect(alike.between(0, 1)).toBeCloseTo(1, 6);
    expect(alike.between(0, 2)).toBeCloseTo(0.85, 6);
    expect(alike.between(0, 3)).toBeCloseTo(0.6, 6);
    expect(alike.between(4, 0)).toBe(alike.between(0, 4));
    expect(alike.between(0, 4)).toBeLessThan(0.6);
  });
});

describe("keyDistance", () => {
  const [major, minor] = [1, 2];
  it.each([
    ["a key and itself", [0, major, 0, major], 0],
    ["C major and G major", [0, major, 7, major], 1],
    ["C major and F major", [0, major, 5, major], 1],
    ["C major and A minor, its relative", [0, major, 9, minor], 1],
    ["C major and C minor", [0, major, 0, minor], 4],
    ["C major and F sharp major", [0, major, 6, major], 6],
    ["C major and E flat minor, the farthest", [0, major, 3, minor], FARTHEST_KEYS],
  ] as const)("of %s", (_, [tonicA, modeA, tonicB, modeB], steps) => {
    expect(keyDistance(tonicA, modeA, tonicB, modeB)).toBe(steps);
    expect(keyDistance(tonicB, modeB, tonicA, modeA)).toBe(steps);
  });

  it("is unknown where a key is", () => {
    expect(keyDistance(-1, major, 0, major)).toBeNull();
    expect(keyDistance(0, 0, 0, major)).toBeNull();
  });
});
