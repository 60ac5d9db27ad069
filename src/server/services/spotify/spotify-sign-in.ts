/**
 * The way through Spotify's consent page: begun here with a state and a verifier that nobody else knows, ended at the
 * callback, once. The verifier is kept sealed, the state only as its hash.
 */
import { createHash } from "node:crypto";
import {
  SPOTIFY_OUTCOMES,
  type SpotifyOutcome,
  type SpotifyPurpose,
  type SpotifySignInStart,
} from "../../../contracts/spotify.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { readAccount } from "../../../sources/spotify/spotify-answers.ts";
import type { SpotifyClient } from "../../../sources/spotify/spotify-client.ts";
import { spotifyError, spotifySentence } from "../../../sources/spotify/spotify-errors.ts";
import { randomToken, type SpotifyOAuth } from "../../../sources/spotify/spotify-oauth.ts";
import { scopesFor } from "../../../sources/spotify/spotify-scopes.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { SecretBox } from "../secret-box.ts";
import type { SpotifySession } from "./spotify-session.ts";

/** What a consent page may take. */
const SIGN_IN_LASTS_MS = 15 * 60_000;

type OutcomeCode = SpotifyOutcome["outcome"];

export interface SpotifyCallback {
  code?: string | undefined;
  state?: string | undefined;
  error?: string | undefined;
}

export interface SpotifySignIns {
  /**
   * Begins one; what was allowed before is asked for again, since Spotify forgets what is not asked for.
   * @throws MoodSyncError `service.not-configured`
   */
  begin(purposes: readonly SpotifyPurpose[], redirectUri: string): Promise<SpotifySignInStart>;
  /** Ends one; never throws, since a browser stands there and waits to be sent back to the page. */
  end(callback: SpotifyCallback): Promise<OutcomeCode>;
}

export interface SpotifySignInDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  oauth: SpotifyOAuth;
  session: SpotifySession;
  client: SpotifyClient;
  clientId: () => Promise<string | null>;
  /** Called when another account than before has signed in: what was fetched for that one is not for this one. */
  onOtherAccount: () => Promise<void>;
  onConnected: () => Promise<void>;
  clock: () => number;
  logger: Logger;
}

export function createSpotifySignIns(dependencies: SpotifySignInDependencies): SpotifySignIns {
  const { storage, userId, secrets, oauth, session, client, clientId, clock, logger } = dependencies;
  const contextOf = (stateHash: string): string => `spotify-sign-in:${userId}:${stateHash}`;

  const requireClientId = async (): Promise<string> => {
    const id = await clientId();
    if (id === null) throw serviceError("service.not-configured", "Spotify");
    return id;
  };

  /** @throws MoodSyncError of one of the outcomes, or another */
  const finish = async ({ code, state, error }: SpotifyCallback): Promise<void> => {
    const stateHash = hashOf(state ?? "");
    const begun = state === undefined ? null : await storage.spotify.takeSignIn(userId, stateHash);
    if (!begun || begun.expiresAtMs <= clock()) throw spotifyError("spotify.state-unknown");
    if (error === "access_denied") throw spotifyError("spotify.consent-refused");
    if (code === undefined || error !== undefined) {
      throw spotifyError("spotify.failed", { details: { error: error?.slice(0, 60) } });
    }
    const id = await requireClientId();
    const verifier = secrets.open(begun.sealedVerifier, contextOf(stateHash));
    const before = (await session.connection())?.account?.id ?? null;
    const tokens = await oauth.exchange({ clientId: id, redirectUri: begun.redirectUri, code, verifier });
    await session.begin(tokens, id);
    const account = await learnAccount();
    if (before !== null && account !== before) await dependencies.onOtherAccount();
    await dependencies.onConnected();
  };

  /** Whose account it is. A listener who is not among the app's users is told so at once; other trouble passes. */
  const learnAccount = async (): Promise<string | null> => {
    try {
      const account = readAccount(await client.read((api) => api.GET("/me")));
      await session.setAccount(account);
      return account.id;
    } catch (error) {
      if (error instanceof MoodSyncError && error.kind === "unavailable") return null;
      await session.forget();
      throw error;
    }
  };

  return {
    async begin(purposes, redirectUri) {
      const id = await requireClientId();
      const nowMs = clock();
      const [state, verifier] = [randomToken(), randomToken()];
      const stateHash = hashOf(state);
      const expiresAtMs = nowMs + SIGN_IN_LASTS_MS;
      const sealedVerifier = secrets.seal(verifier, contextOf(stateHash));
      await storage.spotify.deleteExpiredSignIns(nowMs);
      await storage.spotify.beginSignIn(userId, { stateHash, sealedVerifier, redirectUri, expiresAtMs });
      const allowed = (await session.connection())?.allowed ?? [];
      const scopes = scopesFor([...allowed, ...purposes]);
      return { authorizeUrl: oauth.authorizeUrl({ clientId: id, redirectUri, scopes, state, verifier }), expiresAtMs };
    },
    async end(callback) {
      try {
        await finish(callback);
        return "connected";
      } catch (error) {
        const code = error instanceof MoodSyncError ? error.code : "internal";
        logger.warn({ err: error, code }, "a sign-in to Spotify did not end well");
        return SPOTIFY_OUTCOMES.find((outcome) => outcome === code) ?? "spotify.failed";
      }
    },
  };
}

/** The sentence for the page to an outcome. */
export function outcomeSentence(outcome: OutcomeCode): string {
  if (outcome === "connected") return "Spotify is connected.";
  if (outcome.startsWith("spotify.")) return spotifySentence(outcome) ?? "Spotify could not finish this. Try again.";
  return OUTSIDE_SENTENCES[outcome] ?? "Spotify could not be asked. Try again.";
}

const OUTSIDE_SENTENCES: Readonly<Partial<Record<OutcomeCode, string>>> = Object.fromEntries(
  (["service.unreachable", "service.timeout", "service.rate-limited", "service.bad-answer"] as const).map((code) => [
    code,
    serviceError(code, "Spotify").message,
  ]),
);

function hashOf(state: string): string {
  return createHash("sha256").update(state).digest("hex");
}
