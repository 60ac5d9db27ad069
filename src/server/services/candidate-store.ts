/**
 * Keeps the playlist maker's index of all analysed tracks in memory, in step with the database: read page by page in the
 * background, then brought up to date by the journal of changes, whoever wrote them. Until it has been read once, playlists
 * are chosen from what an index of the database finds near the mood.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import {
  createCandidateIndex,
  type Candidate,
  type CandidateIndex,
} from "../../core/recommendation/candidate-index.ts";
import { learnFromFeedback } from "../../core/learning/feedback-bias.ts";
import type { CandidateRow } from "../db/repositories/candidate-repository.ts";
import type { ChangeMark } from "../db/repositories/track-change-repository.ts";
import { foldForSearch } from "../db/search-text.ts";
import type { Storage } from "../db/storage.ts";

export interface CandidateStore {
  /** The index as the database is now, writes of other processes included. Waits until it has been read once. */
  current(): Promise<CandidateIndex>;
  /** The same, but while it is still being read, one of the tracks nearest to these points instead. */
  near(points: readonly AffectPoint[]): Promise<CandidateIndex>;
  /** Reads these tracks again: analysed, liked, spoken about, removed. */
  refresh(trackIds: readonly number[]): Promise<void>;
  markHeard(trackId: number, atMs: number): void;
}

/** Small enough that a request in between hardly waits. */
const ROWS_PER_PAGE = 500;
const IDS_PER_STATEMENT = 500;
/** A library that is read within this needs no other way. */
const PATIENCE_MS = 200;
/** Tracks near the points in all: many times what any list takes, few enough to be read while somebody waits. */
const NEAR_MOST = 800;
/** What was learned from feedback fades: it is learned again after so long. */
const FRESH_FOR_MS = 24 * 3_600_000;
/** Changes kept for those who read them; who is farther behind reads everything. */
const CHANGES_KEPT = 100_000;
/** The journal is cut after so many changes. */
const CUT_EVERY = 50_000;

interface Loaded {
  index: CandidateIndex;
  mark: ChangeMark;
  learnedAtMs: number;
}

export function createCandidateStore(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
}): CandidateStore {
  const { storage, userId, clock } = dependencies;
  let loaded: Loaded | null = null;
  let loading: Promise<void> | null = null;
  let changesSinceCut = 0;
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: a refresh that overtook another would be overwritten by the older rows.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  /** What changes meanwhile stands behind the mark, and is read again. */
  const readAll = async (): Promise<void> => {
    const mark = await storage.trackChanges.mark(userId);
    const learnedAtMs = clock();
    const index = createCandidateIndex([]);
    const artists = createFolding();
    for (let afterId = 0; ; await nextTurn()) {
      const rows = await storage.candidates.page(userId, afterId, ROWS_PER_PAGE);
      for (const row of rows) index.set(toCandidate(row, learnedAtMs, artists));
      if (rows.length < ROWS_PER_PAGE) break;
      afterId = rows.at(-1)?.trackId ?? afterId;
    }
    loaded = { index, mark, learnedAtMs };
    await storage.trackChanges.cut(CHANGES_KEPT);
  };
  const load = (): Promise<void> => {
    loading ??= readAll().finally(() => {
      loading = null;
    });
    return loading;
  };

  const readAgain = async (index: CandidateIndex, trackIds: readonly number[]): Promise<void> => {
    const ids = [...new Set(trackIds)];
    const artists = createFolding();
    for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
      if (start > 0) await nextTurn();
      const some = ids.slice(start, start + IDS_PER_STATEMENT);
      const gone = new Set(some);
      for (const row of await storage.candidates.find(userId, some)) {
        index.set(toCandidate(row, clock(), artists));
        gone.delete(row.trackId);
      }
      for (const trackId of gone) index.remove(trackId);
    }
  };

  const catchUp = async (known: Loaded): Promise<CandidateIndex> => {
    const changes = await storage.trackChanges.since(userId, known.mark);
    if (changes === null) {
      // Too far behind: what is known serves until everything has been read again.
      void load().catch(() => undefined);
      return known.index;
    }
    await readAgain(known.index, changes.trackIds);
    known.mark = changes.mark;
    changesSinceCut += changes.trackIds.length;
    if (changesSinceCut > CUT_EVERY) {
      changesSinceCut = 0;
      await storage.trackChanges.cut(CHANGES_KEPT);
    }
    if (Math.abs(clock() - known.learnedAtMs) >= FRESH_FOR_MS) {
      known.learnedAtMs = clock();
      await readAgain(known.index, await storage.candidates.spokenOf(userId));
    }
    return known.index;
  };

  const current = async (): Promise<CandidateIndex> => {
    if (!loaded) await load();
    return await inTurn(() => catchUp(loaded!));
  };

  const readNear = async (points: readonly AffectPoint[]): Promise<CandidateIndex> => {
    const ids = new Set<number>();
    for (const point of points) {
      for (const id of await storage.candidates.nearest(userId, point, Math.ceil(NEAR_MOST / points.length)))
        ids.add(id);
    }
    const index = createCandidateIndex([]);
    await readAgain(index, [...ids]);
    return index;
  };

  return {
    current,
    async near(points) {
      if (loaded) return await current();
      await Promise.race([load(), sleep(PATIENCE_MS)]);
      return loaded ? await current() : await readNear(points);
    },
    refresh: (trackIds) => inTurn(async () => (loaded ? await readAgain(loaded.index, trackIds) : undefined)),
    markHeard(trackId, atMs) {
      loaded?.index.markHeard(trackId, atMs);
    },
  };
}

/** Folds each name once: most artists and albums have several tracks. */
function createFolding(): (text: string) => string {
  const folded = new Map<string, string>();
  return (text) => {
    const known = folded.get(text);
    if (known !== undefined) return known;
    const fresh = foldForSearch(text);
    folded.set(text, fresh);
    return fresh;
  };
}

/** Of most tracks of a large library; learning it a million times would take seconds. */
const NOTHING_SAID = learnFromFeedback([], 0);

function toCandidate(row: CandidateRow, nowMs: number, fold: (text: string) => string): Candidate {
  return {
    trackId: row.trackId,
    artistKey: row.artist === null ? null : fold(row.artist),
    valence: row.valence,
    arousal: row.arousal,
    tempoBpm: row.tempoBpm,
    mode: row.mode,
    loudnessLufs: row.loudnessLufs,
    brightnessHz: row.brightnessHz,
    onsetsPerSecond: row.onsetsPerSecond,
    dynamicRangeDb: row.dynamicRangeDb,
    beatStrength: row.beatStrength,
    tonic: row.tonic,
    durationMs: row.durationMs,
    albumKey: row.album === null ? null : albumKey(row.album, row.artist, fold),
    liked: row.liked,
    recordingKey: row.recordingKey,
    madeFor: row.madeFor,
    lastHeardAtMs: row.lastHeardAtMs === null ? null : Math.min(row.lastHeardAtMs, nowMs),
    ...(row.feedback.length === 0 ? NOTHING_SAID : learnFromFeedback(row.feedback, nowMs)),
  };
}

/** Albums of one name by two artists are two; a sampler's tracks by many artists are not told to be one. */
function albumKey(album: string, artist: string | null, fold: (text: string) => string): string {
  return `${fold(artist ?? "")}\n${fold(album)}`;
}
