/**
 * Sign-in with Spotify: Authorization Code with PKCE (RFC 7636, method S256), no client secret. What is kept between the
 * steps, and for how long, is the server's affair.
 */
import { createHash, randomBytes } from "node:crypto";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import { spotifyError, toSignInError } from "./spotify-errors.ts";

export interface SpotifyTokens {
  accessToken: string;
  /** By our own clock at the answer's coming, so that a wrong one does no harm. */
  accessExpiresAtMs: number;
  /** Null where the one before stays good. */
  refreshToken: string | null;
  scopes: string[];
}

export interface SpotifyOAuthOptions {
  /** Requests to the accounts service alone: its limits are its own. */
  queue: OutgoingQueue;
  accountsUrl: string;
  clock: () => number;
}

export interface AuthorizeWish {
  clientId: string;
  redirectUri: string;
  scopes: readonly string[];
  state: string;
  verifier: string;
}

export interface CodeExchange {
  clientId: string;
  redirectUri: string;
  code: string;
  verifier: string;
}

export interface SpotifyOAuth {
  authorizeUrl(wish: AuthorizeWish): string;
  /** @throws MoodSyncError `spotify.code-refused`, `spotify.redirect-mismatch`, `spotify.client-id-wrong`, `service.*` */
  exchange(exchange: CodeExchange): Promise<SpotifyTokens>;
  /** @throws MoodSyncError `spotify.sign-in-ended`, `spotify.client-id-wrong`, `service.*` */
  refresh(grant: { clientId: string; refreshToken: string }): Promise<SpotifyTokens>;
}

/** 256 bits as 43 characters that need no escaping. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** RFC 7636, section 4.2. */
export function codeChallenge(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

export function createSpotifyOAuth({ queue, accountsUrl, clock }: SpotifyOAuthOptions): SpotifyOAuth {
  const askForTokens = async (form: Record<string, string>): Promise<SpotifyTokens> => {
    const answer = await queue.request(
      {
        method: "POST",
        url: `${accountsUrl}/api/token`,
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
        body: new URLSearchParams(form).toString(),
      },
      // A refresh token may be good once: a second sending could end the sign-in.
      { priority: 20, idempotent: false },
    );
    if (answer.status >= 300 && answer.status < 400) throw serviceError("service.bad-answer", "Spotify");
    const body = await answer.json();
    if (answer.status !== 200) throw toSignInError({ status: answer.status, body });
    return readTokens(body, clock());
  };

  return {
    authorizeUrl({ clientId, redirectUri, scopes, state, verifier }) {
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        redirect_uri: redirectUri,
        state,
        scope: scopes.join(" "),
        code_challenge_method: "S256",
        code_challenge: codeChallenge(verifier),
      });
      return `${accountsUrl}/authorize?${query.toString()}`;
    },
    exchange: ({ clientId, redirectUri, code, verifier }) =>
      askForTokens({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      }),
    async refresh({ clientId, refreshToken }) {
      try {
        return await askForTokens({ grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId });
      } catch (error) {
        // For a refresh, an invalid grant means that the sign-in is over.
        if (isCode(error, "spotify.code-refused")) throw spotifyError("spotify.sign-in-ended");
        throw error;
      }
    },
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** @throws MoodSyncError `service.bad-answer` */
function readTokens(body: unknown, nowMs: number): SpotifyTokens {
  const field = (name: string): unknown =>
    typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  const [accessToken, lifeSeconds, refreshToken, scope] = [
    field("access_token"),
    field("expires_in"),
    field("refresh_token"),
    field("scope"),
  ];
  if (typeof accessToken !== "string" || accessToken === "" || typeof lifeSeconds !== "number") {
    throw serviceError("service.bad-answer", "Spotify", { details: { expected: "access_token" } });
  }
  return {
    accessToken,
    accessExpiresAtMs: nowMs + Math.max(0, lifeSeconds) * 1000,
    refreshToken: typeof refreshToken === "string" && refreshToken !== "" ? refreshToken : null,
    scopes: typeof scope === "string" ? scope.split(" ").filter((name) => name !== "") : [],
  };
}
