/** How long the rest will take, from the rate of the last half minute. */

export interface RemainingTime {
  /** One more piece of work done. */
  record(nowMs: number): void;
  /** Milliseconds that `pending` pieces will take at the present rate; null while too little is known. */
  estimateMs(pending: number, nowMs: number): number | null;
}

const WINDOW_MS = 30_000;
/** Below this an estimate would jump about. */
const LEAST_ELAPSED_MS = 1000;
const LEAST_PIECES = 3;

export function createRemainingTime(startedAtMs: number): RemainingTime {
  let times: number[] = [];
  let windowStartMs = startedAtMs;

  const forget = (nowMs: number): void => {
    const from = nowMs - WINDOW_MS;
    if (windowStartMs >= from) return;
    windowStartMs = from;
    // At least the newest stay, so that a very slow rate is still a rate.
    const firstInside = times.findIndex((time) => time >= from);
    const keepFrom = Math.min(
      firstInside === -1 ? times.length : firstInside,
      Math.max(0, times.length - LEAST_PIECES),
    );
    times = times.slice(keepFrom);
    windowStartMs = Math.min(windowStartMs, times[0] ?? windowStartMs);
  };

  return {
    record(nowMs) {
      times.push(nowMs);
      if (times.length > 64 && times.length % 64 === 0) forget(nowMs);
    },
    estimateMs(pending, nowMs) {
      if (pending <= 0) return 0;
      forget(nowMs);
      const elapsedMs = nowMs - windowStartMs;
      if (times.length < LEAST_PIECES || elapsedMs < LEAST_ELAPSED_MS) return null;
      return Math.round((elapsedMs / times.length) * pending);
    },
  };
}
