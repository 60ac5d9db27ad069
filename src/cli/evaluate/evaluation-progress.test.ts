import { expect, it } from "vitest";
import type { Terminal } from "../terminal.ts";
import { createEvaluationProgress } from "./evaluation-progress.ts";

it("says now and then in a pipe, on stderr, how far it is and how long it will take", () => {
  const remarked: string[] = [];
  const terminal: Terminal = {
    print: () => expect.unreachable("stdout is the report's"),
    remark: (line) => remarked.push(line),
    interactive: false,
    columns: 80,
    progressStream: process.stderr,
    interrupted: new AbortController().signal,
  };
  let nowMs = 0;
  const progress = createEvaluationProgress(terminal, () => nowMs);
  progress.stage("reading faces");
  for (const [atMs, done] of [
    [3000, 1],
    [6000, 1],
    [10_000, 200],
    [20_000, 500],
    [40_000, 1000],
  ] as const) {
    nowMs = atMs;
    progress.show(done, 1000);
  }
  progress.stop();
  expect(remarked).toEqual(["reading faces: 0 %", "reading faces: 50 %, about 20 s left"]);
});
