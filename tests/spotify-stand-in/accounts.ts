/**
 * The accounts service of the stand-in: the consent page (which sends the browser back at once), codes with PKCE, tokens
 * that expire, refresh tokens that are good once, and everything it refuses.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Account } from "./music.ts";

export interface AccountsOptions {
  clientId: string;
  /** Registered redirect URIs. */
  allowsRedirect: (uri: string) => boolean;
  /** Whose browser stands before the consent page. */
  whoSignsIn: () => Account;
  accessLifeSeconds: () => number;
  clock: () => number;
}

export interface Grant {
  account: Account;
  scopes: string[];
  expiresAtMs: number;
}

interface Code {
  clientId: string;
  redirectUri: string;
  challenge: string;
  account: Account;
  scopes: string[];
  expiresAtMs: number;
}

export type TokenAnswer = { status: number; body: Record<string, unknown> };

export interface Accounts {
  /** What the consent page does next: "allow", "refuse", or allow these scopes alone. */
  consent: "allow" | "refuse" | readonly string[];
  /** Where the browser is sent, or the text of the page on which it stays. */
  authorize(query: URLSearchParams): { redirect: string } | { page: string };
  token(form: URLSearchParams): TokenAnswer;
  /** Null for a token that is unknown, expired or taken back. */
  check(accessToken: string): Grant | null;
  /** Takes back all that the listener allowed, as on Spotify's own apps page; also what six months do. */
  revokeAll(): void;
  /** Ends access tokens early, leaving the sign-ins. */
  expireAccess(): void;
  readonly accessTokens: ReadonlySet<string>;
  readonly refreshTokens: ReadonlySet<string>;
  readonly codes: ReadonlySet<string>;
  /** Refreshes answered so far. */
  readonly refreshes: () => number;
}

const CODE_LASTS_MS = 60_000;

export function createAccounts(options: AccountsOptions): Accounts {
  const { clientId, allowsRedirect, whoSignsIn, accessLifeSeconds, clock } = options;
  const codes = new Map<string, Code>();
  const access = new Map<string, Grant>();
  const refresh = new Map<string, { account: Account; scopes: string[] }>();
  const allAccess = new Set<string>();
  const allRefresh = new Set<string>();
  const allCodes = new Set<string>();
  let refreshes = 0;

  const give = (account: Account, scopes: string[]): TokenAnswer => {
    const [accessToken, refreshToken] = [`BQ-access-${secret()}`, `AQ-refresh-${secret()}`];
    allAccess.add(accessToken);
    allRefresh.add(refreshToken);
    access.set(accessToken, { account, scopes, expiresAtMs: clock() + accessLifeSeconds() * 1000 });
    refresh.set(refreshToken, { account, scopes });
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: "Bearer",
        expires_in: accessLifeSeconds(),
        refresh_token: refreshToken,
        scope: scopes.join(" "),
      },
    };
  };

  const exchange = (form: URLSearchParams): TokenAnswer => {
    const code = codes.get(form.get("code") ?? "");
    // A code is spent by the first attempt, whatever comes of it.
    codes.delete(form.get("code") ?? "");
    if (!code || code.expiresAtMs <= clock()) return refused("invalid_grant", "Invalid authorization code");
    if (form.get("redirect_uri") !== code.redirectUri) return refused("invalid_grant", "Invalid redirect URI");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (challenge !== code.challenge) return refused("invalid_grant", "code_verifier was incorrect");
    return give(code.account, code.scopes);
  };

  const renew = (form: URLSearchParams): TokenAnswer => {
    const token = form.get("refresh_token") ?? "";
    const grant = refresh.get(token);
    if (!grant) return refused("invalid_grant", "Refresh token revoked");
    refresh.delete(token);
    refreshes += 1;
    return give(grant.account, grant.scopes);
  };

  const accounts: Accounts = {
    consent: "allow",
    accessTokens: allAccess,
    refreshTokens: allRefresh,
    codes: allCodes,
    refreshes: () => refreshes,
    authorize(query) {
      const redirectUri = query.get("redirect_uri") ?? "";
      if (query.get("client_id") !== clientId) return { page: "INVALID_CLIENT: Invalid client" };
      if (!allowsRedirect(redirectUri)) return { page: "INVALID_CLIENT: Invalid redirect URI" };
      const state = query.get("state") ?? "";
      const back = (answer: Record<string, string>): { redirect: string } => ({
        redirect: `${redirectUri}?${new URLSearchParams({ ...answer, state }).toString()}`,
      });
      if (query.get("response_type") !== "code") return back({ error: "unsupported_response_type" });
      const challenge = query.get("code_challenge") ?? "";
      if (query.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(challenge)) {
        return back({ error: "invalid_request" });
      }
      if (accounts.consent === "refuse") return back({ error: "access_denied" });
      const asked = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
      const { consent } = accounts;
      const scopes = consent === "allow" ? asked : asked.filter((scope) => consent.includes(scope));
      const code = secret();
      allCodes.add(code);
      codes.set(code, {
        clientId,
        redirectUri,
        challenge,
        account: whoSignsIn(),
        scopes,
        expiresAtMs: clock() + CODE_LASTS_MS,
      });
      return back({ code });
    },
    token(form) {
      if (form.get("client_id") !== clientId) return refused("invalid_client", "Invalid client");
      if (form.get("grant_type") === "authorization_code") return exchange(form);
      if (form.get("grant_type") === "refresh_token") return renew(form);
      return refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
    },
    check(token) {
      const grant = access.get(token);
      return grant && grant.expiresAtMs > clock() ? grant : null;
    },
    revokeAll() {
      access.clear();
      refresh.clear();
    },
    expireAccess: () => access.clear(),
  };
  return accounts;
}

function refused(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function secret(): string {
  return randomBytes(48).toString("base64url");
}
