/** Reads a file to be imported without holding up other requests: a large one in a thread of its own. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { MoodSyncError } from "../../core/errors.ts";
import { compactImport, type CompactImport } from "./compact-import.ts";
import type { ImportAnswer, ImportWork } from "./import-worker.ts";
import { readImport } from "./read-import.ts";

/** Read within some tens of milliseconds, less than a thread takes to start. */
const SMALL_BYTES = 256 * 1024;
/** A file of the largest size takes about a third of it. */
const MOST_MEMORY_MB = 1536;

/**
 * Reads a file; `bytes` may be moved away and must not be used afterwards.
 * @throws MoodSyncError as `readImport` does, `import.too-large` where the file does not fit into memory
 */
export async function readImportApart(bytes: Uint8Array, name: string, nowMs: number): Promise<CompactImport> {
  const url = workerUrl();
  if (bytes.length <= SMALL_BYTES || !existsSync(url)) return compactImport(readImport(bytes, name, nowMs));
  const answer = await askWorker(url, { bytes, name, nowMs });
  if ("file" in answer) return answer.file;
  const { code, message, kind } = answer.problem;
  throw new MoodSyncError(code, message, { kind });
}

/** The worker in the build, found from the sources and from the build alike. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "../../../dist/server/exchange/import-worker.js" : "./import-worker.js", import.meta.url);
}

function askWorker(url: URL, work: ImportWork): Promise<ImportAnswer> {
  const worker = new Worker(url, {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error) => reject(isOutOfMemory(error) ? tooLarge(error) : error));
    worker.once("exit", () => reject(new Error("the thread that reads the file ended without an answer")));
  });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function tooLarge(cause: unknown): MoodSyncError {
  const message = "The file is too large to be read at once. Divide it, and import its parts one after the other.";
  return new MoodSyncError("import.too-large", message, { kind: "too-large", cause });
}
