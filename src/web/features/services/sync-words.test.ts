import { describe, expect, it } from "vitest";
import type { SubsonicSync } from "../../../contracts/subsonic.ts";
import { syncCount, syncFigures, syncShare } from "./sync-words.ts";

const SYNC: SubsonicSync = {
  id: 1,
  state: "analysing",
  startedAtMs: 1,
  finishedAtMs: null,
  listed: 1204,
  added: 12,
  changed: 0,
  removed: 3,
  toAnalyse: 40,
  analysed: 9,
  failed: 1,
  currentTitle: null,
  remainingMs: null,
  problem: null,
};

describe("a sync in words", () => {
  it("counts what could not be measured as done, and names it", () => {
    expect(syncShare(SYNC)).toBe(0.25);
    expect(syncCount(SYNC)).toBe("10 of 40");
    expect(syncFigures(SYNC)).toBe("1,204 listed · 12 new · 3 gone · 1 could not be measured");
  });
  it("claims no share while the server is still listing, or where nothing is to be measured", () => {
    expect(syncShare({ ...SYNC, state: "listing" })).toBeNull();
    expect(syncShare({ ...SYNC, toAnalyse: 0 })).toBeNull();
    expect(syncCount({ ...SYNC, toAnalyse: 0 })).toBe("");
  });
});
