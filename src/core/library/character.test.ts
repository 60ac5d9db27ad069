import { describe, expect, test } from "vitest";
import { fitCharacter, mapAxes, placeTrack, type CharacterModel, type CharacterTrack } from "./character.ts";
import { chooseClusters } from "./choose-clusters.ts";
import { cueWords, nameClusters } from "./cluster-names.ts";
import { fitScales, percentile, standardise } from "./feature-scale.ts";
import { adjustedRandIndex } from "./fixtures/adjusted-rand-index.ts";
import { plantedLibrary } from "./fixtures/planted-library.ts";

describe("a library with planted characters", () => {
  const { tracks, planted } = plantedLibrary({ seed: 4, tracks: 240 });
  const model = fitCharacter(tracks, null, 1);
  const clusterOf = (track: CharacterTrack, by: CharacterModel) => placeTrack(track.features, by).cluster;

  test("its groups are found again", () => {
    const found = tracks.map((track) => clusterOf(track, model));
    expect(adjustedRandIndex(planted, found)).toBeGreaterThan(0.85);
    expect(new Set(model.clusters.map(({ name }) => name)).size).toBe(model.clusters.length);
  });

  test("the same library gives the same map; half of it nearly the same groups", () => {
    expect(fitCharacter(tracks, null, 1)).toEqual(model);
    const half = fitCharacter(
      tracks.filter((_, i) => Math.floor(i / 4) % 2 === 0),
      null,
      1,
    );
    const agreement = adjustedRandIndex(
      tracks.map((track) => clusterOf(track, model)),
      tracks.map((track) => clusterOf(track, half)),
    );
    expect(agreement).toBeGreaterThan(0.85);
  });

  test("a library that grows a little keeps ids and names", () => {
    const more = plantedLibrary({ seed: 5, tracks: 24 }).tracks;
    const grown = fitCharacter([...tracks, ...more], model, 1);
    const names = (of: CharacterModel) => of.clusters.map(({ id, name }) => `${id} ${name}`).toSorted();
    expect(names(grown)).toEqual(names(model));
    const kept = tracks.filter((track) => clusterOf(track, grown) === clusterOf(track, model));
    expect(kept.length / tracks.length).toBeGreaterThan(0.95);
  });

  test("a group that goes takes its id with it", () => {
    const gone = model.clusters[0]!;
    const rest = tracks.filter((track) => clusterOf(track, model) !== gone.id);
    const shrunk = fitCharacter(rest, model, 1);
    const other = plantedLibrary({ seed: 6, tracks: 240, shift: 2 }).tracks;
    const regrown = fitCharacter(other, shrunk, 1);
    const former = new Set(model.clusters.map(({ id }) => id));
    for (const { id } of regrown.clusters) expect(former.has(id) ? id : id > model.lastId).toBeTruthy();
    expect(regrown.lastId).toBeGreaterThanOrEqual(model.lastId);
  });

  test("on the map right is pleasant and up is lively, and every place is on it", () => {
    const places = tracks.map(({ features }) => {
      const { valence, arousal } = features;
      return { ...placeTrack(features, model), valence: Number(valence), arousal: Number(arousal) };
    });
    const product = (of: (place: (typeof places)[number]) => number) => places.reduce((sum, p) => sum + of(p), 0);
    expect(product(({ x, valence }) => x * valence)).toBeGreaterThan(0);
    expect(product(({ y, arousal }) => y * arousal)).toBeGreaterThan(0);
    for (const { x, y } of places) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    const { left, right, bottom, top } = mapAxes(model);
    expect(new Set([left, right, bottom, top]).size).toBe(4);
  });
});

describe("odd libraries", () => {
  const track = (features: CharacterTrack["features"]): CharacterTrack => ({ features, genre: null });
  const finite = (model: CharacterModel, tracks: readonly CharacterTrack[]): void => {
    for (const { features } of tracks) {
      const { x, y, distance } = placeTrack(features, model);
      expect([x, y, distance].every(Number.isFinite)).toBe(true);
    }
  };

  test.each([
    ["one track", [{ valence: 0.5, arousal: 0.1, tempoBpm: 120 }]],
    ["five tracks", [0, 1, 2, 3, 4].map((i) => ({ valence: i / 5, arousal: -i / 5, tempoBpm: 100 + i }))],
    ["all alike", Array.from({ length: 50 }, () => ({ valence: 0.2, arousal: 0.3, loudnessLufs: -14 }))],
    [
      "nothing measured but the mood",
      Array.from({ length: 40 }, (_, i) => ({ valence: (i % 5) / 5, arousal: i / 40 })),
    ],
    [
      "one feature constant, another not a number",
      Array.from({ length: 40 }, (_, i) => ({
        valence: Math.sin(i),
        arousal: Math.cos(i),
        brightnessHz: i % 3 === 0 ? Number.NaN : i % 3 === 1 ? Infinity : -5,
        roughness: 0.1,
      })),
    ],
  ])("%s", (_, rows) => {
    const tracks = rows.map(track);
    const model = fitCharacter(tracks, null, 1);
    expect(model.clusters.length).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    finite(model, tracks);
    finite(model, [track({}), track({ valence: Number.NaN, tempoBpm: 0 })]);
  });

  test("few tracks, or many that are all alike, are one group", () => {
    expect(
      chooseClusters(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ).centroids,
    ).toHaveLength(1);
    expect(
      chooseClusters(
        Array.from({ length: 100 }, () => [1, 2, 3]),
        1,
      ).centroids,
    ).toHaveLength(1);
    expect(chooseClusters([], 1).centroids).toHaveLength(0);
  });
});

describe("scales", () => {
  const rows = Array.from({ length: 101 }, (_, i) => ({
    level: i,
    same: 7,
    rate: 2 ** (i / 10),
    odd: i === 3 ? 1e9 : i,
  }));
  const [level, same, rate, odd] = fitScales(rows, [
    { name: "level", logarithmic: false },
    { name: "same", logarithmic: false },
    { name: "rate", logarithmic: true },
    { name: "odd", logarithmic: false },
  ]);

  test("deviations are in spreads of the library, and bounded", () => {
    expect(standardise({ level: 50 }, level!)).toBe(0);
    expect(standardise({ level: 75 }, level!)).toBeCloseTo(25 / (50 / 1.349));
    expect(standardise({ level: 1e9 }, level!)).toBe(3);
    expect(standardise({ level: null }, level!)).toBe(0);
    expect(standardise({ same: 9 }, same!)).toBe(0);
    expect(standardise({ rate: 2 ** 5 }, rate!)).toBeCloseTo(0);
    expect(standardise({ rate: -1 }, rate!)).toBe(0);
    // One file that is far off stretches nothing.
    expect(standardise({ odd: 75 }, odd!)).toBeCloseTo(standardise({ level: 75 }, level!), 1);
  });

  test("percentiles say what share of the library lies below", () => {
    expect(percentile({ level: 25 }, level!)).toBeCloseTo(0.25);
    expect(percentile({ level: -5 }, level!)).toBe(0);
    expect(percentile({ level: 500 }, level!)).toBe(1);
    expect(percentile({ same: 7 }, same!)).toBeCloseTo(0.5);
    expect(percentile({}, level!)).toBeNull();
    expect(percentile({ rate: 2 ** 5 }, rate!)).toBeCloseTo(0.5);
  });
});

describe("names", () => {
  test("cues say how a group differs from the library", () => {
    expect(cueWords({ valence: -1, arousal: -1 })[0]).toBe("sombre");
    expect(cueWords({ valence: 1, arousal: 0.4, majorness: 0.5 })[0]).toBe("cheerful");
    expect(cueWords({ arousal: 1, beatStrength: 1, onsetsPerSecond: 1, tempoBpm: 1 })).toContain("driving");
    expect(cueWords({ onsetsPerSecond: -1, valence: 0.6, arousal: -0.8, beatStrength: -0.8 })[0]).toBe("dreamy");
    expect(cueWords({})).toEqual([]);
  });

  test("a genre is named where it stands out, and no two names are alike", () => {
    const sombre = { valence: -1, arousal: -1 };
    const genres = new Map([
      ["jazz", 8],
      ["soul", 2],
    ]);
    const names = nameClusters([
      { traits: sombre, genres },
      { traits: sombre, genres },
      { traits: sombre, genres: new Map([["constructor", 1]]) },
      { traits: {}, genres: new Map() },
      { traits: {}, genres: new Map() },
    ]);
    expect(names[0]).toMatchObject({ name: "Sombre jazz", genre: "jazz" });
    expect(names[2]?.genre).toBeNull();
    expect(new Set(names.map(({ name }) => name)).size).toBe(5);
    expect(nameClusters([{ traits: sombre, genres: new Map() }], new Set(["Sombre"]))[0]?.name).not.toBe("Sombre");
  });
});
