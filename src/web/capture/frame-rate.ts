/** Frame rate and time per frame over the last moments, for the figures beside the preview. */

export interface FrameRate {
  /** One frame was read; `durationMs` from its grab to its result. */
  record: (nowMs: number, durationMs: number) => void;
  /** Frames a second over the window, null until two frames lie in it. */
  framesPerSecond: (nowMs: number) => number | null;
  /** Median time per frame over the window in ms, null when it is empty. */
  medianMs: (nowMs: number) => number | null;
  reset: () => void;
}

/**
 * Creates a meter over a sliding window.
 * @param windowMs default 2000
 */
export function createFrameRate(windowMs = 2000): FrameRate {
  let frames: { atMs: number; durationMs: number }[] = [];
  const recent = (nowMs: number) => (frames = frames.filter((frame) => nowMs - frame.atMs <= windowMs));
  return {
    record(nowMs, durationMs) {
      recent(nowMs).push({ atMs: nowMs, durationMs });
    },
    framesPerSecond(nowMs) {
      const kept = recent(nowMs);
      if (kept.length < 2) return null;
      const spanMs = kept.at(-1)!.atMs - kept[0]!.atMs;
      return spanMs > 0 ? ((kept.length - 1) * 1000) / spanMs : null;
    },
    medianMs(nowMs) {
      const durations = recent(nowMs)
        .map((frame) => frame.durationMs)
        .sort((a, b) => a - b);
      if (durations.length === 0) return null;
      const middle = durations.length >> 1;
      return durations.length % 2 === 1 ? durations[middle]! : (durations[middle - 1]! + durations[middle]!) / 2;
    },
    reset() {
      frames = [];
    },
  };
}
