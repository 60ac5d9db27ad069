/**
 * The messages between the page and the face worker. One request is answered by one reply with the same `id`.
 * Pictures are transferred, never copied; whoever holds one last closes it.
 */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";
import type { FrameTimings } from "../../inference/face-reader.ts";
import type { FaceReading } from "../../inference/face-reading.ts";

/** A camera frame or a photo on its way to the worker; both kinds are transferable. */
export type Picture = ImageBitmap | VideoFrame;

/** What the page asks of the worker. `reset` starts a new camera session: faces get new ids. */
export type FaceWorkerRequest =
  | { kind: "load"; id: number }
  | { kind: "frame"; id: number; picture: Picture; timestampMs: number }
  | { kind: "photo"; id: number; picture: Picture }
  | { kind: "reset"; id: number };

/** Faces of one picture, in pixels of the analysed picture (`width` x `height`). */
export interface PictureReading {
  faces: readonly FaceReading[];
  width: number;
  height: number;
  /** When the frame was grabbed, on the page's monotonic clock; 0 for a photo. */
  timestampMs: number;
  /** Drawing and reading back the pixels, in ms. */
  pixelsMs: number;
  timings: FrameTimings;
}

/** What it took to get ready. */
export interface LoadReport {
  /** From the worker's start to a reader that answers. */
  loadMs: number;
  /** Threads that the WASM engine may use. */
  threads: number;
}

/** An error as it crosses: MoodSyncError's fields, or those of an unforeseen one under `face-worker.failed`. */
export interface CrossedError {
  code: string;
  message: string;
  errorKind: ErrorKind;
}

export type FaceWorkerReply =
  | { kind: "ready"; id: number; report: LoadReport }
  | { kind: "faces"; id: number; reading: PictureReading }
  | { kind: "done"; id: number }
  | { kind: "failed"; id: number; error: CrossedError };

/** Packs any thrown value so that its code survives the crossing. */
export function packError(thrown: unknown): CrossedError {
  if (thrown instanceof MoodSyncError) {
    return { code: thrown.code, message: thrown.message, errorKind: thrown.kind };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "face-worker.failed", message, errorKind: "internal" };
}

/** The error on this side of the crossing. */
export function unpackError(error: CrossedError): MoodSyncError {
  return new MoodSyncError(error.code, error.message, { kind: error.errorKind });
}

const REPLY_KINDS: readonly string[] = ["ready", "faces", "done", "failed"] satisfies FaceWorkerReply["kind"][];

/** Whether a message is one of the worker's replies; the engine's own threads may speak on the same port. */
export function isFaceWorkerReply(message: unknown): message is FaceWorkerReply {
  if (typeof message !== "object" || message === null) return false;
  const { kind, id } = message as { kind?: unknown; id?: unknown };
  return typeof kind === "string" && REPLY_KINDS.includes(kind) && typeof id === "number";
}
