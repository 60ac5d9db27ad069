import { describe, expect, it } from "vitest";
import { judgePlay, judgeWord, type TrackSound } from "./judgement.ts";
import { judgementsOf, NOTHING_FORGOTTEN, type PlayDeed, type WordDeed } from "./judgements-of.ts";

const LONG_MS = 240_000;

describe("judgePlay", () => {
  it.each([
    ["heard to its end", LONG_MS, LONG_MS, "completed", "completed"],
    ["skipped within half a minute", 29_999, LONG_MS, "skipped", "skipped-early"],
    ["skipped within its first quarter", 59_000, LONG_MS, "skipped", "skipped-early"],
    ["skipped later", 61_000, LONG_MS, "skipped", "skipped-late"],
    ["a short one skipped late in it, yet within half a minute", 28_000, 35_000, "skipped", "skipped-early"],
    ["skipped after half a minute, length unknown", 31_000, null, "skipped", "skipped-late"],
    ["left for something else after half of it", 120_000, LONG_MS, "stopped", "stopped"],
  ] as const)("%s", (_, playedMs, durationMs, end, outcome) => {
    expect(judgePlay({ playedMs, durationMs, end })?.outcome).toBe(outcome);
  });

  it("says nothing of what still plays, or was cut off before half of it", () => {
    expect(judgePlay({ playedMs: LONG_MS, durationMs: LONG_MS, end: null })).toBeNull();
    expect(judgePlay({ playedMs: 60_000, durationMs: LONG_MS, end: "stopped" })).toBeNull();
    expect(judgePlay({ playedMs: 60_000, durationMs: null, end: "stopped" })).toBeNull();
  });

  it("takes a late skip for better than an early one, and the later the better, but for less than the end", () => {
    const rewards = [10_000, 70_000, 150_000, 230_000].map(
      (playedMs) => judgePlay({ playedMs, durationMs: LONG_MS, end: "skipped" })!.reward,
    );
    expect(rewards).toEqual(rewards.toSorted((a, b) => a - b));
    expect(new Set(rewards).size).toBe(4);
    expect(rewards.at(-1)).toBeLessThan(
      judgePlay({ playedMs: LONG_MS, durationMs: LONG_MS, end: "completed" })!.reward,
    );
  });

  it("trusts a song that was wound to its end less, and survives lengths that are nonsense", () => {
    const wound = judgePlay({ playedMs: 5_000, durationMs: LONG_MS, end: "completed" })!;
    expect(wound.weight).toBeLessThan(1);
    for (const durationMs of [0, -5, 1]) {
      const { reward = NaN } = judgePlay({ playedMs: 90_000, durationMs, end: "skipped" }) ?? {};
      expect(reward).toBeGreaterThanOrEqual(0);
      expect(reward).toBeLessThanOrEqual(1);
    }
  });
});

it("knows its words and no others, not even those that every object has", () => {
  expect(judgeWord("like")!.reward).toBeGreaterThan(judgeWord("unlike")!.reward);
  for (const kind of ["hum", "toString", "__proto__", ""]) expect(judgeWord(kind)).toBeNull();
});

const SOUND: TrackSound = {
  valence: 0,
  arousal: 0,
  tempoBpm: 100,
  mode: "minor",
  loudnessLufs: null,
  brightnessHz: null,
  onsetsPerSecond: null,
};
const deed = { trackId: 1, artistKey: "a", sound: SOUND, mood: null };
const skippedPlay: PlayDeed = { ...deed, atMs: 1_000, playedMs: 9_000, durationMs: LONG_MS, end: "skipped" };
const skipWord = (atMs: number): WordDeed => ({ ...deed, atMs, kind: "skip" });

describe("judgementsOf", () => {
  it("counts a skip once where the play tells it and the word, too", () => {
    expect(judgementsOf([skippedPlay], [skipWord(10_000)])).toHaveLength(1);
    expect(judgementsOf([skippedPlay], [skipWord(500)])).toHaveLength(2);
    expect(judgementsOf([skippedPlay], [skipWord(90_000)])).toHaveLength(2);
    expect(judgementsOf([{ ...skippedPlay, trackId: 2 }], [skipWord(10_000)])).toHaveLength(2);
  });

  it("leaves out what was forgotten, up to the moment of forgetting and not beyond", () => {
    const all = (allMs: number) => judgementsOf([skippedPlay], [], { ...NOTHING_FORGOTTEN, allMs });
    expect([all(999), all(1_000)].map(({ length }) => length)).toEqual([1, 0]);
    const artist = (name: string) =>
      judgementsOf([skippedPlay], [], { ...NOTHING_FORGOTTEN, artists: new Map([[name, 2_000]]) });
    expect([artist("a"), artist("b")].map(({ length }) => length)).toEqual([0, 1]);
  });

  it("keeps a deed but not what it says of a forgotten cue; with the tempo goes how far it is from the usual", () => {
    const forgotten = { ...NOTHING_FORGOTTEN, cues: new Map([["tempo", 2_000]] as const) };
    expect(judgementsOf([skippedPlay], [], forgotten)[0]?.forgottenCues).toEqual(["tempo", "tempoExtreme"]);
    expect(judgementsOf([{ ...skippedPlay, atMs: 3_000 }], [], forgotten)[0]?.forgottenCues).toBeUndefined();
  });
});
