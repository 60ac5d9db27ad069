/** A claim on work that only one process on a database should do at a time, kept alive while it is done. */
import { randomUUID } from "node:crypto";
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";
import { hasSurelyEnded, ownerName } from "./process-identity.ts";

export interface HeldLease {
  /** Aborted when another has it: a sign of life came too late, because the machine slept or the database was away. */
  lost: AbortSignal;
  /** Gives it back; never rejects. */
  release(): Promise<void>;
}

export interface LeaseKeeper {
  /** Null where a living process holds it, this one included. */
  hold(name: string): Promise<HeldLease | null>;
  /** Runs `work` while holding the claim; false where it is held already, or was taken over before the end. */
  run(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
  /** Whether a living process holds it, this one included. */
  isHeld(name: string): Promise<boolean>;
}

const HEARTBEAT_EVERY_MS = 10_000;
/** A process that has not written for this long is not at work any more, whatever its id says. */
export const LOST_AFTER_MS = 90_000;
/** An owner who cannot write stops before others may take its place. */
const GIVE_UP_AFTER_MS = LOST_AFTER_MS - 2 * HEARTBEAT_EVERY_MS;

export interface LeaseDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  /** How often a sign of life is given; default 10 s. */
  heartbeatEveryMs?: number;
}

export function createLeaseKeeper(dependencies: LeaseDependencies): LeaseKeeper {
  const { storage, userId, clock, heartbeatEveryMs = HEARTBEAT_EVERY_MS } = dependencies;
  const owner = ownerName(randomUUID());
  // Of several machines no two clocks agree; the database's is the same for all.
  const now = async (): Promise<number> => (await storage.serverTimeMs()) ?? clock();

  const claim = async (name: string): Promise<boolean> => {
    const lease = { owner, heartbeatAtMs: await now() };
    if (await storage.leases.claim(userId, name, lease, { lostAfterMs: LOST_AFTER_MS })) return true;
    const held = await storage.leases.find(userId, name);
    if (held === null) return await storage.leases.claim(userId, name, lease, { lostAfterMs: LOST_AFTER_MS });
    return hasSurelyEnded(held.owner) && (await storage.leases.takeFrom(userId, name, held.owner, lease));
  };

  const hold = async (name: string): Promise<HeldLease | null> => {
    if (!(await claim(name))) return null;
    const lost = new AbortController();
    let lastSignMs = performance.now();
    const beat = async (): Promise<void> => {
      const kept = await now()
        .then((heartbeatAtMs) => storage.leases.renew(userId, name, { owner, heartbeatAtMs }))
        .catch(() => null);
      if (kept) lastSignMs = performance.now();
      else if (kept === false || performance.now() - lastSignMs > GIVE_UP_AFTER_MS) {
        lost.abort(new MoodSyncError("job.taken-over", "Another process took this over.", { kind: "conflict" }));
      }
    };
    const beating = setInterval(() => void beat(), heartbeatEveryMs);
    beating.unref();
    return {
      lost: lost.signal,
      async release() {
        clearInterval(beating);
        await storage.leases.drop(userId, name, owner).catch(() => undefined);
      },
    };
  };

  return {
    hold,
    async run(name, work) {
      const held = await hold(name);
      if (!held) return false;
      try {
        await work(held.lost);
      } catch (error) {
        if (!held.lost.aborted) throw error;
      } finally {
        await held.release();
      }
      return !held.lost.aborted;
    },
    async isHeld(name) {
      const held = await storage.leases.find(userId, name);
      // By how far, not in which direction: see the repository.
      return (
        held !== null && Math.abs((await now()) - held.heartbeatAtMs) < LOST_AFTER_MS && !hasSurelyEnded(held.owner)
      );
    },
  };
}
