/**
 * The worker in which music is composed: loads the composer's model and the WASM engine from our own server, then answers
 * one request at a time. What is asked, and when, is the page's business (composer-client.ts).
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { Composer } from "../../inference/composer.ts";
import type { LiveMusic } from "../../inference/live-music.ts";
import { loadComposer } from "../../inference/load-model.ts";
import { createWebRuntime } from "../../inference/runtimes/web.ts";
import { fetchModelFiles } from "../capture/face-model-files.ts";
import { packError } from "./composer-protocol.ts";
import type { ComposerReply, ComposerRequest } from "./composer-protocol.ts";

const WASM_PATHS = { mjs: "/runtime/ort-wasm-simd-threaded.mjs", wasm: "/runtime/ort-wasm-simd-threaded.wasm" };

let loading: Promise<Composer> | null = null;
let live: LiveMusic | null = null;
/** Pieces that are being composed or wait for their turn, by request. */
const pieces = new Map<number, AbortController>();

type Asked<Kind extends ComposerRequest["kind"]> = Extract<ComposerRequest, { kind: Kind }>;

async function loaded(): Promise<Composer> {
  // One step of the network is too small to be shared out among threads.
  const runtime = createWebRuntime({ wasmPaths: WASM_PATHS, numThreads: 1 });
  const fresh = await loadComposer(runtime, await fetchModelFiles("composer", "composer"));
  // The engine's first runs take many times as long as the next: better now than in the listener's press.
  await fresh.live(0).bar(0, { valence: 0, arousal: 0 });
  return fresh;
}

function composer(): Promise<Composer> {
  loading ??= loaded().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function say(what: ComposerReply): void {
  // The second argument is a worker's transfer list, where a window has a target origin.
  globalThis.postMessage(what, { transfer: [] });
}

async function barOf({ id, index, mood }: Asked<"bar">): Promise<ComposerReply> {
  if (live === null) throw new MoodSyncError("composer.failed", "No music has begun.");
  const startedAtMs = performance.now();
  const { startTicks, bpm, notes } = await live.bar(index, mood);
  return { kind: "bar", id, bar: { index, startTicks, bpm, notes, composeMs: performance.now() - startedAtMs } };
}

async function pieceOf({ id, mood, bars, seed }: Asked<"piece">): Promise<ComposerReply> {
  const signal = pieces.get(id)?.signal ?? AbortSignal.abort();
  try {
    const ready = await composer();
    const startedAtMs = performance.now();
    const piece = await ready.compose(
      { mood, bars, seed },
      { signal, onBar: ({ index }) => say({ kind: "progress", id, bars: index + 1 }) },
    );
    return { kind: "piece", id, piece, composeMs: performance.now() - startedAtMs };
  } finally {
    pieces.delete(id);
  }
}

async function answer(request: ComposerRequest): Promise<ComposerReply> {
  const { id } = request;
  if (request.kind === "bar") return barOf(request);
  if (request.kind === "piece") return pieceOf(request);
  const startedAtMs = performance.now();
  const ready = await composer();
  if (request.kind === "begin") {
    live = ready.live(request.seed);
    return { kind: "begun", id };
  }
  return { kind: "ready", id, report: { loadMs: performance.now() - startedAtMs } };
}

async function reply(request: ComposerRequest): Promise<void> {
  say(
    await answer(request).catch((error: unknown): ComposerReply => ({
      kind: "failed",
      id: request.id,
      error: packError(error),
    })),
  );
}

let previous: Promise<void> = Promise.resolve();
globalThis.addEventListener("message", ({ data }: MessageEvent<ComposerRequest>) => {
  if (data.kind === "cancel") {
    pieces.get(data.id)?.abort(new MoodSyncError("composer.cancelled", "Composing was stopped."));
    return;
  }
  if (data.kind === "piece") pieces.set(data.id, new AbortController());
  previous = previous.then(() => reply(data));
});
