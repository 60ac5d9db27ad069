/**
 * What a provider says of a track, through the kept answers: asked once, then known for as long as answers may be kept,
 * also that it does not know the track.
 */
import { z } from "zod";
import type { FeatureProviderId } from "../../../contracts/outside-features.ts";
import type { FeatureSubject } from "../../../sources/outside-features/feature-subject.ts";
import type { LastFm } from "../../../sources/outside-features/lastfm.ts";
import { MOST_ISRCS, type ReccoBeats } from "../../../sources/outside-features/reccobeats.ts";
import type { TrackEstimate } from "../../../sources/outside-features/track-estimate.ts";
import type { Storage } from "../../db/storage.ts";

/** Null: the provider knows nothing of it. */
export type Looked = { estimate: TrackEstimate | null; expiresAtMs: number };

export interface FeatureLookup {
  /** Subjects asked about together. */
  readonly batchSize: number;
  /** Whether the provider could know it at all. */
  isAskable(subject: FeatureSubject): boolean;
  /** In the order of the subjects. @throws MoodSyncError `service.*`; what was found before stays kept */
  look(subjects: readonly FeatureSubject[], signal?: AbortSignal): Promise<Looked[]>;
}

const DAY_MS = 24 * 3_600_000;
/** Measures of a recording do not change; tags do, slowly. What is not known may become known. */
const KEEP_FOUND_MS: Readonly<Record<FeatureProviderId, number>> = { reccobeats: 90 * DAY_MS, lastfm: 30 * DAY_MS };
const KEEP_UNKNOWN_MS = 14 * DAY_MS;

const KeptSchema = z.object({
  estimate: z
    .object({
      origin: z.enum(["tags", "reccobeats", "lastfm"]),
      valence: z.number(),
      arousal: z.number(),
      tempoBpm: z.number().nullable(),
    })
    .nullable(),
});

interface LookupDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
}

export function lookupAtReccoBeats(reccobeats: ReccoBeats, dependencies: LookupDependencies): FeatureLookup {
  const kept = keptLooks("reccobeats", ({ isrc }) => `isrc:${isrc}`, dependencies);
  return {
    batchSize: MOST_ISRCS,
    isAskable: ({ isrc }) => isrc !== null,
    look: (subjects, signal) =>
      kept(subjects, async (unknown) => {
        const found = await reccobeats.estimate(unknown, signal);
        return unknown.map(({ isrc }) => (isrc === null ? null : (found.get(isrc) ?? null)));
      }),
  };
}

export function lookupAtLastFm(lastfm: LastFm, dependencies: LookupDependencies): FeatureLookup {
  const kept = keptLooks("lastfm", nameKey, dependencies);
  return {
    batchSize: 4,
    isAskable: ({ artist }) => artist !== null,
    look: (subjects, signal) =>
      kept(subjects, (unknown) => Promise.all(unknown.map((subject) => lastfm.estimate(subject, signal)))),
  };
}

function nameKey({ artist, title }: FeatureSubject): string {
  return `name:${JSON.stringify([artist, title])}`;
}

function keptLooks(
  provider: FeatureProviderId,
  keyOf: (subject: FeatureSubject) => string,
  { storage, userId, clock }: LookupDependencies,
) {
  const read = async (subject: FeatureSubject): Promise<Looked | null> => {
    const answer = await storage.serviceCache.find(userId, provider, keyOf(subject), clock());
    const value = answer && KeptSchema.safeParse(answer.value);
    return value?.success === true ? { ...value.data, expiresAtMs: answer!.expiresAtMs } : null;
  };
  const write = async (subject: FeatureSubject, estimate: TrackEstimate | null): Promise<Looked> => {
    const fetchedAtMs = clock();
    const expiresAtMs = fetchedAtMs + (estimate === null ? KEEP_UNKNOWN_MS : KEEP_FOUND_MS[provider]);
    await storage.serviceCache.put(userId, provider, keyOf(subject), { value: { estimate }, fetchedAtMs, expiresAtMs });
    return { estimate, expiresAtMs };
  };

  return async (
    subjects: readonly FeatureSubject[],
    ask: (unknown: readonly FeatureSubject[]) => Promise<(TrackEstimate | null)[]>,
  ): Promise<Looked[]> => {
    const looked = await Promise.all(subjects.map(read));
    const unknown = subjects.filter((_, index) => looked[index] === null);
    const fresh = unknown.length === 0 ? [] : await ask(unknown);
    const written = await Promise.all(unknown.map((subject, index) => write(subject, fresh[index] ?? null)));
    return looked.map((known) => known ?? written.shift()!);
  };
}
