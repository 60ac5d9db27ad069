/**
 * What the listener did, as the learner needs it, held in memory in step with the database: the newest plays and words, and
 * what is to be forgotten. Written by another process, it is read again from a day before.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Judgement } from "../../core/learning/judgement.ts";
import { judgementsOf, type ForgottenTimes } from "../../core/learning/judgements-of.ts";
import { TASTE_CUES } from "../../core/learning/cues.ts";
import { MOST_JUDGEMENTS } from "../../core/learning/taste-model.ts";
import type { Forgotten, LearningPage, StoredPlay, StoredWord } from "../db/repositories/learning-repository.ts";
import { foldForSearch } from "../db/search-text.ts";
import type { Storage } from "../db/storage.ts";

export interface LearningHistory {
  /** Reads what is not known yet, other processes' writes included. */
  refresh(): Promise<void>;
  /** These were kept or changed by this process. */
  readPlay(id: number): Promise<void>;
  readWord(id: number): Promise<void>;
  /** The mood of what was heard and said since then was corrected. */
  readSince(sinceMs: number): Promise<void>;
  forget(forgotten: Forgotten): Promise<void>;
  /** Rises with every change. */
  readonly version: number;
  judgements(): Judgement[];
  /** How an artist is written, by the key that judgements carry. */
  artistName(artistKey: string): string;
}

/** With the key of its artist, folded once. */
type Keyed<Row> = Row & { artistKey: string | null };

const ROWS_PER_PAGE = 500;
/** A play that another process reported further on began at most so long before. */
const MAY_GO_ON_MS = 24 * 3_600_000;

export function createLearningHistory(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
}): LearningHistory {
  const { storage, userId, clock } = dependencies;
  const plays = new Map<number, Keyed<StoredPlay>>();
  const words = new Map<number, Keyed<StoredWord>>();
  const names = new Map<string, string>();
  let forgotten: Forgotten[] = [];
  let read: { foreignWrites: number; atMs: number } | null = null;
  let version = 0;

  const keep = <Row extends StoredPlay | StoredWord>(rows: Map<number, Keyed<Row>>, row: Row): void => {
    const artistKey = row.artist === null ? null : foldForSearch(row.artist);
    rows.set(row.id, { ...row, artistKey });
    if (artistKey !== null && row.artist !== null) names.set(artistKey, row.artist);
  };
  const readPages = async <Row extends StoredPlay | StoredWord>(
    pageOf: (page: LearningPage) => Promise<Row[]>,
    rows: Map<number, Keyed<Row>>,
    sinceMs: number,
  ): Promise<void> => {
    let beforeId: number | null = null;
    for (let count = 0; count < MOST_JUDGEMENTS; await nextTurn()) {
      const page: Row[] = await pageOf({ beforeId, sinceMs, limit: ROWS_PER_PAGE });
      for (const row of page) keep(rows, row);
      count += page.length;
      if (page.length < ROWS_PER_PAGE) return;
      beforeId = page.at(-1)!.id;
    }
  };
  const readSince = async (sinceMs: number): Promise<void> => {
    await readPages((page) => storage.learning.plays(userId, page), plays, sinceMs);
    await readPages((page) => storage.learning.words(userId, page), words, sinceMs);
    version++;
  };

  return {
    async refresh() {
      const foreignWrites = await storage.foreignWrites();
      if (read?.foreignWrites === foreignWrites) return;
      const atMs = clock();
      forgotten = await storage.learning.forgotten(userId);
      const sinceMs = read === null ? 0 : Math.max(0, Math.min(read.atMs, atMs) - MAY_GO_ON_MS);
      await readSince(sinceMs);
      read = { foreignWrites, atMs };
    },
    async readPlay(id) {
      const row = await storage.learning.play(userId, id);
      if (row === null) return;
      keep(plays, row);
      version++;
    },
    async readWord(id) {
      const row = await storage.learning.word(userId, id);
      if (row === null) return;
      keep(words, row);
      version++;
    },
    readSince,
    async forget(what) {
      await storage.learning.forget(userId, what);
      forgotten = await storage.learning.forgotten(userId);
      version++;
    },
    get version() {
      return version;
    },
    judgements: () => judgementsOf(plays.values(), words.values(), timesOf(forgotten)),
    artistName: (artistKey) => names.get(artistKey) ?? artistKey,
  };
}

function timesOf(forgotten: readonly Forgotten[]): ForgottenTimes {
  const of = (subject: Forgotten["subject"]) => forgotten.filter((each) => each.subject === subject);
  return {
    allMs: of("all")[0]?.atMs ?? 0,
    artists: new Map(of("artist").map(({ name, atMs }) => [name, atMs])),
    cues: new Map(
      of("cue").flatMap(({ name, atMs }) => {
        const cue = TASTE_CUES.find((each) => each === name);
        return cue === undefined ? [] : [[cue, atMs] as const];
      }),
    ),
  };
}
