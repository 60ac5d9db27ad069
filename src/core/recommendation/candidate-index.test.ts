import { describe, expect, it } from "vitest";
import { createCandidateIndex, type Candidate } from "./candidate-index.ts";
import { randomLibrary } from "./fixtures/random-library.ts";
import { createSeededRandom } from "./seeded-random.ts";

describe("createCandidateIndex", () => {
  it("keeps in step with a plain map through thousands of random writes", () => {
    const random = createSeededRandom(1);
    const pool = randomLibrary({ tracks: 500, seed: 2 });
    const index = createCandidateIndex([]);
    const plain = new Map<number, Candidate & { moreLikeThis: number }>();
    for (let i = 0; i < 5_000; i++) {
      const candidate = {
        ...pool[Math.floor(random() * pool.length)]!,
        valence: random(),
        moreLikeThis: random() - 0.5,
      };
      if (random() < 0.6) {
        index.set(candidate);
        plain.set(candidate.trackId, candidate);
      } else {
        index.remove(candidate.trackId);
        plain.delete(candidate.trackId);
      }
    }
    expect(index.size).toBe(plain.size);
    for (const { trackId } of pool) {
      const row = index.rowOf(trackId);
      const expected = plain.get(trackId);
      expect(row !== undefined).toBe(expected !== undefined);
      expect(index.moreLikeThis.has(trackId)).toBe((expected?.moreLikeThis ?? 0) > 0);
      if (row === undefined || expected === undefined) continue;
      expect(index.columns.trackIds[row]).toBe(trackId);
      expect(index.columns.valence[row]).toBe(Math.fround(expected.valence));
    }
  });

  it("keeps ids and times that single precision could not hold", () => {
    const [candidate] = randomLibrary({ tracks: 1, seed: 1 });
    const index = createCandidateIndex([{ ...candidate!, trackId: 2 ** 40 + 1, lastHeardAtMs: 1_800_000_000_001 }]);
    expect(index.columns.trackIds[0]).toBe(2 ** 40 + 1);
    expect(index.columns.lastHeardAtMs[0]).toBe(1_800_000_000_001);
    index.markHeard(2 ** 40 + 1, 5);
    expect(index.columns.lastHeardAtMs[0]).toBe(1_800_000_000_001);
    index.markHeard(77, 5);
    expect(index.size).toBe(1);
  });

  it("refuses a track without a place on the plane and stays as it was", () => {
    const [candidate] = randomLibrary({ tracks: 1, seed: 1 });
    const index = createCandidateIndex([]);
    expect(() => index.set({ ...candidate!, valence: Number.NaN })).toThrowError(
      expect.objectContaining({ code: "candidate.invalid" }),
    );
    expect(index.size).toBe(0);
  });
});
