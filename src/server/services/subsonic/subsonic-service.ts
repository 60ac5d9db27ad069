/** The Subsonic server in one piece: connection, sync, what is told back, playlists, and the way it stands in the registry. */
import { setTimeout as pause } from "node:timers/promises";
import type { NewSubsonicConnection, SavedSubsonicPlaylist, SubsonicConnection } from "../../../contracts/subsonic.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { parseServerAddress } from "../../../sources/subsonic/server-address.ts";
import { SERVER_TITLE } from "../../../sources/subsonic/subsonic-client.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { ServiceConfig } from "../../service-config.ts";
import type { CandidateStore } from "../candidate-store.ts";
import type { ListeningObserver } from "../listening-service.ts";
import type { AnalysisPool } from "../local-source.ts";
import type { MusicSources } from "../music-sources.ts";
import type { SecretBox } from "../secret-box.ts";
import type { RegisteredService } from "../service-registry.ts";
import { createSubsonicBrowse, type SubsonicBrowse } from "./browse.ts";
import { createSubsonicConnections } from "./connections.ts";
import { createListeningEcho } from "./listening-echo.ts";
import type { LiveConnection } from "./live-connection.ts";
import { createOutboxService } from "./outbox-service.ts";
import { exportPlaylist } from "./playlist-export.ts";
import { createRetryClock } from "./retry-clock.ts";
import { createSyncService, type SyncService } from "./sync-service.ts";

export interface SubsonicService {
  browse: SubsonicBrowse;
  syncs: SyncService;
  registered: RegisteredService;
  observer: ListeningObserver;
  /** @throws MoodSyncError `service.not-connected` */
  connection(): Promise<SubsonicConnection>;
  /** Connects and begins the first sync. @throws MoodSyncError as `SubsonicConnections.connect` does */
  connect(wish: NewSubsonicConnection): Promise<SubsonicConnection>;
  configure(settings: { analyse: boolean }): Promise<SubsonicConnection>;
  savePlaylist(id: number, name: string | undefined): Promise<SavedSubsonicPlaylist>;
  /** Opens the connection that was kept; asks nobody. */
  restore: () => Promise<void>;
  /** Goes on with a sync that was cut off, and tells what waits. */
  resume(): Promise<void>;
  /** Goes on with what another process left behind; call now and then. */
  takeOver(): Promise<void>;
  close(): Promise<void>;
}

export interface SubsonicDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  sources: MusicSources;
  candidates: Pick<CandidateStore, "refresh">;
  analysis: { version: number; openPool: () => Promise<AnalysisPool> };
  clock: () => number;
  logger: Logger;
  /** What the environment names; it then decides, and the page cannot change it. */
  config: ServiceConfig["subsonic"];
  /** Between songs that are fetched to be measured; default real time. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The first wait before what could not be told is tried again. */
  retryMs?: number;
}

const NAME = "OpenSubsonic";
const IDS_AT_ONCE = 500;

export function createSubsonicService(dependencies: SubsonicDependencies): SubsonicService {
  const { storage, userId, sources, clock } = dependencies;
  const connections = createSubsonicConnections(dependencies);
  const sleep = dependencies.sleep ?? ((ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }));
  const syncs = createSyncService({ ...dependencies, sleep, connection: connections.current });
  const outbox = createOutboxService({ ...dependencies, client: () => connections.current()?.client ?? null });
  connections.onChange((connection) => {
    if (connection) sources.add(connection.source);
    else sources.remove("subsonic");
  });

  const present = async ({ settings, signIn, connectedAtMs }: LiveConnection): Promise<SubsonicConnection> => ({
    address: settings.address,
    username: settings.username,
    signIn,
    analyse: settings.analyse,
    trustsCertificate: settings.fingerprint,
    server: settings.server,
    connectedAtMs,
    tracks: await storage.subsonicSongs.count(userId),
    waiting: await storage.subsonicOutbox.count(userId),
  });
  const wished = wishOf(dependencies.config);
  const reconnect = createRetryClock(() => connectAsWished(), dependencies.retryMs);
  /** Connects the server that the environment names, unless it is connected; later where it is away. */
  const connectAsWished = async (): Promise<void> => {
    if (wished === null || isConnectedTo(connections.current(), wished)) return;
    try {
      await connections.connect(wished);
      await syncs.start();
      reconnect.reset();
    } catch (error) {
      const code = error instanceof MoodSyncError ? error.code : "unforeseen";
      dependencies.logger.warn({ code }, "the music server that the environment names could not be connected");
      if (code.startsWith("service.")) reconnect.schedule();
    }
  };
  const halt = async (): Promise<void> => {
    await syncs.halt();
    await outbox.halt();
  };

  let deletedTrackIds: readonly number[] = [];

  return {
    syncs,
    browse: createSubsonicBrowse({ storage, userId, client: () => connections.require().client }),
    observer: createListeningEcho({ userId, outbox, isConnected: () => connections.current() !== null }),
    connection: async () => await present(connections.require()),
    async connect(wish) {
      if (wished !== null) throw serviceError("service.setting-fixed", SERVER_TITLE);
      await halt();
      const connection = await connections.connect(wish).catch(async (error: unknown) => {
        // What was connected before goes on.
        if (connections.current()) await syncs.resume();
        throw error;
      });
      await syncs.start();
      void outbox.deliver();
      return await present(connection);
    },
    async configure({ analyse }) {
      const connection = await connections.setAnalyse(analyse);
      const running = (await syncs.current())?.state;
      if (!analyse && running === "analysing") await syncs.cancel().catch(ifNotRunning);
      if (analyse && running !== "listing" && running !== "analysing") await syncs.start();
      return await present(connection);
    },
    savePlaylist: (id, name) =>
      exportPlaylist(id, name, { storage, userId, clock, source: () => connections.require().source }),
    restore: connections.restore,
    async resume() {
      await connectAsWished();
      if (!connections.current()) return;
      await syncs.resume();
      void outbox.deliver();
    },
    async takeOver() {
      await syncs.takeOver();
      await outbox.takeOver();
    },
    async close() {
      reconnect.reset();
      await halt();
      await connections.drop();
    },
    registered: {
      id: "subsonic",
      name: NAME,
      capabilities: ["listing", "search", "streaming", "covers", "favourites", "scrobbling", "playlists"],
      async standing() {
        const connection = connections.current();
        const last = connection ? await storage.subsonicSyncs.latest(userId) : null;
        const account = connection?.settings.username ?? (connection ? SERVER_TITLE : null);
        return {
          configured: true,
          connected: connection !== null,
          connectedAtMs: connection?.connectedAtMs ?? null,
          account,
          settings: connection ? { address: connection.settings.address, analyse: connection.settings.analyse } : {},
          fixedSettings: wished === null ? [] : ["address", "credentials"],
          outgoing: connection?.queue.state() ?? null,
          problem: connections.problem() ?? toError(last?.problem ?? null),
        };
      },
      stop: halt,
      async deleteOwn({ subsonicOutbox, subsonicPlaylists, subsonicSongs, subsonicSyncs }) {
        deletedTrackIds = await subsonicSongs.allTrackIds(userId);
        return {
          waitingChanges: await subsonicOutbox.deleteAll(userId),
          savedPlaylists: await subsonicPlaylists.deleteAll(userId),
          syncs: await subsonicSyncs.deleteAll(userId),
          ...(await subsonicSongs.deleteAll(userId)),
        };
      },
      async forget() {
        await connections.drop();
        const ids = deletedTrackIds;
        deletedTrackIds = [];
        for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
          await dependencies.candidates.refresh(ids.slice(start, start + IDS_AT_ONCE));
        }
      },
    },
  };
}

function wishOf({ address, username, password, apiKey }: ServiceConfig["subsonic"]): NewSubsonicConnection | null {
  if (address === null) return null;
  if (apiKey !== null) return { address, credentials: { apiKey } };
  return username === null || password === null ? null : { address, credentials: { username, password } };
}

function isConnectedTo(connection: LiveConnection | null, { address, credentials }: NewSubsonicConnection): boolean {
  const username = "username" in credentials ? credentials.username : null;
  return connection?.settings.address === parseServerAddress(address) && connection.settings.username === username;
}

function toError(problem: { code: string; message: string } | null): MoodSyncError | null {
  return problem && new MoodSyncError(problem.code, problem.message, { kind: "unavailable" });
}

/** It may have come to its end in the meantime. */
function ifNotRunning(error: unknown): void {
  if (!(error instanceof MoodSyncError) || error.code !== "sync.not-running") throw error;
}
