/** A claim on work that only one process on a data folder should do at a time, kept alive while it is done. */
import type { Storage } from "../db/storage.ts";
import { isProcessAlive } from "./process-alive.ts";

export interface LeaseKeeper {
  /** Runs `work` while holding the claim; false, without running it, where another living process holds it. */
  run(name: string, work: () => Promise<void>): Promise<boolean>;
}

const HEARTBEAT_EVERY_MS = 10_000;
/** A process that has not written for this long is not at work any more, whatever its id says. */
const LOST_AFTER_MS = 90_000;

export function createLeaseKeeper(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
}): LeaseKeeper {
  const { storage, userId, clock } = dependencies;
  const own = () => ({ ownerPid: process.pid, heartbeatAtMs: clock() });
  const claim = async (name: string): Promise<boolean> =>
    await storage.inTransaction(async ({ leases }) => {
      const held = await leases.find(userId, name);
      // Our own id is that of a process before us: ids recur, in containers always.
      const other = held !== null && held.ownerPid !== process.pid;
      // By how far, not in which direction: a clock that was set back must not make a dead claim live for ever.
      if (other && Math.abs(clock() - held.heartbeatAtMs) < LOST_AFTER_MS && isProcessAlive(held.ownerPid))
        return false;
      await leases.write(userId, name, own());
      return true;
    });

  return {
    async run(name, work) {
      if (!(await claim(name))) return false;
      const beat = setInterval(
        () => void storage.leases.write(userId, name, own()).catch(() => undefined),
        HEARTBEAT_EVERY_MS,
      );
      beat.unref();
      try {
        await work();
      } finally {
        clearInterval(beat);
        await storage.leases.drop(userId, name, process.pid).catch(() => undefined);
      }
      return true;
    },
  };
}
