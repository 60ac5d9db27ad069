/** What a failure of PostgreSQL, or of the way to it, means: SQLSTATE and socket codes turned into `storage.*` codes. */
import { MoodSyncError } from "../../../core/errors.ts";
import { CONSTRAINT, FAILED, FULL, LOCKED, type Meaning } from "../storage-errors.ts";

const UNREACHABLE: Meaning = {
  code: "storage.unreachable",
  kind: "unavailable",
  message: "The database server cannot be reached at the moment. Try again in a moment.",
};
const REFUSED: Meaning = {
  code: "storage.refused",
  kind: "unavailable",
  message: "The database server refuses the sign-in. Check the user, the password and pg_hba.conf for DATABASE_URL.",
};
const UNKNOWN_DATABASE: Meaning = {
  code: "storage.unknown-database",
  kind: "unavailable",
  message: "The database server has no database of the name in DATABASE_URL. Create it first (createdb).",
};
const BAD_CERTIFICATE: Meaning = {
  code: "storage.bad-certificate",
  kind: "unavailable",
  message: "The database server's certificate cannot be trusted. Name its authority with sslrootcert in DATABASE_URL.",
};
const UNWRITABLE: Meaning = {
  code: "storage.unwritable",
  kind: "unavailable",
  message: "The database may be read but not written to: a replica, or a user without the right.",
};
const TOO_SLOW: Meaning = {
  code: "storage.too-slow",
  kind: "unavailable",
  message: "The database took too long to answer and was stopped.",
};
const TOO_LONG: Meaning = {
  code: "storage.too-long",
  kind: "too-large",
  message: "A text is too long for the database to keep in order.",
};
const CORRUPT: Meaning = {
  code: "storage.corrupt",
  kind: "internal",
  message: "The database server reports damaged data.",
};

/** By the start of the SQLSTATE (PostgreSQL 15, appendix A); the first that fits wins. */
const BY_SQLSTATE: readonly [prefix: string, meaning: Meaning][] = [
  // Serialisation failure, deadlock, a lock that may not be waited for.
  ["40", LOCKED],
  ["55P03", LOCKED],
  ["53100", FULL],
  ["53300", UNREACHABLE],
  ["57014", TOO_SLOW],
  ["57P", UNREACHABLE],
  ["25P03", UNREACHABLE],
  ["08", UNREACHABLE],
  ["28", REFUSED],
  ["3D000", UNKNOWN_DATABASE],
  ["42501", UNWRITABLE],
  ["25006", UNWRITABLE],
  ["23", CONSTRAINT],
  ["54000", TOO_LONG],
  ["XX001", CORRUPT],
  ["XX002", CORRUPT],
];

const BY_SOCKET_CODE: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  ECONNABORTED: UNREACHABLE,
  EPIPE: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  // A Unix socket that is not there.
  ENOENT: UNREACHABLE,
  DEPTH_ZERO_SELF_SIGNED_CERT: BAD_CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: BAD_CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: BAD_CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: BAD_CERTIFICATE,
  CERT_HAS_EXPIRED: BAD_CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: BAD_CERTIFICATE,
};

/** `pg` has no code for these. */
const LOST_CONNECTION = /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed/;

/** The error to raise for a failure of the database; a MoodSyncError is returned as it is. */
export function toPostgresError(error: unknown): MoodSyncError {
  if (error instanceof MoodSyncError) return error;
  const { code, kind, message } = meaningOf(error);
  return new MoodSyncError(code, message, { kind, cause: error });
}

/** Whether the server undid the work only because of what others did at the same time: it may be tried again at once. */
export function wasUndoneByOthers(error: unknown): boolean {
  const cause = error instanceof MoodSyncError ? error.cause : error;
  const code = codeOf(cause);
  return code === "40001" || code === "40P01";
}

function meaningOf(error: unknown): Meaning {
  const code = codeOf(error);
  const bySocket = BY_SOCKET_CODE[code];
  if (bySocket) return bySocket;
  const byState = /^[0-9A-Z]{5}$/.test(code) ? BY_SQLSTATE.find(([prefix]) => code.startsWith(prefix)) : undefined;
  if (byState) return byState[1];
  if (error instanceof AggregateError && error.errors.length > 0) return meaningOf(error.errors[0]);
  if (error instanceof Error && LOST_CONNECTION.test(error.message)) return UNREACHABLE;
  if (error instanceof Error && /does not support SSL/.test(error.message)) return BAD_CERTIFICATE;
  return FAILED;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
