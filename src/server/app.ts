/** Puts middleware and routes together into one application; what they work with is given, where it listens is main.ts's affair. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { MoodSyncError } from "../core/errors.ts";
import { respondToError } from "./http-errors.ts";
import type { Logger } from "./logger.ts";
import { jsonBodies, smallBodies } from "./middleware/json-bodies.ts";
import { ownHostOnly, ownOriginOnly } from "./middleware/local-callers.ts";
import { type PlayerScripts, securityHeaders } from "./middleware/security-headers.ts";
import { staticWeb } from "./middleware/static-web.ts";
import { createAppleMusicRoutes } from "./routes/apple-music-routes.ts";
import { createExchangeRoutes } from "./routes/exchange-routes.ts";
import { createLibraryEventRoutes } from "./routes/library-event-routes.ts";
import { createDuplicateRoutes } from "./routes/duplicate-routes.ts";
import { createLibraryMapRoutes } from "./routes/library-map-routes.ts";
import { createLibraryRoutes } from "./routes/library-routes.ts";
import { createLearningRoutes } from "./routes/learning-routes.ts";
import { createListeningRoutes } from "./routes/listening-routes.ts";
import { createMoodReadingRoutes } from "./routes/mood-reading-routes.ts";
import { createOutsideFeatureRoutes } from "./routes/outside-feature-routes.ts";
import { createPieceRoutes } from "./routes/piece-routes.ts";
import { createPlaylistRoutes } from "./routes/playlist-routes.ts";
import { createServiceRoutes } from "./routes/service-routes.ts";
import { createStandingPlaylistRoutes } from "./routes/standing-playlist-routes.ts";
import { createStarterRoutes } from "./routes/starter-routes.ts";
import { createSpotifyPlayerRoutes } from "./routes/spotify-player-routes.ts";
import { createSpotifyRoutes } from "./routes/spotify-routes.ts";
import { createStatusRoutes } from "./routes/status-routes.ts";
import { createSubsonicRoutes } from "./routes/subsonic-routes.ts";
import { createTrackFileRoutes } from "./routes/track-file-routes.ts";
import { createTrackRoutes } from "./routes/track-routes.ts";
import type { ComposingServices } from "./services/composing-services.ts";
import type { ExportService } from "./services/export-service.ts";
import type { ImportService } from "./services/import-service.ts";
import type { KeptPlaylists } from "./services/kept-playlists.ts";
import type { DuplicateService } from "./services/duplicate-service.ts";
import type { LibraryMapService } from "./services/library-map-service.ts";
import type { LibraryFolderService } from "./services/library-folder.ts";
import type { LearningService } from "./services/learning-service.ts";
import type { ListeningService } from "./services/listening-service.ts";
import type { MoodReadingService } from "./services/mood-reading-service.ts";
import type { PlaylistService } from "./services/playlist-service.ts";
import type { OutsideServices } from "./services/outside-services.ts";
import type { ScanService } from "./services/scan-service.ts";
import type { StatusService } from "./services/status-service.ts";
import type { TrackService } from "./services/track-service.ts";

export interface AppDependencies {
  status: StatusService;
  tracks: TrackService;
  folder: LibraryFolderService;
  scans: ScanService;
  libraryMap: LibraryMapService;
  duplicates: DuplicateService;
  playlists: PlaylistService;
  keptPlaylists: KeptPlaylists;
  imports: ImportService;
  exports: ExportService;
  learning: LearningService;
  listening: ListeningService;
  moodReadings: MoodReadingService;
  outside: OutsideServices;
  composing: ComposingServices;
  /** Address the server listens on: which Host headers it answers to follows from it. */
  host: string;
  /** Absolute path of the built web app. */
  webDir: string;
  /** Which services' players the pages may load now; none unless given. */
  playerScripts?: () => PlayerScripts | Promise<PlayerScripts>;
  version: string;
  logger: Logger;
  /** Aborted when the server stops: open event streams end. */
  shutdown: AbortSignal;
}

/** The application, to be served over HTTP or asked in-process through `app.request(...)`. */
export function createApp(dependencies: AppDependencies): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error, context) => respondToError(error, context, dependencies.logger));
  const { playerScripts = () => ({ spotify: null, appleMusic: null }) } = dependencies;
  app.use(securityHeaders(playerScripts), ownHostOnly(dependencies.host));
  app.use("/api/*", ownOriginOnly, smallBodies, jsonBodies);
  addRoutes(app, dependencies);
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "MoodSync",
      version: dependencies.version,
      description: "Moods in, playlists out. Answers only to this machine's own page and programs.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  });
  app.all("/api/*", () => {
    throw unknownRoute();
  });
  app.use(staticWeb(dependencies.webDir));
  app.notFound((context) => respondToError(unknownRoute(), context, dependencies.logger));
  return app;
}

function addRoutes(app: OpenAPIHono, dependencies: AppDependencies): void {
  app.route("/api", createStatusRoutes(dependencies.status));
  app.route("/api", createMoodReadingRoutes(dependencies.moodReadings));
  app.route("/api", createTrackRoutes(dependencies.tracks));
  app.route("/api", createTrackFileRoutes(dependencies.tracks));
  app.route("/api", createLibraryRoutes(dependencies.folder, dependencies.scans));
  app.route("/api", createLibraryMapRoutes(dependencies.libraryMap));
  app.route("/api", createDuplicateRoutes(dependencies.duplicates));
  app.route("/api", createLibraryEventRoutes(dependencies.scans, dependencies.shutdown));
  app.route("/api", createPlaylistRoutes(dependencies.playlists, dependencies.keptPlaylists));
  app.route("/api", createExchangeRoutes(dependencies.imports, dependencies.exports));
  app.route("/api", createPieceRoutes(dependencies.composing.pieces));
  app.route("/api", createStarterRoutes(dependencies.composing.starter, dependencies.shutdown));
  app.route("/api", createStandingPlaylistRoutes(dependencies.composing.standing));
  app.route("/api", createLearningRoutes(dependencies.learning));
  app.route("/api", createListeningRoutes(dependencies.listening));
  app.route("/api", createServiceRoutes(dependencies.outside.registry));
  app.route("/api", createSubsonicRoutes(dependencies.outside, dependencies.shutdown));
  app.route("/api", createOutsideFeatureRoutes(dependencies.outside.features));
  app.route("/api", createAppleMusicRoutes(dependencies.outside.appleMusic));
  app.route("/api", createSpotifyRoutes(dependencies.outside.spotify));
  app.route("/api", createSpotifyPlayerRoutes(dependencies.outside.spotify));
}

function unknownRoute(): MoodSyncError {
  return new MoodSyncError("route.not-found", "There is nothing at this address.", { kind: "not-found" });
}
