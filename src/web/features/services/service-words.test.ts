import { describe, expect, it } from "vitest";
import type { Service } from "../../../contracts/services.ts";
import { agoText, clockTime } from "../../services/time-words.ts";
import { countedWords, deletedWords, standingOf } from "./service-words.ts";

const NOON = new Date(2026, 10, 21, 12, 0).getTime();

function service(change: Partial<Service> = {}, state: Partial<Service["state"]> = {}): Service {
  return {
    id: "spotify",
    name: "Spotify",
    configured: true,
    connected: true,
    connectedAtMs: NOON,
    account: "Ida",
    capabilities: [],
    settings: {},
    fixedSettings: [],
    state: { cooldownUntilMs: null, breaker: "closed", waiting: 0, problem: null, ...state },
    ...change,
  };
}

describe("how a service stands", () => {
  it("says whose account it is, or what is missing", () => {
    expect(standingOf(service(), NOON)).toEqual({ tone: "good", text: "Connected as Ida" });
    expect(standingOf(service({ connected: false, account: null }), NOON).text).toBe("Not connected");
    const bare = service({ connected: false, configured: false, account: null });
    expect(standingOf(bare, NOON)).toEqual({ tone: "off", text: "Not set up" });
  });
  it("says until when it rests, and no longer than that", () => {
    const cooldownUntilMs = NOON + 90 * 60_000;
    const problem = { code: "service.rate-limited", message: "slower" };
    expect(standingOf(service({}, { cooldownUntilMs, problem }), NOON)).toEqual({
      tone: "waiting",
      text: "Resting until 13:30, as it asked",
    });
    expect(standingOf(service({}, { cooldownUntilMs }), cooldownUntilMs + 1).tone).toBe("good");
  });
  it("gives a problem's own sentence", () => {
    const problem = { code: "x", message: "Sign in again." };
    expect(standingOf(service({}, { problem }), NOON)).toEqual({ tone: "trouble", text: "Sign in again." });
    expect(standingOf(service({}, { breaker: "open" }), NOON).tone).toBe("trouble");
  });
});

describe("what was deleted", () => {
  it("is counted in words, without what there was none of", () => {
    expect(deletedWords({ connections: 1, cachedAnswers: 1200, tracks: 0 })).toEqual([
      "1 connection",
      "1,200 fetched answers",
    ]);
  });
  it("is named by its own name where there are no words for it", () => {
    expect(countedWords("oddLittleThings", 2)).toBe("2 odd little things");
  });
});

describe("times", () => {
  it("name the day where it is not today's", () => {
    expect(clockTime(NOON, NOON)).toBe("12:00");
    expect(clockTime(NOON + 24 * 3_600_000, NOON)).toBe("Sun 12:00");
  });
  it("tell ages by their largest part", () => {
    expect(agoText(NOON - 59_000, NOON)).toBe("just now");
    expect(agoText(NOON - 60_000, NOON)).toBe("1 minute ago");
    expect(agoText(NOON - 3 * 3_600_000, NOON)).toBe("3 hours ago");
    expect(agoText(NOON - 49 * 3_600_000, NOON)).toBe("2 days ago");
    expect(agoText(NOON + 5000, NOON)).toBe("just now");
  });
});
