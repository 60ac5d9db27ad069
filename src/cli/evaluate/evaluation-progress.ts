/** Shows how far an evaluation is, on stderr alone, so that stdout is the report: a bar where somebody watches, else plain lines. */
import { Presets, SingleBar } from "cli-progress";
import { formatRemaining } from "../scan-progress.ts";
import type { Terminal } from "../terminal.ts";

export interface EvaluationProgress {
  /** Begin a stage, such as "reading the faces". */
  stage(name: string): void;
  /** Of the stage, in any unit. */
  show(done: number, total: number): void;
  stop(): void;
}

/** In a pipe a line is written when so much time has passed: a short run says nothing. */
const LINE_EVERY_MS = 5_000;
/** Too early, an estimate is worth nothing. */
const ESTIMATE_AFTER_MS = 2_000;
const ESTIMATE_AFTER_SHARE = 0.02;

/** The kind of progress that fits the terminal. */
export function createEvaluationProgress(terminal: Terminal, now: () => number = Date.now): EvaluationProgress {
  const clock = createClock(now);
  return terminal.interactive ? createBar(terminal, clock) : createLines(terminal, clock, now);
}

/** Time left of a stage, from the time it took so far. */
function createClock(now: () => number) {
  let startedAtMs = now();
  return {
    restart: (): void => void (startedAtMs = now()),
    remaining(done: number, total: number): string {
      const spentMs = now() - startedAtMs;
      if (spentMs < ESTIMATE_AFTER_MS || done < total * ESTIMATE_AFTER_SHARE) return "";
      return formatRemaining((spentMs * (total - done)) / done);
    },
  };
}

function createBar(terminal: Terminal, clock: ReturnType<typeof createClock>): EvaluationProgress {
  let bar: SingleBar | undefined;
  let name = "";
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    stage(next) {
      stop();
      name = next;
      clock.restart();
    },
    show(done, total) {
      if (bar === undefined) {
        bar = new SingleBar(
          {
            format: `{bar} {percentage} %  ${name}  {left}`,
            stream: terminal.progressStream,
            barsize: 24,
            hideCursor: true,
            clearOnComplete: true,
            linewrap: false,
            gracefulExit: false,
          },
          Presets.shades_classic,
        );
        bar.start(total, done, { left: "" });
      }
      bar.update(done, { left: clock.remaining(done, total) });
    },
    stop,
  };
}

function createLines(terminal: Terminal, clock: ReturnType<typeof createClock>, now: () => number): EvaluationProgress {
  let name = "";
  let lastAtMs = now();
  return {
    stage(next) {
      name = next;
      clock.restart();
    },
    show(done, total) {
      if (now() - lastAtMs < LINE_EVERY_MS || done === total) return;
      lastAtMs = now();
      const left = clock.remaining(done, total);
      terminal.remark(`${name}: ${Math.floor((100 * done) / total)} %${left === "" ? "" : `, ${left}`}`);
    },
    stop: () => undefined,
  };
}
