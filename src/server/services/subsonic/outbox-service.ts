/**
 * Tells the Subsonic server of stars and hearings: one after the other, in the order in which they came, kept in the
 * database until it was told. While the server is away they wait. A hearing is never told twice: where it is not sure
 * whether one arrived (the connection broke after it was sent), the server is asked, and where it cannot say, the hearing
 * counts as told.
 */
import { MoodSyncError } from "../../../core/errors.ts";
import type { WaitingChange } from "../../db/repositories/subsonic-outbox-repository.ts";
import type { Repositories, Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { SubsonicClient } from "../../../sources/subsonic/subsonic-client.ts";
import { createLeaseKeeper } from "../lease.ts";
import { createRetryClock } from "./retry-clock.ts";

export interface OutboxService {
  /** Keeps a star; call inside a transaction and `deliver` after it. */
  keepStar(repositories: Repositories, songId: string, starred: boolean): Promise<void>;
  /** Keeps a hearing, once for each play; call inside a transaction and `deliver` after it. */
  keepHearing(repositories: Repositories, play: { playId: number; songId: string; heardFromMs: number }): Promise<void>;
  /** Sends what waits, if the server is there. Resolves when nothing waits or the server is away; never rejects. */
  deliver(): Promise<void>;
  /** Sees to it that what another process left behind is told one day; call now and then. */
  takeOver(): Promise<void>;
  /** Ends what is under way; what waits stays. */
  halt(): Promise<void>;
}

export interface OutboxDependencies {
  storage: Storage;
  userId: number;
  /** Null while no server is connected. */
  client: () => SubsonicClient | null;
  clock: () => number;
  logger: Logger;
  /** The first wait after a failure; default half a minute. */
  retryMs?: number;
}

/** Two who told at the same time would tell the same twice. */
const LEASE = "subsonic-outbox";
/** After that a play is no longer reported by the page either. */
const KEEP_SETTLED_MS = 30 * 24 * 3_600_000;

export function createOutboxService(dependencies: OutboxDependencies): OutboxService {
  const { storage, userId, client, clock, logger, retryMs } = dependencies;
  const leases = createLeaseKeeper(dependencies);
  let delivering: Promise<void> | null = null;
  let again = false;
  let halt = new AbortController();
  const retry = createRetryClock(() => deliver(), retryMs);

  const deliverOne = async (to: SubsonicClient, change: WaitingChange, signal: AbortSignal): Promise<void> => {
    if (change.kind === "star") {
      await to.star(change.songId, change.starred, { signal });
    } else if (!change.maybeSent || !(await hasArrived(to, change, signal))) {
      await storage.subsonicOutbox.markSent(change.id, clock());
      const play = { startedAtMs: change.heardFromMs, submission: true };
      await to.scrobble(change.songId, play, { signal }).catch(async (error: unknown) => {
        if (surelyNotSent(error)) await storage.subsonicOutbox.markSent(change.id, null);
        throw error;
      });
    }
  };

  const deliverAll = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const to = client();
      const change = to && !signal.aborted ? await storage.subsonicOutbox.next(userId) : null;
      if (!to || !change) break;
      try {
        await deliverOne(to, change, signal);
      } catch (error) {
        if (waits(error) || signal.aborted) throw error;
        logger.warn({ code: codeOf(error), kind: change.kind }, "the music server does not take this; it is let go");
      }
      await storage.subsonicOutbox.settle(change, clock());
    }
    await storage.subsonicOutbox.prune(userId, clock() - KEEP_SETTLED_MS);
    retry.reset();
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    do {
      again = false;
      try {
        const mine = await leases.run(LEASE, (lost) => deliverAll(AbortSignal.any([signal, lost])));
        // Another process is at it; what it overlooked is told later.
        if (!mine && !signal.aborted) retry.schedule();
      } catch (error) {
        if (signal.aborted) return;
        logger.debug({ code: codeOf(error) }, "the music server is told later");
        retry.schedule();
        return;
      }
    } while (again);
  };

  const deliver = async (): Promise<void> => {
    again = true;
    delivering ??= run(halt.signal).finally(() => {
      delivering = null;
    });
    await delivering;
  };

  return {
    keepStar: (repositories, songId, starred) => repositories.subsonicOutbox.putStar(userId, songId, starred, clock()),
    async keepHearing(repositories, play) {
      await repositories.subsonicOutbox.putScrobble(userId, play, clock());
    },
    deliver,
    async takeOver() {
      // On the clock that gives a server time to come back, and not each time that somebody looks.
      if (client() && !delivering && (await storage.subsonicOutbox.count(userId)) > 0) retry.schedule();
    },
    async halt() {
      retry.reset();
      halt.abort(new DOMException("The delivery was stopped.", "AbortError"));
      await delivering;
      halt = new AbortController();
    },
  };
}

/**
 * Whether a hearing that may have been sent is known there: OpenSubsonic servers say when a song was last played. One
 * that does not say is taken at its silence, since a hearing told twice is worse than one not told.
 */
async function hasArrived(
  to: SubsonicClient,
  { songId, heardFromMs }: WaitingChange & { kind: "scrobble" },
  signal: AbortSignal,
): Promise<boolean> {
  const { playedAtMs } = await to.song(songId, { signal });
  return playedAtMs === null || playedAtMs >= heardFromMs - 1000;
}

/** Whether the request cannot have reached the server. */
function surelyNotSent(error: unknown): boolean {
  if (!(error instanceof MoodSyncError)) return false;
  if (NEVER_SENT.has(error.code)) return true;
  const reason = error.details?.["reason"];
  return error.code === "service.unreachable" && typeof reason === "string" && NO_CONNECTION.has(reason);
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  "service.paused",
  "service.rate-limited",
  "service.bad-certificate",
  "service.closed",
  "subsonic.address-refused",
]);

const NO_CONNECTION: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
]);

/** Whether it should wait for better times: the server is away, or does not accept the sign-in at present. */
function waits(error: unknown): boolean {
  if (!(error instanceof MoodSyncError)) return true;
  if (error.code === "service.refused" || error.code === "subsonic.not-found") return false;
  return error.code !== "subsonic.not-allowed" && error.code !== "service.bad-answer";
}

function codeOf(error: unknown): string {
  return error instanceof MoodSyncError ? error.code : "unforeseen";
}
