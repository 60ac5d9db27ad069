/** All repositories over one database, and a transaction over several of them. */
import type { Kysely } from "kysely";
import type { OpenDatabase } from "./open-database.ts";
import type { ProcessNews } from "./process-news.ts";
import { createCandidateRepository } from "./repositories/candidate-repository.ts";
import { createExportRepository } from "./repositories/export-repository.ts";
import { createCharacterRepository } from "./repositories/character-repository.ts";
import { createCopyRepository } from "./repositories/copy-repository.ts";
import { createFeedbackRepository } from "./repositories/feedback-repository.ts";
import { createImportRepository } from "./repositories/import-repository.ts";
import { createFingerprintRepository } from "./repositories/fingerprint-repository.ts";
import { createLearningRepository } from "./repositories/learning-repository.ts";
import { createLeaseRepository } from "./repositories/lease-repository.ts";
import { createLibraryStageRepository } from "./repositories/library-stage-repository.ts";
import { createMoodReadingRepository } from "./repositories/mood-reading-repository.ts";
import { createPieceRepository } from "./repositories/piece-repository.ts";
import { createPlayRepository } from "./repositories/play-repository.ts";
import { createPlaylistRepository } from "./repositories/playlist-repository.ts";
import { createScanRepository } from "./repositories/scan-repository.ts";
import { createScannedFileRepository } from "./repositories/scanned-file-repository.ts";
import { createServiceCacheRepository } from "./repositories/service-cache-repository.ts";
import { createServiceConnectionRepository } from "./repositories/service-connection-repository.ts";
import { createServiceCooldownRepository } from "./repositories/service-cooldown-repository.ts";
import { createSettingRepository } from "./repositories/setting-repository.ts";
import { createSongMatchRepository } from "./repositories/song-match-repository.ts";
import { createSpotifyRepository } from "./repositories/spotify-repository.ts";
import { createStandingPlaylistRepository } from "./repositories/standing-playlist-repository.ts";
import { createSubsonicOutboxRepository } from "./repositories/subsonic-outbox-repository.ts";
import { createSubsonicPlaylistRepository } from "./repositories/subsonic-playlist-repository.ts";
import { createSubsonicSongRepository } from "./repositories/subsonic-song-repository.ts";
import { createSubsonicSyncRepository } from "./repositories/subsonic-sync-repository.ts";
import { createTrackChangeRepository } from "./repositories/track-change-repository.ts";
import { createTrackEstimateRepository } from "./repositories/track-estimate-repository.ts";
import { createTrackRepository } from "./repositories/track-repository.ts";
import { createUnmeasuredTrackRepository } from "./repositories/unmeasured-track-repository.ts";
import type { Schema } from "./schema.ts";

function createRepositories(db: Kysely<Schema>) {
  return {
    tracks: createTrackRepository(db),
    trackChanges: createTrackChangeRepository(db),
    files: createScannedFileRepository(db),
    candidates: createCandidateRepository(db),
    playlists: createPlaylistRepository(db),
    plays: createPlayRepository(db),
    feedback: createFeedbackRepository(db),
    learning: createLearningRepository(db),
    moodReadings: createMoodReadingRepository(db),
    settings: createSettingRepository(db),
    scans: createScanRepository(db),
    pieces: createPieceRepository(db),
    standingPlaylists: createStandingPlaylistRepository(db),
    leases: createLeaseRepository(db),
    serviceConnections: createServiceConnectionRepository(db),
    serviceCooldowns: createServiceCooldownRepository(db),
    serviceCache: createServiceCacheRepository(db),
    spotify: createSpotifyRepository(db),
    subsonicSongs: createSubsonicSongRepository(db),
    subsonicSyncs: createSubsonicSyncRepository(db),
    subsonicOutbox: createSubsonicOutboxRepository(db),
    subsonicPlaylists: createSubsonicPlaylistRepository(db),
    estimates: createTrackEstimateRepository(db),
    songMatches: createSongMatchRepository(db),
    imports: createImportRepository(db),
    exports: createExportRepository(db),
    unmeasuredTracks: createUnmeasuredTrackRepository(db),
    fingerprints: createFingerprintRepository(db),
    copies: createCopyRepository(db),
    character: createCharacterRepository(db),
    libraryStages: createLibraryStageRepository(db),
  };
}

export type Repositories = ReturnType<typeof createRepositories>;

/** The repositories, each call on its own, or several in one transaction. */
export interface Storage extends Repositories {
  /** Runs `work` in one transaction, kept whole or not at all. Use only the repositories it is given. */
  inTransaction<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result>;
  /** A number that changes whenever another process has written to the same database. */
  foreignWrites(): Promise<number>;
  /** What other processes on the same database tell. */
  news: ProcessNews;
  /** See OpenDatabase. */
  longestLocationBytes: number;
  /** See OpenDatabase. */
  serverTimeMs(): Promise<number | null>;
  close(): Promise<void>;
}

export function createStorage({ db, inTransaction, ...database }: OpenDatabase): Storage {
  const { foreignWrites, news, longestLocationBytes, serverTimeMs, close } = database;
  return {
    ...createRepositories(db),
    inTransaction: (work) => inTransaction((transaction) => work(createRepositories(transaction))),
    foreignWrites,
    news,
    longestLocationBytes,
    serverTimeMs,
    close,
  };
}
