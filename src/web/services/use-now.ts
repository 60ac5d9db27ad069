/** The present, told again at an interval, for ages and clocks that go on by themselves. */
import { useCallback, useSyncExternalStore } from "react";

/** Date.now() in steps of `stepMs`, renewed as the steps go by; null stops the clock at the last of them. */
export function useNow(stepMs: number | null): number {
  const watch = useCallback(
    (tick: () => void) => {
      if (stepMs === null) return () => undefined;
      const timer = setInterval(tick, stepMs);
      return () => clearInterval(timer);
    },
    [stepMs],
  );
  // In steps, so that it stands still between two ticks.
  const step = Math.min(stepMs ?? 1000, 1000);
  return useSyncExternalStore(watch, () => Math.floor(Date.now() / step) * step);
}
