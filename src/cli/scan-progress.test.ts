import { expect, it } from "vitest";
import type { Scan } from "../contracts/library.ts";
import { createScanProgress, formatRemaining } from "./scan-progress.ts";
import type { Terminal } from "./terminal.ts";

it.each([
  [null, ""],
  [400, "about 1 s left"],
  [59_000, "about 59 s left"],
  [60_000, "about 1 min left"],
  [3_540_000, "about 59 min left"],
  [5_400_000, "about 1 h 30 min left"],
])("says that %j ms remain as %j", (remainingMs, text) => {
  expect(formatRemaining(remainingMs)).toBe(text);
});

function scan(done: number, remainingMs: number | null = null): Scan {
  return {
    id: 1,
    state: "running",
    folder: "/music",
    startedAtMs: 0,
    finishedAtMs: null,
    total: 100,
    done,
    analysed: done,
    unchanged: 0,
    removed: 0,
    failed: 0,
    currentPath: null,
    remainingMs,
    problem: null,
  };
}

it("writes plain lines in a pipe: every tenth, or every ten seconds", () => {
  const lines: string[] = [];
  const terminal: Terminal = {
    print: (line) => lines.push(line),
    remark: (line) => lines.push(line),
    interactive: false,
    columns: 80,
    progressStream: process.stderr,
    interrupted: new AbortController().signal,
  };
  let nowMs = 0;
  const progress = createScanProgress(terminal, () => nowMs);
  for (let done = 0; done <= 15; done += 1) progress.show(scan(done));
  progress.show(scan(20, 20_000));
  nowMs += 10_000;
  progress.show(scan(21));
  progress.stop();
  expect(lines).toEqual(["10 of 100", "20 of 100, about 20 s left", "21 of 100"]);
});
