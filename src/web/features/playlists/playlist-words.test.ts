import { describe, expect, it } from "vitest";
import { lengthText, listFacts, renewalText } from "./playlist-words.ts";

describe("playlists in words", () => {
  it.each([
    [0, null],
    [20_000, "1 min"],
    [48 * 60_000, "48 min"],
    [60 * 60_000, "1 h"],
    [65 * 60_000, "1 h 5 min"],
  ])("%i ms are %s", (ms, text) => {
    expect(lengthText(ms)).toBe(text);
  });
  it("leave a length out that nobody knows", () => {
    expect(listFacts([{ durationMs: null }])).toBe("1 song");
    expect(listFacts([{ durationMs: 180_000 }, { durationMs: null }])).toBe("2 songs · 3 min");
  });
  it("say why and when a list renewed itself", () => {
    const now = 100 * 86_400_000;
    expect(renewalText({ cause: "drift", renewedAtMs: now - 3 * 3_600_000 }, now)).toBe(
      "renewed because the mood has moved for you 3 hours ago",
    );
    expect(renewalText({ cause: "schedule", renewedAtMs: now - 86_400_000 }, now)).toBe(
      "renewed by the clock 1 day ago",
    );
    expect(renewalText({ cause: "first", renewedAtMs: now + 5000 }, now)).toBe("made just now");
    expect(renewalText({ cause: null, renewedAtMs: null }, now)).toBeNull();
  });
});
