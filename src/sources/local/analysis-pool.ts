/**
 * Analyses files side by side in worker threads: as many as there are cores less one, each file with its own time limit,
 * a crash or an endless loop costing that file and no other. Which files, and what becomes of the results, is the scan's.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { MoodSyncError } from "../../core/errors.ts";
import { analyseFile } from "./analyse-file.ts";
import { PooledWorker } from "./analysis-thread.ts";
import type { DecoderChoice } from "./decode/decode-audio.ts";
import type { MeasuredSound } from "./measured-sound.ts";

export interface AnalysisPoolOptions {
  /** Files at once; default one per core less one, at least one. */
  size?: number;
  /** The compiled worker; default the one beside this module, or the build's when this module runs uncompiled. */
  workerUrl?: URL;
  /** Default 90 s. */
  timeoutMs?: number;
  decoder?: DecoderChoice;
}

export interface AnalysisPool {
  /** How many files are analysed at once. */
  readonly size: number;
  /** Whether threads are used; without a compiled worker the analysis runs in this thread. */
  readonly usesThreads: boolean;
  /**
   * Analyses one file; more than `size` at once wait in line.
   * @throws MoodSyncError as `analyseFile` does, `audio.timeout`, `audio.analysis-failed`, `analysis.closed`; the abort reason.
   */
  analyse(absolutePath: string, options?: { signal?: AbortSignal | undefined }): Promise<MeasuredSound>;
  /** Stops all work, also work in progress. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 90_000;

/** The worker in the build, found from the sources and from the build alike. */
function defaultWorkerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "../../../dist/sources/local/analysis-worker.js" : "./analysis-worker.js", import.meta.url);
}

/** Starts a pool; threads are started with the first files. */
export function createAnalysisPool(options: AnalysisPoolOptions = {}): AnalysisPool {
  const size = Math.max(1, Math.floor(options.size ?? availableParallelism() - 1));
  const workerUrl = options.workerUrl ?? defaultWorkerUrl();
  const usesThreads = workerUrl.protocol !== "file:" || existsSync(workerUrl);
  const decoder = options.decoder ?? "auto";
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const closing = new AbortController();
  const idle: AnalysisWorker[] = Array.from({ length: size }, () =>
    usesThreads ? new PooledWorker({ workerUrl, decoder, timeoutMs }) : new InlineWorker(decoder),
  );
  const all = [...idle];
  const waiting: ((worker: AnalysisWorker) => void)[] = [];

  async function analyse(
    absolutePath: string,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<MeasuredSound> {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    stop.throwIfAborted();
    const worker = idle.pop() ?? (await turn(waiting, stop));
    try {
      return await worker.analyse(absolutePath, stop);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(worker);
      else next(worker);
    }
  }

  return {
    size,
    usesThreads,
    analyse,
    async close() {
      closing.abort(new MoodSyncError("analysis.closed", "The analysis was shut down.", { kind: "unavailable" }));
      await Promise.all(all.map((worker) => worker.close()));
    },
  };
}

interface AnalysisWorker {
  analyse(absolutePath: string, signal: AbortSignal): Promise<MeasuredSound>;
  close(): Promise<void>;
}

/** Resolves with a worker when one is handed on; rejects, and leaves the line, when aborted. */
function turn(waiting: ((worker: AnalysisWorker) => void)[], signal: AbortSignal): Promise<AnalysisWorker> {
  return new Promise((resolve, reject) => {
    const take = (worker: AnalysisWorker): void => {
      signal.removeEventListener("abort", leave);
      resolve(worker);
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(take), 1);
      reject(signal.reason);
    };
    waiting.push(take);
    signal.addEventListener("abort", leave, { once: true });
  });
}

/** Stands in for a thread where there is no compiled worker: the same work, in this thread, without a time limit. */
class InlineWorker implements AnalysisWorker {
  readonly #decoder: DecoderChoice;

  constructor(decoder: DecoderChoice) {
    this.#decoder = decoder;
  }

  analyse(absolutePath: string, signal: AbortSignal): Promise<MeasuredSound> {
    return analyseFile(absolutePath, { signal, decoder: this.#decoder });
  }

  async close(): Promise<void> {}
}
