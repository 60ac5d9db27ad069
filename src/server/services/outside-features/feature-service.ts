/**
 * ReccoBeats and Last.fm as the listener sees them: off until switched on, a key where one is needed, a run over the
 * tracks that nobody measured, and all that they said forgotten when they are switched off.
 */
import {
  FEATURE_PROVIDERS,
  type FeatureFetch,
  type FeatureProvider,
  type FeatureProviderId,
  type FeatureProviderSettings,
} from "../../../contracts/outside-features.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { FeatureSubject } from "../../../sources/outside-features/feature-subject.ts";
import { createLastFm, LASTFM_TITLE } from "../../../sources/outside-features/lastfm.ts";
import { createReccoBeats, RECCOBEATS_TITLE } from "../../../sources/outside-features/reccobeats.ts";
import type { TrackEstimate } from "../../../sources/outside-features/track-estimate.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { ServiceConfig } from "../../service-config.ts";
import type { CandidateStore } from "../candidate-store.ts";
import { createLeaseKeeper, type HeldLease } from "../lease.ts";
import type { SecretBox } from "../secret-box.ts";
import type { RegisteredService } from "../service-registry.ts";
import { lookupAtLastFm, lookupAtReccoBeats, type FeatureLookup } from "./feature-lookup.ts";
import { createFeatureQueues } from "./feature-queues.ts";
import { runFeatureFetch } from "./feature-run.ts";

export interface FeatureService {
  providers(): Promise<FeatureProvider[]>;
  /** @throws MoodSyncError `outside-features.key-missing` */
  configure(id: FeatureProviderId, settings: FeatureProviderSettings): Promise<FeatureProvider>;
  /** Starts a run and returns at once. @throws MoodSyncError `outside-features.off`, `outside-features.running` */
  start(): Promise<FeatureFetch>;
  current(): FeatureFetch | null;
  /** @throws MoodSyncError `outside-features.not-running` */
  cancel(): Promise<FeatureFetch>;
  /** What the providers that are on say of each, the most trusted first; null where none does. Never rejects. */
  estimate: (subjects: readonly FeatureSubject[]) => Promise<(TrackEstimate | null)[]>;
  registered: readonly RegisteredService[];
  /** Takes back what has expired. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

export interface FeatureDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  candidates: Pick<CandidateStore, "refresh">;
  config: ServiceConfig["outsideFeatures"];
  clock: () => number;
  logger: Logger;
}

interface Words {
  name: string;
  needsKey: boolean;
  told: string;
}

const WORDS: Readonly<Record<FeatureProviderId, Words>> = {
  reccobeats: {
    name: RECCOBEATS_TITLE,
    needsKey: false,
    told: "ReccoBeats learns the recording codes (ISRC) of songs whose sound was not measured here.",
  },
  lastfm: {
    name: LASTFM_TITLE,
    needsKey: true,
    told: "Last.fm learns artist and title of songs whose sound was not measured here, under your key.",
  },
};

const LEASE = "outside-features";

interface Kept {
  on: boolean;
  apiKey: string | null;
}

export function createFeatureService(dependencies: FeatureDependencies): FeatureService {
  const { storage, userId, secrets, candidates, config, clock, logger } = dependencies;
  const queues = createFeatureQueues(dependencies);
  const leases = createLeaseKeeper(dependencies);
  let active: { fetch: FeatureFetch; abort: AbortController; ended: Promise<void> } | null = null;
  let last: FeatureFetch | null = null;

  const kept = async (id: FeatureProviderId): Promise<Kept> => {
    const row = await storage.serviceConnections.find(userId, id);
    let apiKey: string | null = null;
    try {
      if (row?.sealedSecrets) apiKey = secrets.open(row.sealedSecrets, `${id}:${userId}`);
    } catch (error) {
      logger.warn({ code: error instanceof MoodSyncError ? error.code : "unforeseen", id }, "a key cannot be read");
    }
    return { on: row?.settings["on"] === true && (apiKey !== null || !WORDS[id].needsKey), apiKey };
  };
  const lookups = async (): Promise<{ id: FeatureProviderId; lookup: FeatureLookup }[]> => {
    const found: { id: FeatureProviderId; lookup: FeatureLookup }[] = [];
    for (const id of FEATURE_PROVIDERS) {
      const { on, apiKey } = await kept(id);
      if (!on) continue;
      const { reccobeatsUrl, lastfmUrl } = config;
      const lookup =
        id === "reccobeats"
          ? lookupAtReccoBeats(createReccoBeats({ apiUrl: reccobeatsUrl, queue: queues.reccobeats }), dependencies)
          : lookupAtLastFm(
              createLastFm({ apiUrl: lastfmUrl, apiKey: apiKey ?? "", queue: queues.lastfm }),
              dependencies,
            );
      found.push({ id, lookup });
    }
    return found;
  };
  const present = async (id: FeatureProviderId): Promise<FeatureProvider> => {
    const { on, apiKey } = await kept(id);
    const tracks = (await storage.estimates.count(userId)).get(id) ?? 0;
    const { cooldownUntilMs } = queues[id].state();
    return { id, ...WORDS[id], on, hasKey: apiKey !== null, tracks, cooldownUntilMs };
  };
  const stopRun = async (): Promise<void> => {
    active?.abort.abort(new DOMException("The run was stopped.", "AbortError"));
    await active?.ended;
  };
  const refresh = async (trackIds: readonly number[]): Promise<void> => {
    for (let start = 0; start < trackIds.length; start += 500)
      await candidates.refresh(trackIds.slice(start, start + 500));
  };
  const forget = async (id: FeatureProviderId): Promise<void> => {
    await refresh(await storage.estimates.deleteOrigin(userId, id));
  };

  const run = async (current: NonNullable<typeof active>, lease: HeldLease): Promise<void> => {
    const signal = AbortSignal.any([current.abort.signal, lease.lost]);
    const end = (change: Partial<FeatureFetch>): void => {
      last = { ...current.fetch, ...change };
      current.fetch = last;
    };
    try {
      await runFeatureFetch({
        ...dependencies,
        lookups: await lookups(),
        signal,
        onProgress: (progress) => void (current.fetch = { ...current.fetch, ...progress }),
      });
      end({ state: "completed" });
    } catch (error) {
      const known = error instanceof MoodSyncError ? error : serviceError("service.failed", "A provider of features");
      if (signal.aborted) end({ state: "cancelled" });
      else end({ state: "failed", problem: { code: known.code, message: known.message } });
    } finally {
      await lease.release();
      active = null;
    }
  };

  return {
    providers: () => Promise.all(FEATURE_PROVIDERS.map(present)),
    async configure(id, { on, apiKey }) {
      const before = await kept(id);
      if (on && WORDS[id].needsKey && apiKey === undefined && before.apiKey === null) {
        throw new MoodSyncError("outside-features.key-missing", `${WORDS[id].name} needs an API key first.`, {
          kind: "invalid-input",
        });
      }
      await stopRun();
      const nowMs = clock();
      await storage.inTransaction(async ({ serviceConnections }) => {
        await serviceConnections.setSettings(userId, id, { on }, nowMs);
        if (apiKey !== undefined) {
          await serviceConnections.connect(userId, id, secrets.seal(apiKey, `${id}:${userId}`), nowMs);
        }
      });
      if (!on) await forget(id);
      return await present(id);
    },
    async start() {
      if ((await lookups()).length === 0) {
        throw new MoodSyncError("outside-features.off", "Switch ReccoBeats or Last.fm on first.", { kind: "conflict" });
      }
      const lease = active ? null : await leases.hold(LEASE);
      if (!lease) {
        throw new MoodSyncError("outside-features.running", "They are being asked already.", { kind: "conflict" });
      }
      const fetch: FeatureFetch = { state: "running", total: 0, done: 0, found: 0, problem: null };
      active = { fetch, abort: new AbortController(), ended: Promise.resolve() };
      active.ended = run(active, lease);
      return fetch;
    },
    current: () => active?.fetch ?? last,
    async cancel() {
      const current = active;
      if (!current)
        throw new MoodSyncError("outside-features.not-running", "Nobody is being asked.", { kind: "conflict" });
      await stopRun();
      return current.fetch;
    },
    async estimate(subjects) {
      const found: (TrackEstimate | null)[] = subjects.map(() => null);
      for (const { lookup } of await lookups()) {
        const open = subjects.flatMap((subject, index) =>
          found[index] === null && lookup.isAskable(subject) ? [index] : [],
        );
        try {
          for (let start = 0; start < open.length; start += lookup.batchSize) {
            const batch = open.slice(start, start + lookup.batchSize);
            const looked = await lookup.look(batch.map((index) => subjects[index]!));
            for (const [place, index] of batch.entries()) found[index] = looked[place]?.estimate ?? null;
          }
        } catch (error) {
          logger.debug({ code: error instanceof MoodSyncError ? error.code : "unforeseen" }, "no outside features");
        }
      }
      return found;
    },
    registered: FEATURE_PROVIDERS.map((id) => ({
      id,
      name: WORDS[id].name,
      capabilities: ["features"],
      async standing() {
        const { on, apiKey } = await kept(id);
        const connectedAtMs = (await storage.serviceConnections.find(userId, id))?.connectedAtMs ?? null;
        const { needsKey } = WORDS[id];
        return {
          configured: !needsKey || apiKey !== null,
          connected: on,
          connectedAtMs,
          account: null,
          settings: { on },
          fixedSettings: [],
          outgoing: queues[id].state(),
          problem: null,
        };
      },
      stop: stopRun,
      async deleteOwn({ estimates }) {
        return { estimates: (await estimates.deleteOrigin(userId, id)).length };
      },
    })),
    async expire() {
      await refresh(await storage.estimates.deleteExpired(userId, clock()));
    },
    async close() {
      await stopRun();
      await Promise.all(FEATURE_PROVIDERS.map((id) => queues[id].close()));
    },
  };
}
