/** The worker thread's side of the analysis pool: one file at a time, an abort at any time, errors as data. */
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { analyseFile } from "./analyse-file.ts";
import { type FromWorker, type ToWorker, toWire } from "./analysis-messages.ts";

/** Steps down in the system's priority: whoever plays or browses goes first, an idle machine gives the scan all the same. */
const NICENESS = 10;
// On Linux a thread has a priority of its own, which ffmpeg inherits from it; elsewhere this would slow the whole server.
if (process.platform === "linux") setPriority(0, NICENESS);

const port = parentPort;
if (port === null) throw new Error("analysis-worker runs in a worker thread only");
const send = (message: FromWorker): void => port.postMessage(message);

let current = new AbortController();

port.on("message", (message: ToWorker) => {
  if (message.type === "abort") {
    current.abort();
    return;
  }
  current = new AbortController();
  analyseFile(message.absolutePath, { signal: current.signal, decoder: message.decoder })
    .then((features) => send({ type: "done", features }))
    .catch((error: unknown) => send({ type: "failed", error: toWire(error) }));
});

send({ type: "ready" });
