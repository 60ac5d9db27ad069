import { describe, expect, it } from "vitest";
import { affectDistance, EMOTION_POINTS, EMOTIONS, type Emotion } from "../affect/emotion.ts";
import { buildPlaylist, type BuiltPlaylist, type PlaylistWish } from "./build-playlist.ts";
import { createCandidateIndex, type Candidate } from "./candidate-index.ts";
import { randomLibrary } from "./fixtures/random-library.ts";
import { keyDistance } from "./key-distance.ts";
import { stepSize } from "./order-tracks.ts";
import { scoreBase, scoresAt } from "./score-candidates.ts";
import { createSeededRandom } from "./seeded-random.ts";

const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

function wishFor(emotion: Emotion, more: Partial<PlaylistWish> = {}): PlaylistWish {
  return { target: EMOTION_POINTS[emotion], emotion, size: 25, nowMs: NOW_MS, seed: 1, ...more };
}

const idsOf = ({ picks }: BuiltPlaylist) => picks.map(({ trackId }) => trackId);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function repeatsIn(candidates: readonly Candidate[], built: BuiltPlaylist): number {
  const artist = new Map(candidates.map(({ trackId, artistKey }) => [trackId, artistKey]));
  const keys = idsOf(built).map((id) => artist.get(id) ?? null);
  return keys.filter((key, i) => i > 0 && key !== null && key === keys[i - 1]).length;
}

function track(trackId: number, more: Partial<Candidate> = {}): Candidate {
  return {
    trackId,
    artistKey: `artist ${trackId}`,
    valence: 0.8,
    arousal: 0.4,
    tempoBpm: 120,
    mode: "major",
    liked: false,
    bias: 0,
    lastHeardAtMs: null,
    ...more,
  };
}

const manyTracks = (count: number, more: (i: number) => Partial<Candidate> = () => ({})) =>
  Array.from({ length: count }, (_, i) => track(i + 1, more(i)));

/** What no order and no choice of `size` tracks can go below: the largest artist against all others there are. */
function fewestRepeats(from: readonly Candidate[], size: number): number {
  const counts = new Map<string, number>();
  for (const { artistKey } of from) if (artistKey !== null) counts.set(artistKey, (counts.get(artistKey) ?? 0) + 1);
  const others = from.length - Math.max(0, ...counts.values());
  return Math.max(0, size - others - (others + 1));
}

const leaningBothWays = (i: number) => (i % 2 === 0 ? { valence: 0.65 } : { valence: 0.95 });

/** How many of the less pleasant half of such a library a happy playlist takes. */
const fromLowerHalf = (candidates: readonly Candidate[]) =>
  idsOf(buildPlaylist(createCandidateIndex(candidates), wishFor("happy"))).filter((id) => id % 2 === 1).length;

describe("what holds for every library, mood and seed", () => {
  const cases = Array.from({ length: 120 }, (_, seed) => {
    const random = createSeededRandom(seed);
    const candidates = randomLibrary({
      tracks: 1 + Math.floor(random() ** 2 * 800),
      artists: 1 + Math.floor(random() * 40),
      seed,
    }).map((each) => ({
      ...each,
      lastHeardAtMs: random() < 0.2 ? NOW_MS - Math.floor(random() * 120 * MINUTE_MS) : null,
      bias: random() < 0.05 ? Infinity : 0,
    }));
    const emotion = EMOTIONS[seed % EMOTIONS.length]!;
    const size = 1 + Math.floor(random() * 40);
    return { seed, candidates, wish: wishFor(emotion, { size, seed }) };
  });

  it.each(cases)("library $seed", ({ candidates, wish }) => {
    const built = buildPlaylist(createCandidateIndex(candidates), wish);
    const ids = idsOf(built);
    const usable = candidates.filter(({ bias }) => bias < Infinity);
    const fresh = usable.filter(({ lastHeardAtMs }) => (lastHeardAtMs ?? 0) <= NOW_MS - 60 * MINUTE_MS);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(Math.min(wish.size!, usable.length));

    const freshIds = new Set(fresh.map(({ trackId }) => trackId));
    const heardLately = ids.filter((id) => !freshIds.has(id)).length;
    expect(heardLately).toBe(Math.max(0, Math.min(wish.size!, usable.length) - fresh.length));
    expect(ids.every((id) => usable.some(({ trackId }) => trackId === id))).toBe(true);

    // Where tracks heard lately had to come back, fewer repeats may have been within reach of another choice among them.
    const enough = fresh.length >= wish.size!;
    expect(repeatsIn(candidates, built)).toBeLessThanOrEqual(enough ? fewestRepeats(fresh, wish.size!) : ids.length);
    for (const { trackId, distance, reason } of built.picks) {
      const candidate = candidates.find((each) => each.trackId === trackId)!;
      expect(distance).toBeCloseTo(affectDistance(candidate, wish.target), 5);
      expect(reason).toMatch(/^[A-Z][^\n]{10,}$/);
    }
  });
});

describe("fit", () => {
  it.each(EMOTIONS)("is far nearer to %s than tracks taken at random", (emotion) => {
    for (const size of [200, 1_000, 10_000]) {
      const candidates = randomLibrary({ tracks: size, seed: size });
      const built = buildPlaylist(createCandidateIndex(candidates), wishFor(emotion));
      const anywhere = mean(candidates.map((each) => affectDistance(each, EMOTION_POINTS[emotion])));
      const best = candidates.map((each) => affectDistance(each, EMOTION_POINTS[emotion])).sort((a, b) => a - b);
      const chosen = mean(built.picks.map(({ distance }) => distance));
      expect(chosen).toBeLessThan(anywhere * (size === 200 ? 0.6 : 0.4));
      expect(chosen).toBeLessThan(mean(best.slice(0, 25)) + 0.1);
    }
  });

  it("gives two seeds different lists that fit alike, and one seed the same list twice", () => {
    const index = createCandidateIndex(randomLibrary({ tracks: 2_000, seed: 3 }));
    const [a, b, again] = [1, 2, 1].map((seed) => buildPlaylist(index, wishFor("sad", { seed })));
    expect(again).toEqual(a);
    const shared = idsOf(a!).filter((id) => idsOf(b!).includes(id)).length;
    expect(shared).toBeLessThan(22);
    expect(mean(a!.picks.map((p) => p.distance))).toBeCloseTo(mean(b!.picks.map((p) => p.distance)), 1);
  });

  it("plays in smaller steps of energy, tempo and key than the same tracks in a random order", () => {
    const index = createCandidateIndex(randomLibrary({ tracks: 3_000, seed: 5 }));
    const { arousal, tempoBpm, tonic, mode } = index.columns;
    const octaves = (a: number, b: number) => Math.log2(tempoBpm[a]! / tempoBpm[b]!) || 0;
    const steps = {
      whole: (a: number, b: number) => stepSize(index.columns, a, b),
      arousal: (a: number, b: number) => Math.abs(arousal[a]! - arousal[b]!),
      tempo: (a: number, b: number) => Math.abs(octaves(a, b) - Math.round(octaves(a, b))),
      key: (a: number, b: number) => keyDistance(tonic[a]!, mode[a]!, tonic[b]!, mode[b]!) ?? 0,
    };
    const lists = EMOTIONS.map((emotion) =>
      idsOf(buildPlaylist(index, wishFor(emotion))).map((id) => index.rowOf(id)!),
    );
    const random = createSeededRandom(9);
    const shuffled = lists.map((rows) =>
      rows
        .map((row) => ({ row, key: random() }))
        .sort((x, y) => x.key - y.key)
        .map(({ row }) => row),
    );
    const way = (of: readonly number[][], step: (a: number, b: number) => number) =>
      mean(of.flatMap((rows) => rows.slice(1).map((row, i) => step(rows[i]!, row))));
    const ratio = (step: (a: number, b: number) => number) => way(lists, step) / way(shuffled, step);
    expect(ratio(steps.whole)).toBeLessThan(0.65);
    expect(ratio(steps.arousal)).toBeLessThan(0.85);
    expect(ratio(steps.tempo)).toBeLessThan(0.6);
    expect(ratio(steps.key)).toBeLessThan(0.8);
  });

  it("says so when nothing near is there", () => {
    const built = buildPlaylist(createCandidateIndex(manyTracks(30)), wishFor("sad"));
    expect(built.note).toBe("Little in your library is close to sad; these are the nearest.");
    expect(built.picks[0]!.reason).toContain("some way from sad, yet among the nearest your library has");
  });
});

describe("artists", () => {
  it("takes a track from far away rather than the same artist twice", () => {
    const candidates = [
      ...manyTracks(300, () => ({ artistKey: "everywhere" })),
      ...Array.from({ length: 12 }, (_, i) => track(1_000 + i, { valence: -0.9, arousal: -0.5 })),
    ];
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(repeatsIn(candidates, built)).toBe(0);
    expect(built.picks.find(({ trackId }) => trackId >= 1_000)!.reason).toContain("here so that the artist changes");
    expect(built.note ?? "").not.toContain("artist");
  });

  it("does not fill the list with one artist where others are about as near", () => {
    const candidates = manyTracks(300, (i) => ({ artistKey: i < 150 ? "prolific" : `artist ${i}` }));
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(idsOf(built).filter((id) => id <= 150).length).toBeLessThan(7);
  });

  it("says so when artists must repeat", () => {
    const one = manyTracks(40, () => ({ artistKey: "only" }));
    expect(buildPlaylist(createCandidateIndex(one), wishFor("happy")).note).toBe(
      "All of these are by one artist: there is no other to choose from.",
    );
    const nearly = manyTracks(40, (i) => ({ artistKey: i < 3 ? "other" : "only" }));
    const built = buildPlaylist(createCandidateIndex(nearly), wishFor("happy"));
    expect(built.picks.length).toBe(25);
    expect(repeatsIn(nearly, built)).toBe(25 - 3 - 4);
    expect(built.note).toContain("follow each other");
  });

  it("does not take tracks without a known artist for one artist's", () => {
    const unknown = manyTracks(40, () => ({ artistKey: null }));
    expect(buildPlaylist(createCandidateIndex(unknown), wishFor("happy")).note).toBeNull();
  });
});

describe("what was heard and what was said", () => {
  it("leaves out what was heard within the hour, up to the millisecond", () => {
    const candidates = manyTracks(60, (i) => ({
      lastHeardAtMs: i < 30 ? NOW_MS - 60 * MINUTE_MS + 1 : NOW_MS - 60 * MINUTE_MS,
    }));
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(Math.min(...idsOf(built))).toBeGreaterThan(30);
    expect(built.note).toBeNull();
  });

  it("brings back what was heard longest ago when the library is too small, and says so", () => {
    const candidates = manyTracks(30, (i) => ({ lastHeardAtMs: i < 20 ? NOW_MS - (i + 1) * MINUTE_MS : null }));
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy", { size: 15 }));
    expect(idsOf(built).sort((a, b) => a - b)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
    expect(built.note).toBe("You heard 5 tracks of these not long ago: nothing else is left.");
    expect(built.picks.find(({ trackId }) => trackId === 20)!.reason).toContain("heard not long ago");
  });

  it("follows what is marked as heard", () => {
    const index = createCandidateIndex(manyTracks(60));
    const first = idsOf(buildPlaylist(index, wishFor("happy")));
    for (const id of first) index.markHeard(id, NOW_MS);
    const second = idsOf(buildPlaylist(index, wishFor("happy")));
    expect(second.filter((id) => first.includes(id))).toEqual([]);
  });

  it("prefers liked tracks that fit and says so, but not liked ones that do not", () => {
    const candidates = manyTracks(200, (i) => ({
      liked: i < 10 || i >= 190,
      bias: i < 10 || i >= 190 ? -0.12 : 0,
      valence: i >= 190 ? -0.6 : 0.8,
    }));
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(idsOf(built).filter((id) => id <= 10).length).toBe(10);
    expect(idsOf(built).filter((id) => id > 190)).toEqual([]);
    expect(built.picks.find(({ trackId }) => trackId === 1)!.reason).toBe(
      "You liked it, and it is happy like your mood: bright major key at 120 bpm",
    );
  });

  it("avoids a wrong mood near where it was said and not elsewhere", () => {
    const wrongMoods = [{ target: EMOTION_POINTS.happy, strength: 1 }];
    const candidates = manyTracks(200, (i) => (i < 50 ? { wrongMoods } : { valence: 0.6 }));
    const happy = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(idsOf(happy).filter((id) => id <= 50)).toEqual([]);
    const elsewhere = candidates.map((each) => ({ ...each, valence: -0.65, arousal: -0.35 }));
    const sad = buildPlaylist(createCandidateIndex(elsewhere), wishFor("sad"));
    expect(idsOf(sad).filter((id) => id <= 50).length).toBeGreaterThan(0);
  });

  it("draws tracks like the wanted one nearer", () => {
    const plain = manyTracks(300, leaningBothWays);
    const wanting = [...plain, track(999, { valence: 0.6, moreLikeThis: 1 })];
    expect(fromLowerHalf(plain)).toBeLessThan(20);
    expect(fromLowerHalf(wanting)).toBeGreaterThan(23);
  });

  it("draws the same artist's tracks nearer than others just like it", () => {
    const [seed, kin, stranger] = [
      track(1, { artistKey: "a", moreLikeThis: 1 }),
      track(2, { artistKey: "a", valence: 0.7 }),
      track(3, { artistKey: "b", valence: 0.7 }),
    ];
    const index = createCandidateIndex([seed, kin, stranger]);
    const { base } = scoreBase(index, { nowMs: NOW_MS, heardAfterMs: NOW_MS });
    const scores = scoresAt(index, base, { target: EMOTION_POINTS.happy });
    expect(scores[1]).toBeLessThan(scores[2]!);
    expect(scores[2]).toBeLessThan(0.1);
  });
});

describe("libraries with little in them", () => {
  it.each([
    [[], "Your library has no analysed tracks yet."],
    [manyTracks(3, () => ({ bias: Infinity })), "You have set aside every track of your library."],
    [manyTracks(1), "Your library has only 1 track to choose from."],
  ])("explains itself", (candidates, note) => {
    const built = buildPlaylist(createCandidateIndex(candidates), wishFor("happy"));
    expect(built.note).toBe(note);
    expect(built.picks.length).toBe(candidates.filter(({ bias }) => bias < Infinity).length);
  });

  it("gives twenty-five tracks when no size is asked for", () => {
    const { size: _, ...wish } = wishFor("happy");
    expect(buildPlaylist(createCandidateIndex(manyTracks(50)), wish).picks.length).toBe(25);
  });
});

it("keeps a piece composed for another mood behind, where the mood is asked for by name: anger and fear share a point", () => {
  const point = EMOTION_POINTS.fear;
  const candidates = manyTracks(20, (i) => ({ ...point, artistKey: null, madeFor: i % 2 === 0 ? "angry" : "fear" }));
  const index = createCandidateIndex(candidates);
  const made = new Map(candidates.map(({ trackId, madeFor }) => [trackId, madeFor]));
  const fear = idsOf(buildPlaylist(index, wishFor("fear", { size: 10 })));
  expect(fear.map((id) => made.get(id))).toEqual(Array(10).fill("fear"));
  const atPoint = idsOf(buildPlaylist(index, wishFor("fear", { emotion: null, size: 10 })));
  expect(new Set(atPoint.map((id) => made.get(id)))).toEqual(new Set(["angry", "fear"]));
  // With nothing else left they are taken after all; and what it was made for may change or go.
  expect(buildPlaylist(index, wishFor("fear", { size: 20 })).picks).toHaveLength(20);
  for (const candidate of candidates) index.set({ ...candidate, madeFor: null });
  expect(index.madeFor.size).toBe(0);
});
