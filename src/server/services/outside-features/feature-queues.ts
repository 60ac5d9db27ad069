/** The ways to ReccoBeats and Last.fm, one queue each, gently paced: nothing of it is urgent. */
import { LASTFM_TITLE } from "../../../sources/outside-features/lastfm.ts";
import { RECCOBEATS_TITLE } from "../../../sources/outside-features/reccobeats.ts";
import { createOutgoingQueue, type OutgoingQueue } from "../../../sources/services/outgoing-queue.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";

export type FeatureQueues = Record<"reccobeats" | "lastfm", OutgoingQueue>;

export function createFeatureQueues(dependencies: {
  storage: Storage;
  clock: () => number;
  logger: Logger;
}): FeatureQueues {
  const { storage, clock, logger } = dependencies;
  const common = {
    clock,
    store: storage.serviceCooldowns,
    // A run in the background may as well wait out a short cool-down.
    patienceMs: 60_000,
    onAttempt: (event: object) => logger.debug(event, "asked for outside features"),
  };
  return {
    reccobeats: createOutgoingQueue({
      ...common,
      name: "reccobeats",
      title: RECCOBEATS_TITLE,
      perSecond: 2,
      concurrency: 1,
    }),
    // Its terms ask for a reasonable number of requests; its own clients keep below five a second.
    lastfm: createOutgoingQueue({ ...common, name: "lastfm", title: LASTFM_TITLE, perSecond: 4, concurrency: 2 }),
  };
}
