import { describe, expect, it } from "vitest";
import type { Scan } from "../../../contracts/library.ts";
import { isResumable, scanHeadline, scanShare, scanSummary } from "./scan-words.ts";

function scan(changes: Partial<Scan>): Scan {
  return {
    id: 1,
    state: "completed",
    folder: "/music",
    startedAtMs: 0,
    finishedAtMs: null,
    total: 0,
    done: 0,
    analysed: 0,
    unchanged: 0,
    removed: 0,
    failed: 0,
    currentPath: null,
    remainingMs: null,
    problem: null,
    ...changes,
  };
}

describe("a scan in words", () => {
  it("counts n of N while it runs", () => {
    expect(scanHeadline(scan({ state: "running", done: 417, total: 1284 }))).toBe("417 of 1,284");
  });
  it("tells only what happened, with the right number", () => {
    expect(scanSummary(scan({ analysed: 1, unchanged: 1200, failed: 1 }))).toBe(
      "1 song analysed, 1,200 unchanged, 1 file could not be read.",
    );
    expect(scanSummary(scan({ removed: 2, failed: 3 }))).toBe("2 gone, 3 files could not be read.");
    expect(scanSummary(scan({}))).toBe("No music files found yet.");
  });
  it("knows no share before the files are counted", () => {
    expect(scanShare(scan({ state: "listing", total: 5 }))).toBeNull();
    expect(scanShare(scan({ state: "running" }))).toBeNull();
    expect(scanShare(scan({ state: "running", done: 1, total: 4 }))).toBe(0.25);
  });
  it.each([
    ["cancelled", true],
    ["interrupted", true],
    ["failed", true],
    ["completed", false],
    ["running", false],
    ["listing", false],
  ] as const)("%s can be taken up again: %s", (state, resumable) => {
    expect(isResumable(scan({ state }))).toBe(resumable);
  });
});
