/**
 * Opens everything the server works with: data folder, database (migrated), services, application. The one place where
 * concrete adapters are chosen. It does not listen: main.ts does, and the command line asks the application in-process.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { createApp } from "./app.ts";
import type { ServerConfig } from "./config.ts";
import type { PieceMaker } from "./composing/piece-maker.ts";
import { databaseFile, prepareDataFolder } from "./data-folder.ts";
import { LOCAL_USER_ID } from "./db/local-user.ts";
import { openDatabase } from "./db/open-database.ts";
import { createStorage, type Storage } from "./db/storage.ts";
import { createLogger, type Logger } from "./logger.ts";
import { packageVersion } from "./package-info.ts";
import { createCandidateStore, type CandidateStore } from "./services/candidate-store.ts";
import { createExportService } from "./services/export-service.ts";
import { createImportService } from "./services/import-service.ts";
import { createKeptPlaylists, type KeptPlaylists } from "./services/kept-playlists.ts";
import { createLibraryFolderService, type LibraryFolderService } from "./services/library-folder.ts";
import { createComposingServices, type ComposingServices } from "./services/composing-services.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import { createLearningService } from "./services/learning-service.ts";
import { createDuplicateService } from "./services/duplicate-service.ts";
import { createLeaseKeeper } from "./services/lease.ts";
import { createLibraryMapService } from "./services/library-map-service.ts";
import { createLibraryWork, type LibraryWork } from "./services/library-work/library-work.ts";
import { createListeningService } from "./services/listening-service.ts";
import { localFiles } from "./services/local-files.ts";
import type { LocalSource } from "./services/local-source.ts";
import { createMoodReadingService } from "./services/mood-reading-service.ts";
import { createMusicSources, type MusicSources } from "./services/music-sources.ts";
import { openOutsideServices } from "./services/outside-services.ts";
import { createPlaylistService } from "./services/playlist-service.ts";
import { createScanService, type ScanService } from "./services/scan-service.ts";
import { createStatusService } from "./services/status-service.ts";
import { createTrackService } from "./services/track-service.ts";

export interface OpenServices {
  /** The whole API and the page; `app.request(path)` asks it without a network. */
  app: OpenAPIHono;
  scans: ScanService;
  folder: LibraryFolderService;
  candidates: CandidateStore;
  sources: MusicSources;
  composing: ComposingServices;
  /** Looks for copies and draws the library's map. */
  libraryWork: LibraryWork;
  keptPlaylists: KeptPlaylists;
  logger: Logger;
  /** Goes on with what was cut off at the services outside. */
  resumeOutside: () => Promise<void>;
  /** Goes on with work whose process ended in the middle; call now and then. */
  takeOver: () => Promise<void>;
  /** Ends event streams at once, so that listening can stop. */
  endStreams(): void;
  /** Stops a running scan (it goes on after the next start), then closes the database. */
  close(): Promise<void>;
}

/** What a test may put in place of the real thing. */
export interface Replacements {
  source?: LocalSource;
  clock?: () => number;
  seed?: () => number;
  logger?: Logger;
  /** See OpenDatabaseOptions. */
  busyTimeoutMs?: number;
  openDatabase?: typeof openDatabase;
  /** Files analysed at the same time; default one less than there are processors. */
  analysers?: number;
  /** Composes and renders. */
  maker?: PieceMaker;
}

/** @throws MoodSyncError `data-folder.unwritable` or `storage.*` */
export async function openServices(config: ServerConfig, replacements: Replacements = {}): Promise<OpenServices> {
  const { clock = Date.now, busyTimeoutMs, openDatabase: open = openDatabase } = replacements;
  await prepareDataFolder(config.dataDir);
  const database = await open({
    file: databaseFile(config.dataDir),
    url: config.databaseUrl,
    poolSize: config.databasePool,
    nowMs: clock(),
    ...(busyTimeoutMs === undefined ? {} : { busyTimeoutMs }),
  });
  const storage = createStorage(database);
  const shutdown = new AbortController();
  const services = createServices(storage, config, replacements);
  const outside = await openOutsideServices({
    ...config,
    storage,
    userId: LOCAL_USER_ID,
    clock,
    logger: services.logger,
    sources: services.sources,
    candidates: services.noticing,
    listening: services.listening,
    analysis: services.analysis,
  });
  await services.scans.settleInterrupted();
  return {
    app: createApp({
      ...services,
      ...config,
      outside,
      playerScripts: outside.playerScripts,
      shutdown: shutdown.signal,
    }),
    ...services,
    resumeOutside: outside.resume,
    async takeOver() {
      await services.scans.takeOver();
      await services.libraryWork.takeOver();
      await outside.takeOver();
    },
    endStreams: () => shutdown.abort(),
    async close() {
      shutdown.abort();
      await services.scans.close();
      await services.libraryWork.close();
      await services.composing.close();
      await outside.close();
      await storage.close();
    },
  };
}

function createServices(storage: Storage, config: ServerConfig, replacements: Replacements) {
  const {
    source = localFiles,
    clock = Date.now,
    seed = () => randomInt(2 ** 32),
    logger = createLogger(config.logLevel),
    analysers = Math.max(1, availableParallelism() - 1),
    maker,
  } = replacements;
  const base = { storage, userId: LOCAL_USER_ID, clock };
  const candidates = createCandidateStore(base);
  const folder = createLibraryFolderService({ ...base, musicDir: config.musicDir });
  const libraryWork = createLibraryWork({ ...base, candidates, leases: createLeaseKeeper(base), logger });
  // What comes, changes or goes is also to be compared and placed.
  const noticing: CandidateStore = {
    ...candidates,
    async refresh(trackIds) {
      libraryWork.notice(trackIds);
      await candidates.refresh(trackIds);
    },
  };
  const scans = createScanService({ ...base, folder, source, candidates: noticing, analysers, logger });
  const sources = createMusicSources([createLocalSource(() => folder.require(), source)]);
  const learning = createLearningService({ ...base, candidates });
  const composing = createComposingServices({
    ...base,
    ...config,
    seed,
    logger,
    candidates: noticing,
    learning,
    folder,
    sources,
    maker,
  });
  const version = packageVersion();
  const playlists = createPlaylistService({ ...base, candidates, learning, seed, onWish: composing.starter.prefer });
  const keptPlaylists = createKeptPlaylists({ ...base, folder });
  return {
    logger,
    version,
    candidates,
    noticing,
    libraryWork,
    libraryMap: createLibraryMapService({ ...base, work: libraryWork }),
    duplicates: createDuplicateService({ ...base, candidates, work: libraryWork }),
    folder,
    scans,
    sources,
    analysis: { version: source.analyserVersion, openPool: () => source.openAnalysisPool({ size: 1 }) },
    composing,
    status: createStatusService({ ...base, folder, scans, version }),
    tracks: createTrackService({ ...base, sources }),
    playlists,
    keptPlaylists,
    imports: createImportService({ ...base, candidates, playlists, kept: keptPlaylists }),
    exports: createExportService({ ...base, playlists }),
    learning,
    listening: createListeningService({ ...base, candidates, learning }),
    moodReadings: createMoodReadingService({ ...base, learning }),
  };
}
