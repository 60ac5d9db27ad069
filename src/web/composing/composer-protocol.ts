/** The messages between the page and a composer worker. One request is answered by one last reply with the same `id`. */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";
import type { Piece, PieceMood } from "../../core/composition/piece.ts";
import type { BarInTicks } from "./timed-bar.ts";

/**
 * `begin` starts live music anew; `bar` asks for one bar of it, the next or one of the last few again, which forgets what
 * came after it. `piece` composes a whole piece and tells of every bar on the way, unless `cancel` with its
 * id comes, which has no answer of its own.
 */
export type ComposerRequest =
  | { kind: "load"; id: number }
  | { kind: "begin"; id: number; seed: number; mood: PieceMood }
  | { kind: "bar"; id: number; index: number; mood: PieceMood }
  | { kind: "piece"; id: number; mood: PieceMood; bars: number; seed: number }
  | { kind: "cancel"; id: number };

export interface LoadReport {
  /** From the request to a composer that answers. */
  loadMs: number;
}

/** A bar with what it took. */
export interface LiveBar extends BarInTicks {
  composeMs: number;
}

/** An error as it crosses: MoodSyncError's fields, or those of an unforeseen one under `composer.failed`. */
export interface CrossedError {
  code: string;
  message: string;
  errorKind: ErrorKind;
}

export type ComposerReply =
  | { kind: "ready"; id: number; report: LoadReport }
  | { kind: "begun"; id: number }
  | { kind: "bar"; id: number; bar: LiveBar }
  | { kind: "progress"; id: number; bars: number }
  | { kind: "piece"; id: number; piece: Piece; composeMs: number }
  | { kind: "failed"; id: number; error: CrossedError };

/** How many bars back `bar` may go. */
export const REWIND_BARS = 8;

/** Packs any thrown value so that its code survives the crossing. */
export function packError(thrown: unknown): CrossedError {
  if (thrown instanceof MoodSyncError) return { code: thrown.code, message: thrown.message, errorKind: thrown.kind };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "composer.failed", message, errorKind: "internal" };
}

/** The error on this side of the crossing. */
export function unpackError({ code, message, errorKind }: CrossedError): MoodSyncError {
  return new MoodSyncError(code, message, { kind: errorKind });
}

const REPLY_KINDS: readonly string[] = [
  "ready",
  "begun",
  "bar",
  "progress",
  "piece",
  "failed",
] satisfies ComposerReply["kind"][];

/** Whether a message is one of the worker's replies; the engine's own threads may speak on the same port. */
export function isComposerReply(message: unknown): message is ComposerReply {
  if (typeof message !== "object" || message === null) return false;
  const { kind, id } = message as { kind?: unknown; id?: unknown };
  return typeof kind === "string" && REPLY_KINDS.includes(kind) && typeof id === "number";
}
