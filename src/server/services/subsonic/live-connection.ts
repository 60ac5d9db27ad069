/** One connected Subsonic server: its guarded way out, its queue, its client, and the source that the library sees. */
import { z } from "zod";
import type { SubsonicConnection } from "../../../contracts/subsonic.ts";
import { createOutgoingQueue, type OutgoingQueue } from "../../../sources/services/outgoing-queue.ts";
import { createGuardedFetch, type GuardedFetch } from "../../../sources/subsonic/guarded-fetch.ts";
import type { SignIn } from "../../../sources/subsonic/sign-in.ts";
import { createSubsonicClient, SERVER_TITLE, type SubsonicClient } from "../../../sources/subsonic/subsonic-client.ts";
import { createSubsonicSource, type SubsonicSource } from "../../../sources/subsonic/subsonic-source.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";

/** What is kept readable of a connection; the sign-in is kept sealed. */
export const KeptSettingsSchema = z.object({
  address: z.string(),
  /** Where the server was when it was connected (see guarded-fetch.ts). */
  scope: z.enum(["public", "private"]),
  fingerprint: z.string().nullable(),
  username: z.string().nullable(),
  analyse: z.boolean(),
  traits: z.object({ apiVersion: z.string(), formPost: z.boolean() }),
  server: z.object({
    type: z.string().nullable(),
    version: z.string().nullable(),
    apiVersion: z.string(),
    openSubsonic: z.boolean(),
  }),
});
export type KeptSettings = z.infer<typeof KeptSettingsSchema>;

export const SignInSchema: z.ZodType<SignIn> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("api-key"), apiKey: z.string() }),
  z.object({ kind: z.literal("token"), username: z.string(), token: z.string(), salt: z.string() }),
  z.object({ kind: z.literal("password"), username: z.string(), password: z.string() }),
]);

export interface LiveConnection {
  settings: KeptSettings;
  signIn: SubsonicConnection["signIn"];
  connectedAtMs: number;
  queue: OutgoingQueue;
  client: SubsonicClient;
  source: SubsonicSource;
  close(): Promise<void>;
}

export interface WayOutDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  logger: Logger;
}

/** Its own queue for one server; the cool-down is kept. */
export function openQueue(guarded: GuardedFetch, { storage, clock, logger }: WayOutDependencies): OutgoingQueue {
  return createOutgoingQueue({
    name: "subsonic",
    title: SERVER_TITLE,
    fetch: guarded.fetch,
    clock,
    store: storage.serviceCooldowns,
    concurrency: 4,
    // Home servers wake disks up.
    timeoutMs: 30_000,
    onAttempt: (event) => logger.debug(event, "asked the music server"),
  });
}

export function openLiveConnection(
  settings: KeptSettings,
  signIn: SignIn,
  connectedAtMs: number,
  dependencies: WayOutDependencies,
): LiveConnection {
  const { address, scope, fingerprint, traits } = settings;
  const guarded = createGuardedFetch({ address, scope, fingerprint });
  const queue = openQueue(guarded, dependencies);
  const client = createSubsonicClient({ address, signIn, traits, queue });
  const { storage, userId } = dependencies;
  const source = createSubsonicSource({
    client,
    coverArtId: (location) => storage.subsonicSongs.coverArtId(userId, location),
  });
  return {
    settings,
    signIn: signIn.kind,
    connectedAtMs,
    queue,
    client,
    source,
    async close() {
      await queue.close();
      guarded.close();
    },
  };
}
