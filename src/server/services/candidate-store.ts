/**
 * Keeps the playlist maker's index of all analysed tracks in memory, in step with the database.
 * Loaded page by page when first asked for, so that starting is quick and requests go on meanwhile.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  createCandidateIndex,
  type Candidate,
  type CandidateIndex,
} from "../../core/recommendation/candidate-index.ts";
import { learnFromFeedback } from "../../core/learning/feedback-bias.ts";
import type { CandidateRow } from "../db/repositories/candidate-repository.ts";
import { foldForSearch } from "../db/search-text.ts";
import type { Storage } from "../db/storage.ts";

export interface CandidateStore {
  /** The index as the database is now, writes of other processes included. */
  current(): Promise<CandidateIndex>;
  /** Reads these tracks again: analysed, liked, spoken about, removed. */
  refresh(trackIds: readonly number[]): Promise<void>;
  markHeard(trackId: number, atMs: number): void;
}

/** Small enough that a request in between hardly waits. */
const ROWS_PER_PAGE = 500;
/** What was learned from feedback fades: it is learned again after so long. */
const FRESH_FOR_MS = 24 * 3_600_000;

export function createCandidateStore(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
}): CandidateStore {
  const { storage, userId, clock } = dependencies;
  let loaded: { index: CandidateIndex; foreignWrites: number; atMs: number } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: a refresh that overtook a load would be overwritten by the older rows.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  const load = async (): Promise<CandidateIndex> => {
    const foreignWrites = await storage.foreignWrites();
    const atMs = clock();
    if (loaded?.foreignWrites === foreignWrites && atMs - loaded.atMs < FRESH_FOR_MS) return loaded.index;
    const candidates: Candidate[] = [];
    for (let afterId = 0; ; await nextTurn()) {
      const rows = await storage.candidates.page(userId, afterId, ROWS_PER_PAGE);
      for (const row of rows) candidates.push(toCandidate(row, atMs));
      if (rows.length < ROWS_PER_PAGE) break;
      afterId = rows.at(-1)?.trackId ?? afterId;
    }
    loaded = { index: createCandidateIndex(candidates), foreignWrites, atMs };
    return loaded.index;
  };

  return {
    current: () => inTurn(load),
    refresh: (trackIds) =>
      inTurn(async () => {
        if (!loaded) return;
        const { index } = loaded;
        const rows = await storage.candidates.find(userId, trackIds);
        const gone = new Set(trackIds);
        for (const row of rows) {
          index.set(toCandidate(row, clock()));
          gone.delete(row.trackId);
        }
        for (const trackId of gone) index.remove(trackId);
      }),
    markHeard(trackId, atMs) {
      void inTurn(async () => loaded?.index.markHeard(trackId, atMs));
    },
  };
}

function toCandidate(row: CandidateRow, nowMs: number): Candidate {
  return {
    trackId: row.trackId,
    artistKey: row.artist === null ? null : foldForSearch(row.artist),
    valence: row.valence,
    arousal: row.arousal,
    tempoBpm: row.tempoBpm,
    mode: row.mode,
    loudnessLufs: row.loudnessLufs,
    brightnessHz: row.brightnessHz,
    onsetsPerSecond: row.onsetsPerSecond,
    dynamicRangeDb: row.dynamicRangeDb,
    tonic: row.tonic,
    durationMs: row.durationMs,
    albumKey: row.album === null ? null : albumKey(row.album, row.artist),
    liked: row.liked,
    madeFor: row.madeFor,
    lastHeardAtMs: row.lastHeardAtMs === null ? null : Math.min(row.lastHeardAtMs, nowMs),
    ...learnFromFeedback(row.feedback, nowMs),
  };
}

/** Albums of one name by two artists are two; a sampler's tracks by many artists are not told to be one. */
function albumKey(album: string, artist: string | null): string {
  return `${foldForSearch(artist ?? "")}\n${foldForSearch(album)}`;
}
