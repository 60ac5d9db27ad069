/**
 * The developer token by which Apple Music knows an app: a JWT signed with ES256 by the owner's own key. One for the page
 * names the page's origin, so that it is of no use elsewhere; one for our own requests names none, since they come from no page.
 */
import { importPKCS8, SignJWT, type CryptoKey } from "jose";
import { MoodSyncError } from "../../core/errors.ts";

/** What the owner has from Apple's developer site. */
export interface AppleKey {
  /** Ten characters. */
  teamId: string;
  /** Ten characters. */
  keyId: string;
  /** Content of the .p8 file. */
  privateKey: string;
}

export interface DeveloperTokenOptions {
  key: AppleKey;
  nowMs: number;
  /** At most `LONGEST_LIFETIME_S`. */
  lifetimeS: number;
  /** Origin of the page that will use it; null for our own requests. */
  origin: string | null;
}

export interface DeveloperToken {
  token: string;
  expiresAtMs: number;
}

/** Six months, which is Apple's limit. */
export const LONGEST_LIFETIME_S = 15_777_000;

/**
 * Signs a token.
 * @throws MoodSyncError `apple-music.key-invalid` where the private key is none that Apple gives out
 */
export async function signDeveloperToken(options: DeveloperTokenOptions): Promise<DeveloperToken> {
  const { key, nowMs, lifetimeS, origin } = options;
  const issuedAtS = Math.floor(nowMs / 1000);
  const expiresAtS = issuedAtS + Math.min(lifetimeS, LONGEST_LIFETIME_S);
  const claims = origin === null ? {} : { origin: [origin] };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", kid: key.keyId })
    .setIssuer(key.teamId)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(expiresAtS)
    .sign(await importKey(key.privateKey));
  return { token, expiresAtMs: expiresAtS * 1000 };
}

/** @throws MoodSyncError `apple-music.key-invalid` */
export async function importKey(privateKey: string): Promise<CryptoKey> {
  try {
    // Pasted through a form, line ends may have become spaces; the text between the marks bears that.
    return await importPKCS8(withLineEnds(privateKey), "ES256");
  } catch {
    // The cause is left out: its text may quote the key.
    throw new MoodSyncError(
      "apple-music.key-invalid",
      "This is not the content of a MusicKit key file (AuthKey_….p8). Paste it whole, from BEGIN PRIVATE KEY to END PRIVATE KEY.",
      { kind: "invalid-input" },
    );
  }
}

function withLineEnds(pem: string): string {
  const body =
    /-----BEGIN PRIVATE KEY-----([\s\S]*?)-----END PRIVATE KEY-----/.exec(pem)?.[1]?.replace(/\s+/g, "") ?? "";
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
}
