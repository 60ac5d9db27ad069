/**
 * A listener's sign-in as it is kept: tokens sealed in the database, renewed in the background before they expire, one
 * renewal at a time, and forgotten when Spotify has ended them.
 */
import type { SpotifyPurpose } from "../../../contracts/spotify.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import type { SpotifyAccount } from "../../../sources/spotify/spotify-answers.ts";
import type { TokenKeeper } from "../../../sources/spotify/spotify-client.ts";
import { spotifyError } from "../../../sources/spotify/spotify-errors.ts";
import type { SpotifyOAuth, SpotifyTokens } from "../../../sources/spotify/spotify-oauth.ts";
import { purposesAllowed } from "../../../sources/spotify/spotify-scopes.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { KeptAnswers } from "../kept-answers.ts";
import type { SecretBox } from "../secret-box.ts";

export const SPOTIFY = "spotify";

/** Before its end so long, a token is renewed, while it still serves. */
const RENEW_AHEAD_MS = 5 * 60_000;
/** With less left than this, a token is not sent any more. */
const LEAST_LEFT_MS = 10_000;
/** After a renewal that failed for a reason that passes. */
const RETRY_MS = 30_000;
/** Timers of Node take no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How long the page is told that a sign-in had ended. */
const TELL_OF_END_MS = 30 * 24 * 3_600_000;
const ENDED = "sign-in-ended";

interface Secrets {
  clientId: string;
  accessToken: string;
  accessExpiresAtMs: number;
  refreshToken: string;
  scopes: string[];
  account: SpotifyAccount | null;
}

/** What may be known outside. */
export interface SpotifyConnection {
  account: SpotifyAccount | null;
  allowed: SpotifyPurpose[];
  connectedAtMs: number;
}

export interface SpotifySession extends TokenKeeper {
  connection(): Promise<SpotifyConnection | null>;
  /** Keeps a sign-in that was just made. */
  begin(tokens: SpotifyTokens, clientId: string): Promise<void>;
  setAccount(account: SpotifyAccount): Promise<void>;
  /** For the SDK in the page, which must have one; good for the rest of its hour. */
  playerToken(): Promise<{ accessToken: string; expiresAtMs: number }>;
  /** Why there is no sign-in any more; null where there is one, or never was. */
  ended(): Promise<MoodSyncError | null>;
  forget(): Promise<void>;
  /** Renews in the background from now on, also a sign-in that an earlier run left. */
  start(): Promise<void>;
  stop(): void;
}

export interface SpotifySessionDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  oauth: SpotifyOAuth;
  answers: KeptAnswers;
  clock: () => number;
  logger: Logger;
}

export function createSpotifySession(dependencies: SpotifySessionDependencies): SpotifySession {
  const { storage, userId, secrets: box, oauth, answers, clock, logger } = dependencies;
  const context = `${SPOTIFY}:${userId}`;
  let opened: { sealed: string; secrets: Secrets } | null = null;
  let renewal: Promise<Secrets> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  /** The key is another than the one they were sealed with. */
  let unreadable: MoodSyncError | null = null;

  /** What the database holds now: another process may have renewed or disconnected. */
  const read = async (): Promise<{ sealed: string; secrets: Secrets; connectedAtMs: number } | null> => {
    const row = await storage.serviceConnections.find(userId, SPOTIFY);
    if (row?.sealedSecrets == null || row.connectedAtMs === null) return null;
    if (opened?.sealed !== row.sealedSecrets) opened = open(row.sealedSecrets);
    return opened && { ...opened, connectedAtMs: row.connectedAtMs };
  };

  const open = (sealed: string): { sealed: string; secrets: Secrets } | null => {
    try {
      const secrets: Secrets = JSON.parse(box.open(sealed, context));
      unreadable = null;
      return { sealed, secrets };
    } catch (error) {
      if (!(error instanceof MoodSyncError)) throw error;
      unreadable = error;
      return null;
    }
  };

  const require = async () => {
    const held = await read();
    if (held) return held;
    throw (await ended()) ?? serviceError("service.not-connected", "Spotify");
  };

  const ended = async (): Promise<MoodSyncError | null> =>
    unreadable ?? ((await answers.peek(ENDED)) === null ? null : spotifyError("spotify.sign-in-ended"));

  /** Exchanges the secrets, unless somebody else was quicker; gives those that count now. */
  const exchange = async (before: string, after: Secrets): Promise<Secrets> => {
    const sealed = box.seal(JSON.stringify(after), context);
    if (await storage.serviceConnections.replaceSecrets(userId, SPOTIFY, { before, after: sealed, nowMs: clock() })) {
      return after;
    }
    return (await require()).secrets;
  };

  const renewNow = async (): Promise<Secrets> => {
    const { sealed, secrets } = await require();
    try {
      const tokens = await oauth.refresh(secrets);
      const { accessToken, accessExpiresAtMs } = tokens;
      const scopes = tokens.scopes.length > 0 ? tokens.scopes : secrets.scopes;
      const refreshToken = tokens.refreshToken ?? secrets.refreshToken;
      return await exchange(sealed, { ...secrets, accessToken, accessExpiresAtMs, refreshToken, scopes });
    } catch (error) {
      if (!(error instanceof MoodSyncError) || error.code !== "spotify.sign-in-ended") throw error;
      // Where another process has renewed meanwhile, it was our token that was old, not the sign-in that ended.
      const now = await read();
      if (now !== null && now.sealed !== sealed) return now.secrets;
      await storage.serviceConnections.forgetSecrets(userId, SPOTIFY, clock());
      await answers.put(ENDED, true, TELL_OF_END_MS);
      throw error;
    }
  };

  const renew = async (): Promise<Secrets> => {
    renewal ??= renewNow().finally(() => (renewal = null));
    const secrets = await renewal;
    schedule(secrets.accessExpiresAtMs - clock() - RENEW_AHEAD_MS);
    return secrets;
  };

  const renewInBackground = (): void => {
    renew().catch((error: unknown) => {
      const code = error instanceof MoodSyncError ? error.code : "internal";
      logger.warn({ code }, "the sign-in to Spotify could not be renewed");
      if (error instanceof MoodSyncError && error.kind === "unavailable") schedule(RETRY_MS);
    });
  };

  const schedule = (inMs: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(renewInBackground, Math.min(Math.max(inMs, 1000), LONGEST_TIMER_MS)).unref();
  };

  const usable = async (): Promise<Secrets> => {
    const { secrets } = await require();
    const leftMs = secrets.accessExpiresAtMs - clock();
    if (leftMs < LEAST_LEFT_MS) return await renew();
    if (leftMs < RENEW_AHEAD_MS && renewal === null) renewInBackground();
    return secrets;
  };

  return {
    ended,
    current: async () => (await usable()).accessToken,
    async renewed(refused) {
      const { secrets } = await require();
      return secrets.accessToken === refused ? (await renew()).accessToken : secrets.accessToken;
    },
    async playerToken() {
      const { accessToken, accessExpiresAtMs } = await usable();
      return { accessToken, expiresAtMs: accessExpiresAtMs };
    },
    async connection() {
      const held = await read();
      if (!held) return null;
      const { account, scopes } = held.secrets;
      return { account, allowed: purposesAllowed(scopes), connectedAtMs: held.connectedAtMs };
    },
    async begin({ accessToken, accessExpiresAtMs, refreshToken, scopes }, clientId) {
      if (refreshToken === null) {
        throw serviceError("service.bad-answer", "Spotify", { details: { expected: "refresh_token" } });
      }
      const secrets: Secrets = { clientId, accessToken, accessExpiresAtMs, refreshToken, scopes, account: null };
      const sealed = box.seal(JSON.stringify(secrets), context);
      await storage.serviceConnections.connect(userId, SPOTIFY, sealed, clock());
      await answers.drop(ENDED);
      schedule(accessExpiresAtMs - clock() - RENEW_AHEAD_MS);
    },
    async setAccount(account) {
      const { sealed, secrets } = await require();
      await exchange(sealed, { ...secrets, account });
    },
    async forget() {
      clearTimeout(timer);
      opened = null;
      await storage.serviceConnections.forgetSecrets(userId, SPOTIFY, clock());
    },
    async start() {
      stopped = false;
      const held = await read();
      if (unreadable) logger.warn({ code: unreadable.code }, "the sign-in to Spotify cannot be read");
      if (held) schedule(held.secrets.accessExpiresAtMs - clock() - RENEW_AHEAD_MS);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
