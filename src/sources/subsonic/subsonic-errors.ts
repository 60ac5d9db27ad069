/** What a Subsonic server's own error codes mean here, each with a stable code and a sentence that says the way out. */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

/** The oldest protocol whose `search3` and tags by ID3 the library can be read through. */
export const OLDEST_API_VERSION = "1.8.0";
/** The protocol from which a salted token may stand for the password. */
export const TOKEN_API_VERSION = "1.13.0";

interface Meaning {
  code: string;
  kind: ErrorKind;
  message: string;
}

/** By the numbers of the OpenSubsonic `error` response. */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [
    10,
    {
      code: "service.bad-answer",
      kind: "unavailable",
      message:
        "The music server misses something in what it was asked. It may be of a kind that MoodSync does not know.",
    },
  ],
  [
    20,
    {
      code: "subsonic.client-too-old",
      kind: "unavailable",
      message: "The music server asks for a newer protocol than MoodSync speaks (1.16.1).",
    },
  ],
  [
    30,
    {
      code: "subsonic.server-too-old",
      kind: "unavailable",
      message: `The music server speaks too old a version of the Subsonic protocol. Update it: ${OLDEST_API_VERSION} or newer is needed.`,
    },
  ],
  [
    40,
    {
      code: "subsonic.wrong-password",
      kind: "forbidden",
      message: "The music server does not accept this user name and password.",
    },
  ],
  [
    41,
    {
      code: "subsonic.token-unsupported",
      kind: "unavailable",
      message: "The music server does not take tokens for this user.",
    },
  ],
  [
    42,
    {
      code: "subsonic.api-key-needed",
      kind: "forbidden",
      message: "The music server takes no passwords. Make an API key in its own settings and connect with that.",
    },
  ],
  [
    43,
    {
      code: "service.bad-answer",
      kind: "unavailable",
      message: "The music server was confused by the sign-in. Connect it again.",
    },
  ],
  [
    44,
    {
      code: "subsonic.wrong-api-key",
      kind: "forbidden",
      message: "The music server does not accept this API key. It may have been withdrawn.",
    },
  ],
  [
    50,
    {
      code: "subsonic.not-allowed",
      kind: "forbidden",
      message: "The music server does not let this user do that. Its administrator can allow it.",
    },
  ],
  [
    60,
    {
      code: "subsonic.trial-over",
      kind: "forbidden",
      message: "The music server's trial period is over; it answers no more until it is paid for.",
    },
  ],
  [70, { code: "subsonic.not-found", kind: "not-found", message: "The music server does not have this (any more)." }],
]);

/**
 * The error for an answer whose status is `failed`.
 * @param detail the server's own words, for the page to show where the number alone says little
 * @param apiVersion the version of the protocol that the server says it speaks
 */
export function subsonicError(number: number, detail: string | null, apiVersion: string | null = null): MoodSyncError {
  const known = MEANINGS.get(number);
  const { code, kind, message } = known ?? {
    code: "service.refused",
    kind: "unavailable" as const,
    message: "The music server refused this.",
  };
  return new MoodSyncError(code, message, { kind, details: { subsonicCode: number, said: detail, apiVersion } });
}

/** @throws MoodSyncError `subsonic.server-too-old` */
export function requireApiVersion(version: string): void {
  if (compareVersions(version, OLDEST_API_VERSION) >= 0) return;
  throw new MoodSyncError(
    "subsonic.server-too-old",
    `The music server speaks version ${version} of the Subsonic protocol. Update it: ${OLDEST_API_VERSION} or newer is needed.`,
    { kind: "unavailable", details: { version, needed: OLDEST_API_VERSION } },
  );
}

/** Negative where `a` is the older; parts that are missing or no numbers count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionParts(a), versionParts(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function versionParts(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
