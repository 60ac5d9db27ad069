import { expect, it } from "vitest";
import { createCandidateIndex, type Candidate } from "./candidate-index.ts";
import { orderNearFirst } from "./order-tracks.ts";

/** A track at a distance from the middle of the plane, to the right of it. */
const at = (trackId: number, valence: number, changes: Partial<Candidate> = {}): Candidate => ({
  trackId,
  artistKey: null,
  valence,
  arousal: 0,
  tempoBpm: 120,
  mode: "major",
  liked: false,
  bias: 0,
  lastHeardAtMs: null,
  ...changes,
});

function ordered(candidates: readonly Candidate[]): number[] {
  const index = createCandidateIndex(candidates);
  const rows = candidates.map(({ trackId }) => index.rowOf(trackId)!);
  const distances = candidates.map(({ valence }) => Math.abs(valence));
  return orderNearFirst(index.columns, rows, distances).map((row) => index.columns.trackIds[row]!);
}

it("plays what is near the mood before what is farther off, however short the way to that were", () => {
  // By the way alone 3 would follow 1: the same tempo and key.
  const near = at(1, 0.05, { tempoBpm: 90, tonic: 0 });
  const other = at(2, -0.25, { tempoBpm: 128, tonic: 6 });
  const far = at(3, 0.4, { tempoBpm: 90, tonic: 0 });
  const farther = at(4, 0.95, { tempoBpm: 128, tonic: 6 });
  expect(ordered([near, other, far, farther])).toEqual([1, 2, 3, 4]);
});

it("goes by the way alone where near first would let an artist follow themselves", () => {
  const near = [1, 2, 3].map((id) => at(id, 0.01 * id, { artistKey: "one" }));
  const far = [4, 5, 6].map((id) => at(id, 0.1 * id + 0.3, { artistKey: `other ${id}` }));
  const order = ordered([...near, ...far]);
  expect(order.slice(0, 6).filter((id, i) => id <= 3 && (order[i - 1] ?? 9) <= 3)).toEqual([]);
  expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
});
