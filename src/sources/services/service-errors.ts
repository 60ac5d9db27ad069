/**
 * What can go wrong with a service outside, each with a stable code and a way out in its sentence. Nothing here ever
 * carries an address with its query, a header or a body: those may hold a token.
 */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

export type ServiceErrorCode =
  | "service.unreachable"
  | "service.timeout"
  | "service.bad-certificate"
  | "service.rate-limited"
  | "service.paused"
  | "service.refused"
  | "service.failed"
  | "service.bad-answer"
  | "service.too-much"
  | "service.not-connected"
  | "service.not-configured"
  | "service.unknown"
  | "service.setting-invalid"
  | "service.setting-fixed"
  | "service.closed";

interface Meaning {
  kind: ErrorKind;
  /** The sentence, for a service of that name. */
  sentence: (name: string) => string;
}

const MEANINGS: Readonly<Record<ServiceErrorCode, Meaning>> = {
  "service.unreachable": {
    kind: "unavailable",
    sentence: (name) => `${name} cannot be reached. Check the network and try again.`,
  },
  "service.timeout": {
    kind: "unavailable",
    sentence: (name) => `${name} took too long to answer. Try again in a moment.`,
  },
  "service.bad-certificate": {
    kind: "unavailable",
    sentence: (name) => `${name} shows a certificate that cannot be trusted, so nothing was sent to it.`,
  },
  "service.rate-limited": {
    kind: "unavailable",
    sentence: (name) => `${name} asks for fewer requests. MoodSync waits until it may ask again.`,
  },
  "service.paused": {
    kind: "unavailable",
    sentence: (name) => `${name} failed several times in a row. MoodSync leaves it alone for a moment.`,
  },
  "service.refused": { kind: "forbidden", sentence: (name) => `${name} refused this.` },
  "service.failed": { kind: "unavailable", sentence: (name) => `${name} has trouble of its own. Try again later.` },
  "service.bad-answer": {
    kind: "unavailable",
    sentence: (name) => `${name} answered with something that is not what it promises. Try again later.`,
  },
  "service.too-much": { kind: "unavailable", sentence: (name) => `${name} answered with more than can be read.` },
  "service.not-connected": {
    kind: "conflict",
    sentence: (name) => `${name} is not connected. Connect it on the services page.`,
  },
  "service.not-configured": {
    kind: "conflict",
    sentence: (name) => `${name} is not set up yet. The services page says what it needs.`,
  },
  "service.unknown": { kind: "not-found", sentence: () => "There is no such service." },
  "service.setting-invalid": { kind: "invalid-input", sentence: (name) => `A setting of ${name} is not right.` },
  "service.setting-fixed": {
    kind: "conflict",
    sentence: (name) => `This setting of ${name} is fixed by the environment that the server was started with.`,
  },
  "service.closed": { kind: "unavailable", sentence: () => "The server is stopping." },
};

export interface ServiceErrorOptions {
  cause?: unknown;
  /** Says more, or says it better, than the code's own sentence. */
  message?: string;
  /** Facts for the page, free of secrets. */
  details?: Record<string, unknown>;
}

/**
 * The error for a code.
 * @param service the name shown to the listener, such as "Spotify"
 */
export function serviceError(
  code: ServiceErrorCode,
  service: string,
  { cause, message, details }: ServiceErrorOptions = {},
): MoodSyncError {
  const { kind, sentence } = MEANINGS[code];
  return new MoodSyncError(code, message ?? sentence(service), {
    kind,
    details: { service, ...details },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Codes that OpenSSL and Node give to certificates they do not trust. */
const CERTIFICATE_CODE =
  /^(CERT_|ERR_TLS_CERT|ERR_SSL|UNABLE_TO_(VERIFY|GET_ISSUER|GET_CRL|DECRYPT)|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/**
 * What a rejected `fetch` means. The cause kept for the log is the code alone ("ECONNREFUSED"), since the text of such
 * errors may quote the address.
 */
export function toConnectionError(error: unknown, service: string): MoodSyncError {
  if (error instanceof MoodSyncError) return error;
  const code = deepestCode(error);
  const cause = code === null ? undefined : new Error(code);
  const isCertificate = code !== null && CERTIFICATE_CODE.test(code);
  return serviceError(isCertificate ? "service.bad-certificate" : "service.unreachable", service, {
    cause,
    ...(code === null ? {} : { details: { reason: code } }),
  });
}

function deepestCode(error: unknown): string | null {
  let found: string | null = null;
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") found = current.code;
    current = current instanceof AggregateError ? (current.errors[0] ?? current.cause) : current.cause;
  }
  return found;
}
