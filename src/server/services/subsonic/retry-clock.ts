/** Tries something again after a while, later each time: half a minute, one, two ... half an hour. One timer at most. */

export interface RetryClock {
  /** Sets the timer, unless it is set. */
  schedule(): void;
  /** It went well, or is no longer wanted: no timer, and the next wait is short again. */
  reset(): void;
}

const FIRST_MS = 30_000;
const LONGEST_MS = 30 * 60_000;

/** @param work its failure is its own affair: it schedules anew where that makes sense */
export function createRetryClock(work: () => Promise<void>, firstMs = FIRST_MS): RetryClock {
  let timer: NodeJS.Timeout | null = null;
  let waitMs = firstMs;
  return {
    schedule() {
      if (timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        work().catch(() => undefined);
      }, waitMs);
      // A waiting attempt must not keep the process from ending.
      timer.unref();
      waitMs = Math.min(waitMs * 2, LONGEST_MS);
    },
    reset() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waitMs = firstMs;
    },
  };
}
