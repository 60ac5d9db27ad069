/** Reads one file to be imported in a thread of its own, and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { MoodSyncError } from "../../core/errors.ts";
import { compactImport, type CompactImport } from "./compact-import.ts";
import { readImport } from "./read-import.ts";

export interface ImportWork {
  bytes: Uint8Array;
  name: string;
  nowMs: number;
}

export type ImportAnswer =
  | { file: CompactImport }
  | { problem: { code: string; message: string; kind: MoodSyncError["kind"] } };

function answer({ bytes, name, nowMs }: ImportWork): ImportAnswer {
  try {
    return { file: compactImport(readImport(bytes, name, nowMs)) };
  } catch (error) {
    if (!(error instanceof MoodSyncError)) throw error;
    return { problem: { code: error.code, message: error.message, kind: error.kind } };
  }
}

const port = parentPort;
if (port === null) throw new Error("import-worker runs in a worker thread only");
// The thread that starts this one gives nothing else.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
port.postMessage(answer(workerData as ImportWork));
