/** How failures become exit codes; the only place where that is decided. */
import { MoodSyncError, type ErrorKind } from "../core/errors.ts";

/** Exit codes of every command, documented in the README and in `moodsync --help`. */
export const EXIT = {
  ok: 0,
  internal: 1,
  invalidInput: 2,
  notFound: 3,
  unavailable: 4,
  storageFull: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_KIND: Readonly<Record<ErrorKind, ExitCode>> = {
  "invalid-input": EXIT.invalidInput,
  "not-found": EXIT.notFound,
  conflict: EXIT.unavailable,
  forbidden: EXIT.invalidInput,
  "too-large": EXIT.invalidInput,
  unsupported: EXIT.invalidInput,
  unavailable: EXIT.unavailable,
  "storage-full": EXIT.storageFull,
  internal: EXIT.internal,
};

/** The exit code for a failure; anything that is not a `MoodSyncError` is an internal one. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof MoodSyncError ? BY_KIND[error.kind] : EXIT.internal;
}

/** What each code means, for `--help`. */
export const EXIT_CODE_HELP = `
Exit codes:
  0    done
  1    something went wrong inside MoodSync
  2    the arguments or the input cannot be used
  3    what was asked for is not there (a file, a folder, a face)
  4    busy or not reachable at the moment (another scan runs, the database is locked)
  5    the disk is full
  130  interrupted by Ctrl-C`;
