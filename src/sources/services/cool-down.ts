/** Until when a service asked to be left alone; kept, so that a restart does not forget it. */
import { LONGEST_WAIT_MS } from "./retry-after.ts";

export interface CooldownStore {
  /** Milliseconds since the Unix epoch; null where there is none. */
  read(service: string): Promise<number | null>;
  write(service: string, untilMs: number): Promise<void>;
}

export interface Cooldown {
  /** Null when the service may be asked. */
  untilMs(): number | null;
  /** Reads what an earlier run left; once, later calls wait for the same. */
  load(): Promise<void>;
  /** Makes the wait at least this long from now on. */
  extend(waitMs: number): Promise<void>;
}

export function createCooldown(service: string, store: CooldownStore | undefined, clock: () => number): Cooldown {
  let until = 0;
  let loading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    const kept = (await store?.read(service)) ?? 0;
    // What a clock that was wrong left far in the future must not bar the service for years.
    until = Math.max(until, Math.min(kept, clock() + LONGEST_WAIT_MS));
  };

  return {
    untilMs: () => (until > clock() ? until : null),
    load: () => (loading ??= read()),
    async extend(waitMs) {
      const wished = clock() + waitMs;
      if (wished <= until) return;
      until = wished;
      await store?.write(service, until);
    },
  };
}
