/**
 * The one error type of the project: a stable code for machines and a sentence for people.
 * Mapping a code to an HTTP status (server) or an exit code (cli) is left to those layers.
 */

/** What went wrong, in broad terms; each layer maps a kind once (HTTP status, exit code). */
export type ErrorKind =
  | "invalid-input"
  | "not-found"
  | "conflict"
  | "forbidden"
  | "too-large"
  | "unsupported"
  | "unavailable"
  | "storage-full"
  | "internal";

export interface MoodSyncErrorOptions {
  /** Broad class of the failure; default `internal`. */
  kind?: ErrorKind;
  /** The error that led here, kept for the log, never shown to the listener. */
  cause?: unknown;
  /** Facts for the client, JSON-serialisable, free of private data. */
  details?: Record<string, unknown>;
}

/** An error with a stable, documented code such as `mood.unknown` or `audio.truncated`. */
export class MoodSyncError extends Error {
  override readonly name = "MoodSyncError";
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, message: string, options: MoodSyncErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = options.kind ?? "internal";
    this.details = options.details;
  }
}
