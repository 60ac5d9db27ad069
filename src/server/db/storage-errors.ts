/**
 * What a database failure means: SQLite's codes turned into the project's stable `storage.*` codes, in one place.
 * PostgreSQL's are in postgres/postgres-errors.ts.
 */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

export interface Meaning {
  code: string;
  kind: ErrorKind;
  message: string;
}

export const LOCKED: Meaning = {
  code: "storage.locked",
  kind: "unavailable",
  message: "The database is held by another program. Try again in a moment.",
};
export const FULL: Meaning = {
  code: "storage.full",
  kind: "storage-full",
  message: "The disk is full: nothing more can be kept until there is room.",
};
const UNWRITABLE: Meaning = {
  code: "storage.unwritable",
  kind: "unavailable",
  message: "The database cannot be opened or written to. Check the data folder's permissions.",
};
const CORRUPT: Meaning = {
  code: "storage.corrupt",
  kind: "internal",
  message: "The database file is damaged or is not a MoodSync database.",
};
export const CONSTRAINT: Meaning = {
  code: "storage.constraint",
  kind: "conflict",
  message: "The change contradicts what is already stored.",
};
export const FAILED: Meaning = {
  code: "storage.failed",
  kind: "internal",
  message: "The database could not do what was asked of it.",
};

/** By the start of SQLite's extended result code; the first that fits wins. */
const MEANINGS: readonly [prefix: string, meaning: Meaning][] = [
  ["SQLITE_BUSY", LOCKED],
  ["SQLITE_LOCKED", LOCKED],
  ["SQLITE_FULL", FULL],
  ["SQLITE_READONLY", UNWRITABLE],
  ["SQLITE_CANTOPEN", UNWRITABLE],
  ["SQLITE_PERM", UNWRITABLE],
  ["SQLITE_CORRUPT", CORRUPT],
  ["SQLITE_NOTADB", CORRUPT],
  ["SQLITE_CONSTRAINT", CONSTRAINT],
];

/** Whether the same may succeed later without anybody doing anything: a lock that passes, a database server that comes back. */
export function storagePasses(error: unknown): boolean {
  return error instanceof MoodSyncError && (error.code === "storage.locked" || error.code === "storage.unreachable");
}

/** Whether another process's lock, which passes, is the reason. */
export function isLocked(error: unknown): boolean {
  return meaningOf(error) === LOCKED;
}

/** The error to raise for a failure inside the database; a MoodSyncError is returned as it is. */
export function toStorageError(error: unknown): MoodSyncError {
  if (error instanceof MoodSyncError) return error;
  const { code, kind, message } = meaningOf(error);
  return new MoodSyncError(code, message, { kind, cause: error });
}

function meaningOf(error: unknown): Meaning {
  const text = sqliteCode(error);
  return MEANINGS.find(([prefix]) => text.startsWith(prefix))?.[1] ?? FAILED;
}

function sqliteCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  // An open that fails has no code, only SQLite's sentence.
  if (error.message.includes("unable to open database file")) return "SQLITE_CANTOPEN";
  return "";
}
