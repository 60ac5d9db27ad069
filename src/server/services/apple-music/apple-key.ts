/** The owner's developer key: from the environment where it is there, else as kept sealed; and the tokens signed with it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { AppleMusicSettings, AppleMusicToken } from "../../../contracts/apple-music.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { importKey, signDeveloperToken, type AppleKey } from "../../../sources/apple-music/developer-token.ts";
import { APPLE_TITLE, type Listener } from "../../../sources/apple-music/apple-music-client.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import type { Storage } from "../../db/storage.ts";
import type { ServiceConfig } from "../../service-config.ts";
import type { SecretBox } from "../secret-box.ts";

/** What is kept sealed; the rest of the settings may be shown. */
const SecretsSchema = z.object({ privateKey: z.string().nullable(), userToken: z.string().nullable() });
type Secrets = z.infer<typeof SecretsSchema>;

const SettingsSchema = z.object({
  teamId: z.string().nullable().catch(null),
  keyId: z.string().nullable().catch(null),
  storefront: z.string().nullable().catch(null),
  signedInAtMs: z.number().nullable().catch(null),
});
type Settings = z.infer<typeof SettingsSchema>;

export interface AppleKeyStore {
  /** Null until there is one. @throws MoodSyncError `apple-music.key-file` */
  key(): Promise<AppleKey | null>;
  fromEnvironment: boolean;
  setKey(settings: AppleMusicSettings): Promise<void>;
  settings(): Promise<Settings>;
  listener: () => Promise<Listener | null>;
  setListener(listener: Listener | null): Promise<void>;
  /** For the page at `origin`. @throws MoodSyncError `service.not-configured`, `apple-music.key-invalid` */
  pageToken: (origin: string) => Promise<AppleMusicToken>;
  /** For our own requests; signed anew before it ends. */
  ownToken: () => Promise<string>;
  forget(): void;
}

export interface AppleKeyDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  config: ServiceConfig["appleMusic"];
  clock: () => number;
}

export const APPLE_MUSIC = "apple-music";
const PAGE_LIFETIME_S = 12 * 3600;
const OWN_LIFETIME_S = 3600;
const RENEW_BEFORE_MS = 5 * 60_000;

export function createAppleKeyStore(dependencies: AppleKeyDependencies): AppleKeyStore {
  const { storage, userId, secrets, config, clock } = dependencies;
  const context = `${APPLE_MUSIC}:${userId}`;
  const { teamId, keyId, privateKeyFile } = config;
  const fromEnvironment = teamId !== null && keyId !== null && privateKeyFile !== null;
  let own: { token: string; expiresAtMs: number } | null = null;

  const settings = async (): Promise<Settings> =>
    SettingsSchema.parse((await storage.serviceConnections.find(userId, APPLE_MUSIC))?.settings ?? {});
  const readSecrets = async (): Promise<Secrets> => {
    const sealed = (await storage.serviceConnections.find(userId, APPLE_MUSIC))?.sealedSecrets;
    if (!sealed) return { privateKey: null, userToken: null };
    return SecretsSchema.parse(JSON.parse(secrets.open(sealed, context)));
  };
  const write = async (change: Partial<Settings>, secret: Partial<Secrets>): Promise<void> => {
    // What can no longer be read is replaced, not in the way.
    const before = await readSecrets().catch(() => ({ privateKey: null, userToken: null }));
    const sealed = secrets.seal(JSON.stringify({ ...before, ...secret }), context);
    const next = { ...(await settings()), ...change };
    await storage.inTransaction(async ({ serviceConnections }) => {
      await serviceConnections.connect(userId, APPLE_MUSIC, sealed, clock());
      await serviceConnections.setSettings(userId, APPLE_MUSIC, next, clock());
    });
    own = null;
  };
  const key = async (): Promise<AppleKey | null> => {
    if (fromEnvironment) return { teamId, keyId, privateKey: await readKeyFile(privateKeyFile) };
    const kept = await settings();
    const { privateKey } = await readSecrets();
    if (kept.teamId === null || kept.keyId === null || privateKey === null) return null;
    return { teamId: kept.teamId, keyId: kept.keyId, privateKey };
  };
  const requireKey = async (): Promise<AppleKey> => {
    const found = await key();
    if (found) return found;
    throw serviceError("service.not-configured", APPLE_TITLE);
  };

  return {
    key,
    fromEnvironment,
    settings,
    async setKey(given) {
      if (fromEnvironment) throw serviceError("service.setting-fixed", APPLE_TITLE);
      await importKey(given.privateKey);
      // Another key is another app: what the listener allowed was allowed to the former.
      const former = await settings();
      const sameTeam = former.teamId === given.teamId;
      const listener = sameTeam ? {} : { storefront: null, signedInAtMs: null };
      await write(
        { teamId: given.teamId, keyId: given.keyId, ...listener },
        { privateKey: given.privateKey, ...(sameTeam ? {} : { userToken: null }) },
      );
    },
    async listener() {
      const { storefront } = await settings();
      const { userToken } = await readSecrets();
      return storefront === null || userToken === null ? null : { storefront, userToken };
    },
    async setListener(listener) {
      const signedInAtMs = listener === null ? null : clock();
      await write(
        { storefront: listener?.storefront ?? null, signedInAtMs },
        { userToken: listener?.userToken ?? null },
      );
    },
    async pageToken(origin) {
      const wish = { key: await requireKey(), nowMs: clock(), lifetimeS: PAGE_LIFETIME_S, origin };
      const { token, expiresAtMs } = await signDeveloperToken(wish);
      return { developerToken: token, expiresAtMs };
    },
    async ownToken() {
      if (own === null || own.expiresAtMs - RENEW_BEFORE_MS < clock()) {
        own = await signDeveloperToken({
          key: await requireKey(),
          nowMs: clock(),
          lifetimeS: OWN_LIFETIME_S,
          origin: null,
        });
      }
      return own.token;
    },
    forget: () => void (own = null),
  };
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new MoodSyncError(
      "apple-music.key-file",
      "The file that MOODSYNC_APPLE_PRIVATE_KEY_FILE names cannot be read.",
      { kind: "unavailable", cause },
    );
  }
}
