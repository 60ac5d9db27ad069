/** The live reading for components: a few times a second for React, every frame for a canvas. */
import { useEffect, useState } from "react";
import { pageSensing } from "../../capture/page-sensing.ts";
import type { LiveReading } from "../../capture/sensing.ts";

/** The latest reading, at most every `everyMs`; null while the camera is off. */
export function useLiveReading(everyMs: number, active: boolean): LiveReading | null {
  const [latest, setLatest] = useState<LiveReading | null>(null);
  useEffect(() => {
    if (!active) return undefined;
    let shownAtMs = Number.NEGATIVE_INFINITY;
    const unsubscribe = pageSensing().onReading((reading) => {
      const nowMs = performance.now();
      if (nowMs - shownAtMs < everyMs) return;
      shownAtMs = nowMs;
      setLatest(reading);
    });
    return () => {
      unsubscribe();
      setLatest(null);
    };
  }, [everyMs, active]);
  return latest;
}
