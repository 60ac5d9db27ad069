/** What the analysis pool and its workers say to each other, and how an error crosses from one thread to the other. */
import { type ErrorKind, MoodSyncError } from "../../core/errors.ts";
import { analysisFailed } from "./audio-errors.ts";
import type { DecoderChoice } from "./decode/decode-audio.ts";
import type { MeasuredSound } from "./measured-sound.ts";

export type ToWorker = { type: "analyse"; absolutePath: string; decoder: DecoderChoice } | { type: "abort" };

export type FromWorker =
  | { type: "ready" }
  | { type: "done"; features: MeasuredSound }
  | { type: "failed"; error: WireError };

interface WireError {
  code: string;
  message: string;
  kind: ErrorKind;
}

/** An error as plain data; what is no `MoodSyncError` becomes `audio.analysis-failed`. */
export function toWire(error: unknown): WireError {
  const known = error instanceof MoodSyncError ? error : analysisFailed(error);
  return { code: known.code, message: known.message, kind: known.kind };
}

export function fromWire({ code, message, kind }: WireError): MoodSyncError {
  return new MoodSyncError(code, message, { kind });
}
