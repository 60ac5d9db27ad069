/** The composing thread's side: one task at a time, an abort at any time, errors as data. */
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import {
  toWire,
  type ComposingTask,
  type FromComposingThread,
  type ThreadSettings,
  type ToComposingThread,
} from "./composing-messages.ts";
import { createComposingWork } from "./composing-work.ts";

const port = parentPort;
if (port === null) throw new Error("composing-worker runs in a worker thread only");
const { model, niceness }: ThreadSettings = workerData;

// On Linux a thread has a priority of its own; elsewhere this would slow the whole server.
if (process.platform === "linux" && niceness > 0) setPriority(0, niceness);

const work = createComposingWork(new URL(model));
let current = new AbortController();

async function perform(task: ComposingTask): Promise<FromComposingThread> {
  const { signal } = (current = new AbortController());
  try {
    if (task.type === "compose") return { type: "composed", piece: await work.compose(task.request, signal) };
    return { type: "rendered", wav: await work.render(task.piece, task.title, signal) };
  } catch (error) {
    return { type: "failed", error: toWire(error) };
  }
}

async function answer(task: ComposingTask): Promise<void> {
  const outcome = await perform(task);
  port?.postMessage(outcome, outcome.type === "rendered" ? [outcome.wav.buffer] : []);
}

port.on("message", (message: ToComposingThread) => {
  if (message.type === "abort") {
    current.abort();
    return;
  }
  void answer(message);
});
