/** Everything that composed music needs on the server, put together: pieces, the starter library, standing playlists. */
import { join } from "node:path";
import { createAudioCache } from "../../sources/composed/audio-cache.ts";
import { createComposedSource } from "../../sources/composed/composed-source.ts";
import { createPieceMaker, type PieceMaker } from "../composing/piece-maker.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { CandidateStore } from "./candidate-store.ts";
import { createLeaseKeeper } from "./lease.ts";
import type { LearningService } from "./learning-service.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { MusicSources } from "./music-sources.ts";
import { createPieceService, type PieceService } from "./piece-service.ts";
import { createPieceShelf } from "./piece-shelf.ts";
import { createStandingService, type StandingService } from "./standing-service.ts";
import { createStarterService, type StarterService } from "./starter-service.ts";

export interface ComposingServices {
  pieces: PieceService;
  starter: StarterService;
  standing: StandingService;
  /** Goes on with what is made in the background; call once the server answers. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

export interface ComposingDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  seed: () => number;
  logger: Logger;
  candidates: CandidateStore;
  learning?: Pick<LearningService, "rankingFor">;
  folder: LibraryFolderService;
  sources: MusicSources;
  dataDir: string;
  starter: boolean;
  audioCacheBytes: number;
  maker?: PieceMaker | undefined;
}

/** Raised when the same notes sound otherwise: other samples, other instruments, another level. */
const SOUND_VERSION = 1;
const CHECK_EVERY_MS = 60_000;

export function createComposingServices(dependencies: ComposingDependencies): ComposingServices {
  const { storage, userId, logger, folder, sources, dataDir } = dependencies;
  const maker = dependencies.maker ?? createPieceMaker();
  const audio = createAudioCache({
    folder: join(dataDir, "composed"),
    limitBytes: dependencies.audioCacheBytes,
    version: SOUND_VERSION,
  });
  const shelf = createPieceShelf({ ...dependencies, audio });
  const source = createComposedSource({ shelf, audio, render: maker.render });
  sources.add(source);
  const leases = createLeaseKeeper(dependencies);
  const standing = createStandingService({ ...dependencies, shelf, maker, leases });
  const starter = createStarterService({
    storage,
    userId,
    shelf,
    maker,
    source,
    leases,
    logger,
    allowed: dependencies.starter,
    hasOtherMusic: async () =>
      (await folder.get()).folder !== null || (await storage.tracks.list(userId, { limit: 1, offset: 0 })).total > 0,
    onPiece: standing.rank,
  });
  let checking: NodeJS.Timeout | undefined;
  const check = (): void => void standing.check().catch((error: unknown) => logger.warn({ err: error }, "no renewal"));

  const pieces = createPieceService({ ...dependencies, shelf, source, maker });

  return {
    pieces,
    starter,
    standing,
    async begin() {
      await audio.tidy();
      await starter.begin();
      checking = setInterval(check, CHECK_EVERY_MS);
      checking.unref();
      check();
    },
    async close() {
      clearInterval(checking);
      await Promise.all([starter.close(), standing.close()]);
      await maker.close();
      await pieces.close();
    },
  };
}
