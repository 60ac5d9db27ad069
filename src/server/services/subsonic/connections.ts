/**
 * The connection to a Subsonic server: made after the server was found to answer, kept with its sign-in sealed, opened
 * again at start. There is one at a time; another server takes its place only after a disconnect.
 */
import type { NewSubsonicConnection } from "../../../contracts/subsonic.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { createGuardedFetch } from "../../../sources/subsonic/guarded-fetch.ts";
import { negotiate, type Negotiated } from "../../../sources/subsonic/negotiate.ts";
import { parseServerAddress } from "../../../sources/subsonic/server-address.ts";
import { createSubsonicClient, SERVER_TITLE } from "../../../sources/subsonic/subsonic-client.ts";
import type { SecretBox } from "../secret-box.ts";
import {
  KeptSettingsSchema,
  openLiveConnection,
  openQueue,
  SignInSchema,
  type KeptSettings,
  type LiveConnection,
  type WayOutDependencies,
} from "./live-connection.ts";
import { tagHashOf } from "./song-tags.ts";

export interface SubsonicConnections {
  /** Null while no server is connected. */
  current: () => LiveConnection | null;
  /** @throws MoodSyncError `service.not-connected` */
  require(): LiveConnection;
  /** Why a connection that is kept could not be opened; null where all is well. */
  problem(): MoodSyncError | null;
  /** Opens what was kept; a sign-in that can no longer be read is a problem, not an error. */
  restore: () => Promise<void>;
  /**
   * Finds out whether the server answers and how, then keeps it.
   * @throws MoodSyncError `subsonic.address-invalid`, `subsonic.other-server`, as `negotiate` does
   */
  connect(wish: NewSubsonicConnection): Promise<LiveConnection>;
  setAnalyse(analyse: boolean): Promise<LiveConnection>;
  /** Closes it; what is kept is deleted by the registry. */
  drop(): Promise<void>;
  /** Told whenever another connection takes the place, null for none. */
  onChange(listener: (connection: LiveConnection | null) => void): void;
}

export type ConnectionDependencies = WayOutDependencies & { secrets: SecretBox };

const SERVICE = "subsonic";
/** So many known songs are looked up to tell a server that has moved from another server. */
const SAMPLES = 5;

export function createSubsonicConnections(dependencies: ConnectionDependencies): SubsonicConnections {
  const { storage, userId, secrets, clock } = dependencies;
  const listeners: ((connection: LiveConnection | null) => void)[] = [];
  const context = `${SERVICE}:${userId}`;
  let live: LiveConnection | null = null;
  let problem: MoodSyncError | null = null;

  const replace = async (next: LiveConnection | null): Promise<void> => {
    const before = live;
    live = next;
    problem = null;
    for (const listener of listeners) listener(next);
    await before?.close();
  };
  const require = (): LiveConnection => {
    if (live) return live;
    throw problem ?? serviceError("service.not-connected", SERVER_TITLE);
  };

  return {
    current: () => live,
    require,
    problem: () => problem,
    async restore() {
      const kept = await storage.serviceConnections.find(userId, SERVICE);
      if (!kept?.sealedSecrets) return;
      try {
        const settings = KeptSettingsSchema.parse(kept.settings);
        const signIn = SignInSchema.parse(JSON.parse(secrets.open(kept.sealedSecrets, context)));
        await replace(openLiveConnection(settings, signIn, kept.connectedAtMs ?? clock(), dependencies));
      } catch (error) {
        problem = error instanceof MoodSyncError ? error : connectAgain(error);
      }
    },
    async connect(wish) {
      const address = parseServerAddress(wish.address);
      const fingerprint = parseFingerprint(wish.certificateFingerprint);
      const { settings, negotiated } = await probe({ ...wish, address, fingerprint }, dependencies);
      const nowMs = clock();
      const sealed = secrets.seal(JSON.stringify(negotiated.signIn), context);
      await storage.inTransaction(async ({ serviceConnections }) => {
        await serviceConnections.connect(userId, SERVICE, sealed, nowMs);
        await serviceConnections.setSettings(userId, SERVICE, settings, nowMs);
      });
      await replace(openLiveConnection(settings, negotiated.signIn, nowMs, dependencies));
      return require();
    },
    async setAnalyse(analyse) {
      const connection = require();
      connection.settings.analyse = analyse;
      await storage.serviceConnections.setSettings(userId, SERVICE, connection.settings, clock());
      return connection;
    },
    drop: () => replace(null),
    onChange: (listener) => void listeners.push(listener),
  };
}

interface Probe extends Omit<NewSubsonicConnection, "certificateFingerprint"> {
  fingerprint: string | null;
}

async function probe(wish: Probe, dependencies: ConnectionDependencies) {
  const { address, fingerprint, credentials, analyse = true } = wish;
  const guarded = createGuardedFetch({ address, scope: "any", fingerprint });
  const queue = openQueue(guarded, dependencies);
  try {
    const negotiated = await negotiate({ address, credentials, queue, scope: guarded.lastScope });
    const { traits, signIn, server } = negotiated;
    await requireSameServer(createSubsonicClient({ address, signIn, traits, queue }), address, dependencies);
    const settings: KeptSettings = {
      address,
      scope: guarded.lastScope() === "public" ? "public" : "private",
      fingerprint,
      username: "username" in credentials ? credentials.username : null,
      analyse,
      traits,
      server,
    };
    return { settings, negotiated } satisfies { settings: KeptSettings; negotiated: Negotiated };
  } finally {
    await queue.close();
    guarded.close();
  }
}

/**
 * Song ids mean something on their own server alone. A connection to another address is taken when songs that are known
 * are there under the same ids; else likes and plays would fall to songs that they were never meant for.
 */
async function requireSameServer(
  client: ReturnType<typeof createSubsonicClient>,
  address: string,
  { storage, userId }: ConnectionDependencies,
): Promise<void> {
  const kept = await storage.serviceConnections.find(userId, SERVICE);
  if (!kept || kept.settings["address"] === address) return;
  const { tracks } = await storage.tracks.list(userId, { source: SERVICE, limit: SAMPLES, offset: 0 });
  if (tracks.length === 0) return;
  const known = await storage.subsonicSongs.known(
    userId,
    tracks.map(({ path }) => path),
  );
  for (const { path } of tracks) {
    const song = await client.song(path).catch((error: unknown) => {
      if (error instanceof MoodSyncError && error.code.startsWith("service.un")) throw error;
      return null;
    });
    if (song && tagHashOf(song) === known.get(path)?.tagHash) return;
  }
  throw new MoodSyncError(
    "subsonic.other-server",
    "This is another server than the one that is connected. Disconnect that one first; its songs then leave the library.",
    { kind: "conflict" },
  );
}

/** @throws MoodSyncError `service.setting-invalid` */
function parseFingerprint(given: string | undefined): string | null {
  if (given === undefined || given.trim() === "") return null;
  const plain = given.replace(/^\s*sha-?256[:=]?/i, "").replace(/[\s:]/g, "");
  if (/^[0-9a-f]{64}$/i.test(plain)) return plain.toLowerCase();
  throw serviceError("service.setting-invalid", SERVER_TITLE, {
    message: "The certificate's fingerprint is not a SHA-256 one: 64 hexadecimal digits.",
  });
}

function connectAgain(cause: unknown): MoodSyncError {
  return serviceError("service.not-connected", SERVER_TITLE, {
    cause,
    message: "What was kept of the music server's connection cannot be read. Connect it again.",
  });
}
