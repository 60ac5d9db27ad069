import { describe, expect, test } from "vitest";
import { groupCopies, type CopyFacts, type CopyPair } from "./group-copies.ts";

const fact = (trackId: number, changes: Partial<CopyFacts> = {}): CopyFacts => ({
  trackId,
  isMeasured: true,
  mimeType: "audio/mpeg",
  sizeBytes: 4_000_000,
  durationMs: 200_000,
  tagCount: 2,
  ...changes,
});
const pair = (a: number, b: number, similarity: number | null = 0.95): CopyPair => ({
  a,
  b,
  similarity,
  evidence: similarity === null ? "tags" : "sound",
});
const membersOf = (groups: ReturnType<typeof groupCopies>): number[][] =>
  groups.map(({ copies }) => copies.map(({ trackId }) => trackId).toSorted((a, b) => a - b));

describe("groups", () => {
  test("pairs that hang together are one group, named after its earliest track", () => {
    const groups = groupCopies(
      [1, 2, 3, 4, 5].map((id) => fact(id)),
      [pair(3, 2), pair(2, 5), pair(4, 1)],
    );
    expect(membersOf(groups)).toEqual([
      [1, 4],
      [2, 3, 5],
    ]);
    expect(groups.map(({ id }) => id)).toEqual([1, 2]);
    expect(groups.every(({ copies }) => copies.filter(({ preferred }) => preferred).length === 1)).toBe(true);
  });

  test("what was told apart stays apart, and the weaker tie gives way", () => {
    const facts = [1, 2, 3].map((id) => fact(id));
    const pairs = [pair(1, 2, 0.99), pair(2, 3, 0.8)];
    expect(membersOf(groupCopies(facts, pairs, [[3, 1]]))).toEqual([[1, 2]]);
    expect(membersOf(groupCopies(facts, pairs, [[1, 2]]))).toEqual([[2, 3]]);
    expect(groupCopies(facts, [pair(1, 2)], [[2, 1]])).toEqual([]);
  });

  test("pairs with tracks that are gone, and of a track with itself, are left out", () => {
    expect(groupCopies([fact(1)], [pair(1, 2), pair(1, 1)])).toEqual([]);
    expect(groupCopies([], [])).toEqual([]);
  });

  test("each copy says what ties it most closely", () => {
    const facts = [1, 2, 3].map((id) => fact(id));
    const [group] = groupCopies(facts, [pair(1, 2, null), pair(2, 3, 0.9)]);
    const evidence = Object.fromEntries(group!.copies.map((copy) => [copy.trackId, copy.evidence]));
    expect(evidence).toEqual({ 1: "tags", 2: "sound", 3: "sound" });
  });
});

describe("the copy to play", () => {
  const preferredOf = (...facts: CopyFacts[]): number | undefined =>
    groupCopies(
      facts,
      facts.slice(1).map(({ trackId }) => pair(facts[0]!.trackId, trackId)),
    )[0]?.copies.find(({ preferred }) => preferred)?.trackId;

  test.each([
    ["one that was measured", fact(1, { mimeType: "audio/flac", isMeasured: false }), fact(2)],
    ["one without loss", fact(1, { tagCount: 3 }), fact(2, { mimeType: "audio/flac", tagCount: 0 })],
    ["a whole one", fact(1, { durationMs: 190_000, tagCount: 3 }), fact(2)],
    ["the better tagged", fact(1, { sizeBytes: 9e6 }), fact(2, { tagCount: 3, durationMs: 199_000 })],
    ["the finer encoded", fact(1), fact(2, { sizeBytes: 8_000_000 })],
  ])("%s", (_, worse, better) => {
    expect(preferredOf(worse, better)).toBe(2);
    expect(preferredOf(better, worse)).toBe(2);
  });

  test("else the one that came first", () => {
    expect(preferredOf(fact(2), fact(1), fact(3))).toBe(1);
  });
});
