/** Shows how far a scan is: a bar where somebody watches, now and then a plain line in a pipe. */
import { Presets, SingleBar } from "cli-progress";
import type { Scan } from "../contracts/library.ts";
import { printable, type Terminal } from "./terminal.ts";

export interface ScanProgress {
  show(scan: Scan): void;
  /** Says something without tearing the bar. */
  say(line: string): void;
  stop(): void;
}

/** In a pipe a line is written when this much more is done ... */
const LINE_EVERY_SHARE = 0.1;
/** ... or this much time has passed. */
const LINE_EVERY_MS = 10_000;

/** "about 3 min", "about 20 s", or nothing while unknown. */
export function formatRemaining(remainingMs: number | null): string {
  if (remainingMs === null) return "";
  const seconds = Math.ceil(remainingMs / 1000);
  if (seconds < 60) return `about ${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** The kind of progress that fits the terminal. */
export function createScanProgress(terminal: Terminal, now: () => number = Date.now): ScanProgress {
  return terminal.interactive ? createBar(terminal) : createLines(terminal, now);
}

function createBar(terminal: Terminal): ScanProgress {
  const bar = new SingleBar(
    {
      format: "{bar} {value} of {total}  {left}  {file}",
      stream: terminal.progressStream,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      emptyOnZero: true,
      stopOnComplete: false,
      linewrap: false,
      // The bar's own handler would end the process; here Ctrl-C cancels the scan first.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  const roomForFile = Math.max(10, terminal.columns - 70);
  let started = false;
  return {
    show(scan) {
      const shown = {
        left: scan.state === "listing" ? "looking for music" : formatRemaining(scan.remainingMs),
        file: printable(scan.currentPath ?? "").slice(-roomForFile),
      };
      if (!started) bar.start(scan.total, scan.done, shown);
      started = true;
      bar.setTotal(scan.total);
      bar.update(scan.done, shown);
    },
    say(line) {
      terminal.remark(`\n${line}`);
    },
    stop() {
      bar.stop();
    },
  };
}

function createLines(terminal: Terminal, now: () => number): ScanProgress {
  let lastShare = 0;
  let lastAtMs = now();
  return {
    show({ done, total, remainingMs }) {
      if (total === 0) return;
      const share = done / total;
      if (share - lastShare < LINE_EVERY_SHARE && now() - lastAtMs < LINE_EVERY_MS) return;
      lastShare = share;
      lastAtMs = now();
      terminal.print([`${done} of ${total}`, formatRemaining(remainingMs)].filter((part) => part !== "").join(", "));
    },
    say: (line) => terminal.remark(line),
    stop: () => undefined,
  };
}
