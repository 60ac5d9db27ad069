/** What the composing thread and the server say to each other, and how an error crosses from one to the other. */
import type { ComposeRequest } from "../../core/composition/compose-request.ts";
import type { Piece } from "../../core/composition/piece.ts";
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

export type ComposingTask =
  | { type: "compose"; request: ComposeRequest }
  | { type: "render"; piece: Piece; title: string };

export type ToComposingThread = ComposingTask | { type: "abort" };

export type FromComposingThread =
  | { type: "composed"; piece: Piece }
  | { type: "rendered"; wav: Uint8Array<ArrayBuffer> }
  | { type: "failed"; error: WireError };

export interface WireError {
  code: string;
  message: string;
  kind: ErrorKind;
  details?: Record<string, unknown> | undefined;
}

/** What a thread of its own is told when it starts. */
export interface ThreadSettings {
  /** Folder of the composer, as a URL. */
  model: string;
  /** Steps down in the system's priority, 0..19. */
  niceness: number;
}

/** An error as plain data; what is no MoodSyncError becomes `composing.failed`. */
export function toWire(error: unknown): WireError {
  const known = error instanceof MoodSyncError ? error : composingFailed(error);
  return { code: known.code, message: known.message, kind: known.kind, details: known.details };
}

export function fromWire({ code, message, kind, details }: WireError): MoodSyncError {
  return new MoodSyncError(code, message, details ? { kind, details } : { kind });
}

export function composingFailed(cause?: unknown): MoodSyncError {
  return new MoodSyncError("composing.failed", "The composing broke off.", { kind: "internal", cause });
}
