/** What Spotify's refusals mean: each with a code of its own and a sentence that names the way out. */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";
import type { SpotifyPurpose } from "../../contracts/spotify.ts";

interface Meaning {
  kind: ErrorKind;
  message: string;
}

const MEANINGS = {
  "spotify.premium-required": {
    kind: "forbidden",
    message: "Spotify plays on demand for Premium accounts alone. Open the list in Spotify instead.",
  },
  "spotify.owner-premium": {
    kind: "forbidden",
    message:
      "Spotify serves apps only while the account that registered them has Premium. That account has to renew it.",
  },
  "spotify.user-not-listed": {
    kind: "forbidden",
    message:
      "This Spotify account is not among the app's users. Add it in the developer dashboard under User Management (five at most), then connect again.",
  },
  "spotify.permission-missing": {
    kind: "forbidden",
    message: "Spotify needs your consent for this. Allow it, and it goes on.",
  },
  "spotify.no-device": {
    kind: "conflict",
    message: "No Spotify device is active. Open Spotify somewhere or play in this browser, then choose the device.",
  },
  "spotify.device-gone": {
    kind: "conflict",
    message: "That device is no longer there. Choose another one.",
  },
  "spotify.device-closed": {
    kind: "conflict",
    message: "That device takes no such command from outside. Use its own controls or another device.",
  },
  "spotify.market-restricted": {
    kind: "conflict",
    message: "None of these songs can be played in your account's country.",
  },
  "spotify.nothing-further": { kind: "conflict", message: "There is no further song in that direction." },
  "spotify.command-refused": {
    kind: "conflict",
    message: "Spotify does not allow this at the moment, as during an advertisement. Try again shortly.",
  },
  "spotify.playlist-closed": {
    kind: "forbidden",
    message: "Spotify shows the songs of your own playlists alone. Choose one that you made or work on.",
  },
  "spotify.nothing-to-save": {
    kind: "conflict",
    message: "The list is empty, so there is nothing to save. Give the mood a playlist, or look for songs again.",
  },
  "spotify.not-found": { kind: "not-found", message: "Spotify no longer has this." },
  "spotify.quota-used": {
    kind: "unavailable",
    message: "The day's requests to Spotify are used up. What was fetched before is still shown.",
  },
  "spotify.sign-in-ended": {
    kind: "conflict",
    message: "The sign-in to Spotify has ended (after six months, or because it was taken back). Connect again.",
  },
  "spotify.consent-refused": { kind: "forbidden", message: "You did not allow it at Spotify; nothing was connected." },
  "spotify.state-unknown": {
    kind: "forbidden",
    message: "This answer belongs to no sign-in that was begun here, or it came too late. Begin again.",
  },
  "spotify.code-refused": {
    kind: "conflict",
    message: "Spotify did not accept the sign-in's code: it was used before or is too old. Begin again.",
  },
  "spotify.redirect-mismatch": {
    kind: "conflict",
    message:
      "The redirect URI in the developer dashboard is another than this server's. Paste it there again, letter by letter.",
  },
  "spotify.client-id-wrong": {
    kind: "conflict",
    message: "Spotify does not know this client id. Copy it from the developer dashboard again.",
  },
  "spotify.refused": { kind: "forbidden", message: "Spotify refused this." },
  "spotify.request-wrong": { kind: "internal", message: "Spotify did not understand what MoodSync asked." },
  "spotify.failed": { kind: "unavailable", message: "Spotify could not finish this. Try again." },
} as const satisfies Record<string, Meaning>;

export type SpotifyErrorCode = keyof typeof MEANINGS;

export interface SpotifyErrorOptions {
  details?: Record<string, unknown>;
  cause?: unknown;
}

export function spotifyError(code: SpotifyErrorCode, { details, cause }: SpotifyErrorOptions = {}): MoodSyncError {
  const { kind, message } = MEANINGS[code];
  return new MoodSyncError(code, message, {
    kind,
    ...(details === undefined ? {} : { details }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The sentence of a code; null for one that is not Spotify's. */
export function spotifySentence(code: string): string | null {
  const meanings: Readonly<Record<string, Meaning>> = MEANINGS;
  return (Object.hasOwn(meanings, code) && meanings[code]?.message) || null;
}

/** What the refusal of a player command says, by Spotify's own `reason`. */
const REASONS: Readonly<Record<string, SpotifyErrorCode>> = {
  PREMIUM_REQUIRED: "spotify.premium-required",
  NO_ACTIVE_DEVICE: "spotify.no-device",
  DEVICE_NOT_FOUND: "spotify.device-gone",
  DEVICE_NOT_CONTROLLABLE: "spotify.device-closed",
  REMOTE_CONTROL_DISALLOW: "spotify.device-closed",
  VOLUME_CONTROL_DISALLOW: "spotify.device-closed",
  NO_NEXT_TRACK: "spotify.nothing-further",
  NO_PREV_TRACK: "spotify.nothing-further",
  CONTEXT_DISALLOW: "spotify.command-refused",
  MARKET_RESTRICTED: "spotify.market-restricted",
  QUOTA_EXCEEDED: "spotify.quota-used",
};

/** Where there is no `reason`, by the sentence; the first that fits. */
const SENTENCES: readonly [pattern: RegExp, code: SpotifyErrorCode][] = [
  [/premium subscription required for the owner/i, "spotify.owner-premium"],
  [/premium/i, "spotify.premium-required"],
  [/insufficient client scope/i, "spotify.permission-missing"],
  [/not registered|developer dashboard|user may not be/i, "spotify.user-not-listed"],
  [/no active device/i, "spotify.no-device"],
  [/device not found/i, "spotify.device-gone"],
  [/market|not available in/i, "spotify.market-restricted"],
  [/restriction violated/i, "spotify.command-refused"],
];

export interface RefusedAnswer {
  status: number;
  /** The body as it came, of whatever shape. */
  body: unknown;
}

/** What the request was for, where a bare 403 or 404 depends on it. */
export interface RefusalContext {
  purpose?: SpotifyPurpose;
  on?: "playlist" | "player";
}

/** The error for a refusal by the Web API. */
export function toSpotifyError({ status, body }: RefusedAnswer, { purpose, on }: RefusalContext = {}): MoodSyncError {
  const { message, reason } = readError(body);
  const details: Record<string, unknown> = { status };
  if (reason !== null) details["reason"] = reason;
  if (purpose !== undefined) details["purpose"] = purpose;
  return spotifyError(codeFor(status, message, reason, on), { details });
}

function codeFor(status: number, message: string, reason: string | null, on: RefusalContext["on"]): SpotifyErrorCode {
  const byReason = reason === null ? undefined : REASONS[reason];
  if (byReason !== undefined) return byReason;
  const bySentence =
    status === 403 || status === 404 ? SENTENCES.find(([pattern]) => pattern.test(message)) : undefined;
  if (bySentence) return bySentence[1];
  if (status === 401) return "spotify.sign-in-ended";
  if (status === 403) return on === "playlist" ? "spotify.playlist-closed" : "spotify.refused";
  if (status === 404) return on === "player" ? "spotify.no-device" : "spotify.not-found";
  return status < 500 ? "spotify.request-wrong" : "spotify.failed";
}

/** `{error: {message, reason}}`, as the Web API answers. */
function readError(body: unknown): { message: string; reason: string | null } {
  const error = property(body, "error");
  const message = property(error, "message");
  const reason = property(error, "reason");
  return {
    message: typeof message === "string" ? message : "",
    reason: typeof reason === "string" && /^[A-Z_]{1,60}$/.test(reason) ? reason : null,
  };
}

/** The error for a refusal by the accounts service, which answers `{error, error_description}` (RFC 6749, section 5.2). */
export function toSignInError({ status, body }: RefusedAnswer): MoodSyncError {
  const error = property(body, "error");
  const said = property(body, "error_description");
  const description = typeof said === "string" ? said : "";
  const details = { status, error: typeof error === "string" && /^\w{1,60}$/.test(error) ? error : null };
  if (/redirect/i.test(description)) return spotifyError("spotify.redirect-mismatch", { details });
  if (error === "invalid_client") return spotifyError("spotify.client-id-wrong", { details });
  if (error === "invalid_grant") return spotifyError("spotify.code-refused", { details });
  return spotifyError("spotify.failed", { details });
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
