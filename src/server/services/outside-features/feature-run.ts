/** One run over the tracks that nobody measured: each provider in order of trust, batch by batch, each batch stored. */
import type { FeatureFetch, FeatureProviderId } from "../../../contracts/outside-features.ts";
import { featureSubject } from "../../../sources/outside-features/feature-subject.ts";
import type { UnmeasuredTrack } from "../../db/repositories/unmeasured-track-repository.ts";
import type { Storage } from "../../db/storage.ts";
import type { CandidateStore } from "../candidate-store.ts";
import type { FeatureLookup } from "./feature-lookup.ts";

export interface FeatureRunOptions {
  storage: Storage;
  userId: number;
  clock: () => number;
  candidates: Pick<CandidateStore, "refresh">;
  /** Those that are on, in order of trust. */
  lookups: readonly { id: FeatureProviderId; lookup: FeatureLookup }[];
  signal: AbortSignal;
  onProgress: (change: Pick<FeatureFetch, "total" | "done" | "found">) => void;
}

const PAGE = 200;

/** @throws MoodSyncError `service.*`, `storage.*`; the reason of `signal` */
export async function runFeatureFetch(options: FeatureRunOptions): Promise<void> {
  const { storage, userId, lookups, signal, onProgress } = options;
  const progress = { total: 0, done: 0, found: 0 };
  for (const { id } of lookups) progress.total += await storage.unmeasuredTracks.count(userId, id);
  onProgress(progress);
  for (const { id, lookup } of lookups) {
    for (let afterId = 0; ;) {
      const page = await storage.unmeasuredTracks.page(userId, id, afterId, PAGE);
      if (page.length === 0) break;
      afterId = page.at(-1)!.trackId;
      const askable = page.filter((track) => lookup.isAskable(featureSubject(track)));
      progress.done += page.length - askable.length;
      for (let start = 0; start < askable.length; start += lookup.batchSize) {
        signal.throwIfAborted();
        const batch = askable.slice(start, start + lookup.batchSize);
        progress.found += await lookUpBatch(batch, lookup, options);
        progress.done += batch.length;
        onProgress(progress);
      }
      onProgress(progress);
    }
  }
}

async function lookUpBatch(
  batch: readonly UnmeasuredTrack[],
  lookup: FeatureLookup,
  { storage, userId, clock, candidates, signal }: FeatureRunOptions,
): Promise<number> {
  const looked = await lookup.look(batch.map(featureSubject), signal);
  const found = batch.flatMap(({ trackId }, index) => {
    const { estimate = null, expiresAtMs = 0 } = looked[index] ?? {};
    return estimate === null ? [] : [{ ...estimate, trackId, expiresAtMs }];
  });
  if (found.length === 0) return 0;
  await storage.inTransaction(({ estimates }) => estimates.put(userId, found, clock()));
  await candidates.refresh(found.map(({ trackId }) => trackId));
  return found.length;
}
