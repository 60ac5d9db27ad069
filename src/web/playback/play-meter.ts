/** Measures how long a song has truly sounded: pauses, stalls and jumps do not count. */

export interface PlayMeter {
  /** Sound runs from now on. */
  run(): void;
  /** Sound stopped: paused, stalled or ended. */
  halt(): void;
  /** Heard so far, in milliseconds. */
  heardMs(): number;
}

/** `now` gives milliseconds of a steady clock. */
export function createPlayMeter(now: () => number): PlayMeter {
  let heard = 0;
  let runningSince: number | null = null;
  const halt = (): void => {
    if (runningSince !== null) heard += now() - runningSince;
    runningSince = null;
  };
  return {
    run: () => {
      runningSince ??= now();
    },
    halt,
    heardMs: () => heard + (runningSince === null ? 0 : now() - runningSince),
  };
}
