import { describe, expect, it } from "vitest";
import { createCandidateIndex } from "./candidate-index.ts";
import { explainPick, type PickFacts } from "./explain-pick.ts";
import { randomLibrary } from "./fixtures/random-library.ts";
import { nearestRows } from "./nearest-rows.ts";
import { isRepeat, orderTracks, stepSize } from "./order-tracks.ts";
import { createSeededRandom } from "./seeded-random.ts";

describe("nearestRows", () => {
  it("finds what a full sort finds, ties and infinities included", () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = createSeededRandom(seed);
      const scores = Float32Array.from({ length: Math.floor(random() * 300) }, () =>
        random() < 0.1 ? Infinity : Math.floor(random() * 40) / 8,
      );
      const count = Math.floor(random() * 60);
      const sorted = [...scores.keys()].filter((row) => scores[row]! < Infinity && row % 3 > 0);
      sorted.sort((a, b) => scores[a]! - scores[b]! || a - b);
      expect(nearestRows(scores, count, (row) => row % 3 === 0)).toEqual(sorted.slice(0, count));
    }
  });
});

describe("orderTracks", () => {
  it("keeps all rows and has as few repeated artists as can be", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = createSeededRandom(seed);
      const tracks = 1 + Math.floor(random() * 30);
      const { columns } = createCandidateIndex(randomLibrary({ tracks, seed, artists: 1 + Math.floor(random() * 6) }));
      const rows = Array.from({ length: tracks }, (_, row) => row);
      const order = orderTracks(columns, rows);
      expect(order.toSorted((a, b) => a - b)).toEqual(rows);
      const counts = rows.map((row) => rows.filter((other) => other === row || isRepeat(columns, row, other)).length);
      const most = Math.max(...counts);
      const repeats = order.filter((row, i) => i > 0 && isRepeat(columns, order[i - 1]!, row)).length;
      expect(repeats).toBe(Math.max(0, most - (tracks - most) - 1));
    }
  });
});

describe("the way that orderTracks takes", () => {
  it("is shorter than always going to the nearest", () => {
    const ratios = Array.from({ length: 20 }, (_, seed) => {
      const { columns } = createCandidateIndex(randomLibrary({ tracks: 25, seed, artists: 1_000 }));
      const way = (order: readonly number[]) =>
        order.slice(1).reduce((sum, row, i) => sum + stepSize(columns, order[i]!, row), 0);
      const greedy = [0];
      while (greedy.length < 25) {
        const from = greedy.at(-1)!;
        const left = [...columns.trackIds.keys()].slice(0, 25).filter((row) => !greedy.includes(row));
        greedy.push(left.sort((a, b) => stepSize(columns, from, a) - stepSize(columns, from, b))[0]!);
      }
      const order = orderTracks(
        columns,
        [...greedy].sort((a, b) => a - b),
      );
      expect(order[0]).toBe(0);
      return way(order) / way(greedy);
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(0.95);
  });
});

describe("explainPick", () => {
  const facts: PickFacts = {
    valence: 0.7,
    arousal: 0.4,
    tempoBpm: 126.4,
    mode: "major",
    liked: false,
    distance: 0.2,
    role: "near",
  };

  it.each<[Partial<PickFacts>, string, string]>([
    [{}, "happy", "Bright major key at 126 bpm, close to happy"],
    [{ distance: 0.1 }, "happy", "Bright major key at 126 bpm, very close to happy"],
    [{ arousal: -0.4, distance: 0.5 }, "calm", "Warm major key at 126 bpm, not far from calm"],
    [{ liked: true }, "happy", "You liked it, and it is happy like your mood: bright major key at 126 bpm"],
    [{ liked: true, distance: 0.5 }, "calm", "You liked it, and it is not far from calm: bright major key at 126 bpm"],
    [{ mode: "minor" }, "happy", "Energetic minor key at 126 bpm, close to happy"],
    [{ valence: -0.6, arousal: -0.3, mode: "minor" }, "sad", "Sombre minor key at 126 bpm, close to sad"],
    [{ mode: null, tempoBpm: null, valence: 0, arousal: 0 }, "neutral", "Even sound, close to neutral"],
    [{ mode: null, tempoBpm: 90 }, "happy", "Bright sound at 90 bpm, close to happy"],
    [
      { distance: 0.9 },
      "sad",
      "Bright major key at 126 bpm, some way from sad, yet among the nearest your library has",
    ],
    [{ role: "variety" }, "happy", "Bright major key at 126 bpm, close to happy; here so that the artist changes"],
    [
      { role: "heard-lately", liked: true },
      "happy",
      "Bright major key at 126 bpm, liked by you, close to happy; heard not long ago, as little else is left",
    ],
  ])("%o for %s", (more, wanted, line) => {
    expect(explainPick({ ...facts, ...more }, wanted)).toBe(line);
  });
});

const draw = (seed: number) => {
  const random = createSeededRandom(seed);
  return Array.from({ length: 20_000 }, random);
};

describe("createSeededRandom", () => {
  it("repeats with its seed, differs between seeds and is uniform", () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)[0]).not.toBe(draw(8)[0]);
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of draw(7)) bins[Math.floor(value * 10)]! += 1;
    expect(Math.min(...bins)).toBeGreaterThan(1_800);
    expect(Math.max(...bins)).toBeLessThan(2_200);
  });
});
