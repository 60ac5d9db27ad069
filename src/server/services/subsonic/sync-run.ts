/**
 * One sync from where it stands to its end: every song is listed and stored, those that are gone are flagged, and the
 * sound of those that nobody measured is fetched and measured. Each step is stored together with the sync's own counts,
 * so that one that was cut off goes on from there. Starting, cancelling and telling of it are left to sync-service.ts.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MoodSyncError } from "../../../core/errors.ts";
import { listSongs, type ListingCursor } from "../../../sources/subsonic/list-songs.ts";
import type { SongToAnalyse } from "../../db/repositories/subsonic-song-repository.ts";
import type { StoredSync } from "../../db/repositories/subsonic-sync-repository.ts";
import type { Repositories, Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { AnalysisPool } from "../local-source.ts";
import { fetchSound } from "./fetch-sound.ts";
import type { LiveConnection } from "./live-connection.ts";
import { storeSongPage } from "./store-songs.ts";

export interface SyncRunOptions {
  storage: Storage;
  userId: number;
  connection: LiveConnection;
  sync: StoredSync;
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  analysis: { version: number; openPool: () => Promise<AnalysisPool> };
  signal: AbortSignal;
  logger: Logger;
  /** After every step that was stored, with the tracks it touched. */
  onStep: (sync: StoredSync, touched: readonly number[]) => void;
  /** Which song is being fetched. */
  onTitle: (title: string) => void;
}

const BATCH = 50;
/** After each song the server is left in peace for as long as the fetching took, within this. */
const LONGEST_REST_MS = 3000;

/** @throws MoodSyncError `service.*`, `subsonic.*`, `storage.*`; the reason of `signal` */
export async function runSync(options: SyncRunOptions): Promise<void> {
  const run = new SyncRun(options);
  await run.list();
  if (options.connection.settings.analyse) await run.analyse();
}

class SyncRun {
  readonly #options: SyncRunOptions;
  #sync: StoredSync;

  constructor(options: SyncRunOptions) {
    this.#options = options;
    this.#sync = options.sync;
  }

  async list(): Promise<void> {
    if (this.#sync.listingDone) return;
    const { connection, userId, clock, signal } = this.#options;
    // What an earlier version wrote is as good as nothing: the listing then begins anew.
    const from = isCursor(this.#sync.cursor) ? this.#sync.cursor : undefined;
    for await (const { songs, next } of listSongs(connection.client, { signal, from })) {
      await this.#store(async (repositories) => {
        const page = { userId, syncId: this.#sync.id, nowMs: clock() };
        const { added, changed, touched } = await storeSongPage(repositories, songs, page);
        const { listed, added: addedBefore, changed: changedBefore } = this.#sync;
        const counts = { listed: listed + songs.length, added: addedBefore + added, changed: changedBefore + changed };
        return { touched, change: { ...counts, cursor: next } };
      });
    }
    signal.throwIfAborted();
    await this.#store(async ({ subsonicSongs, files }) => {
      const gone = await subsonicSongs.notSeen(userId, this.#sync.id);
      await files.markRemoved(userId, gone, clock());
      return { touched: gone, change: { removed: gone.length, cursor: null, listingDone: true } };
    });
  }

  async analyse(): Promise<void> {
    const { storage, userId, analysis } = this.#options;
    const waiting = await storage.subsonicSongs.countToAnalyse(userId, analysis.version);
    const before = this.#sync.analysed + this.#sync.failed;
    await this.#store(async () => ({ touched: [], change: { state: "analysing", toAnalyse: before + waiting } }));
    if (waiting === 0) return;
    const folder = await mkdtemp(join(tmpdir(), "moodsync-subsonic-"));
    const pool = await analysis.openPool();
    try {
      for (let afterId = 0; ;) {
        const songs = await storage.subsonicSongs.toAnalyse(userId, analysis.version, afterId, BATCH);
        if (songs.length === 0) return;
        for (const song of songs) await this.#analyseOne(song, pool, folder);
        afterId = songs.at(-1)?.trackId ?? afterId;
      }
    } finally {
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #analyseOne(song: SongToAnalyse, pool: AnalysisPool, folder: string): Promise<void> {
    const { clock, sleep, signal } = this.#options;
    signal.throwIfAborted();
    this.#options.onTitle(song.title);
    const startedAtMs = clock();
    const file = join(folder, `song-${song.trackId}`);
    const outcome = await this.#measure(song, pool, file);
    await this.#store(outcome);
    await sleep(Math.max(0, Math.min(clock() - startedAtMs, LONGEST_REST_MS)), signal);
  }

  async #measure(song: SongToAnalyse, pool: AnalysisPool, file: string): Promise<Step> {
    const { connection, userId, clock, signal, analysis } = this.#options;
    const { trackId, songId } = song;
    try {
      await fetchSound(connection.source, songId, { file, signal });
      const features = await pool.analyse(file, { signal });
      return async ({ files }) => {
        await files.storeFeatures(userId, trackId, features, clock());
        return { touched: [trackId], change: { analysed: this.#sync.analysed + 1 } };
      };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof MoodSyncError) || concernsAllSongs(error)) throw error;
      this.#options.logger.debug({ code: error.code, trackId }, "a song of the music server could not be measured");
      const gone = error.code === "subsonic.not-found";
      // What is wrong with the sound itself stays wrong until it changes; anything else is tried again next time.
      const checkedVersion = error.code.startsWith("audio.") ? analysis.version : null;
      const problem = { trackId, code: error.code, message: error.message, checkedVersion };
      return async ({ files }) => {
        if (gone) await files.markRemoved(userId, [trackId], clock());
        else await files.storeProblem(userId, problem);
        const { failed, removed } = this.#sync;
        return { touched: [trackId], change: gone ? { removed: removed + 1 } : { failed: failed + 1 } };
      };
    } finally {
      await rm(file, { force: true });
    }
  }

  /** One step and the counts that go with it, both or neither. */
  async #store(step: Step): Promise<void> {
    const { storage, userId } = this.#options;
    const { next, touched } = await storage.inTransaction(async (repositories) => {
      const result = await step(repositories);
      const changed = { ...this.#sync, ...result.change };
      await repositories.subsonicSyncs.update(userId, changed);
      return { next: changed, touched: result.touched };
    });
    this.#sync = next;
    this.#options.onStep(next, touched);
  }
}

type Step = (repositories: Repositories) => Promise<{ touched: number[]; change: Partial<StoredSync> }>;

/** Whether the next song would fare no better: the server is away, the sign-in no longer good, the disk full. */
function concernsAllSongs({ code }: MoodSyncError): boolean {
  if (code.startsWith("storage.") || code.startsWith("service.")) return code !== "service.refused";
  return code.startsWith("subsonic.") && code !== "subsonic.not-found";
}

function isCursor(value: unknown): value is ListingCursor {
  if (typeof value !== "object" || value === null || !("by" in value) || !("offset" in value)) return false;
  const known = value.by === "search" || value.by === "albums";
  return known && Number.isInteger(value.offset) && Number(value.offset) >= 0;
}
