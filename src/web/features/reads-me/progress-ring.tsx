/** A ring that fills as time passes, around the seconds that are left. The words beside it say what is going on. */
import { type ReactNode, useSyncExternalStore } from "react";
import styles from "./progress-ring.module.css";

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;
const QUERY = "(prefers-reduced-motion: reduce)";

function useReducedMotion(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(QUERY);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(QUERY).matches,
  );
}

/** Where motion is to be reduced it moves once a second. Hidden from screen readers. */
export function ProgressRing({ elapsedMs, ofMs }: { elapsedMs: number; ofMs: number }): ReactNode {
  const reduced = useReducedMotion();
  const leftS = Math.ceil(Math.max(0, ofMs - elapsedMs) / 1000);
  const passedMs = reduced ? Math.floor(elapsedMs / 1000) * 1000 : elapsedMs;
  const share = Math.min(1, Math.max(0, passedMs / ofMs));
  return (
    <div className={styles.ring} aria-hidden="true">
      <svg viewBox="0 0 100 100">
        <circle className={styles.track} cx="50" cy="50" r={RADIUS} />
        <circle
          className={styles.passed}
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - share)}
        />
      </svg>
      <span className={styles.left}>{leftS}</span>
    </div>
  );
}
