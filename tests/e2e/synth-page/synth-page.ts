/** A bare page around the live synthesiser, for live-synth.test.ts: starts it, and records all that comes out. */
import type { PieceMood } from "../../../src/core/composition/piece.ts";
import { createWebSynth, type ScheduledNote, type WebSynth } from "../../../src/synthesis/web.ts";

export interface Recording {
  sampleRate: number;
  /** Time of the first sample on the audio clock. */
  startTime: number;
  /** 32-bit floats, little-endian, in base64: lists of numbers would take the browser's line to the test ten times as long. */
  left: string;
  right: string;
}

export interface SynthPage {
  /** Loads and warms up; records from then on. @returns seconds that it took, and the state that the context is in */
  load(): Promise<{ seconds: number; state: string }>;
  resume(): Promise<void>;
  /** Schedules notes whose times count from now, after choosing the mood's instruments. @returns now, on the audio clock */
  play(notes: readonly ScheduledNote[], mood?: PieceMood): number;
  setMood(mood: PieceMood, inSeconds: number): void;
  cancelFrom(inSeconds: number): void;
  stop(): Promise<number>;
  /** What was recorded since the last time this was asked, or since it was forgotten. */
  take(): Recording;
  forget(): void;
  now(): number;
}

declare global {
  interface Window {
    synthPage: SynthPage;
  }
}

interface Stretch {
  startTime: number;
  left: Float32Array[];
  right: Float32Array[];
}

const context = new AudioContext({ sampleRate: 44_100 });
let synth: WebSynth | null = null;
let stretches: Stretch[] = [];

function loaded(): WebSynth {
  if (synth === null) throw new Error("not loaded");
  return synth;
}

/** @returns base64 */
function packed(blocks: readonly Float32Array[]): string {
  let text = "";
  for (const block of blocks) text += String.fromCharCode(...new Uint8Array(block.buffer));
  return btoa(text);
}

window.synthPage = {
  async load() {
    const startedMs = performance.now();
    const created = await createWebSynth(context);
    synth = created;
    const seconds = (performance.now() - startedMs) / 1000;
    await context.audioWorklet.addModule("/recorder.js");
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 1, channelCount: 2 });
    recorder.port.addEventListener("message", ({ data }: MessageEvent<Stretch>) => stretches.push(data));
    recorder.port.start();
    created.output.connect(recorder).connect(context.destination);
    created.output.connect(context.destination);
    return { seconds, state: context.state };
  },
  resume: () => context.resume(),
  play(notes, mood) {
    const now = context.currentTime;
    if (mood !== undefined) loaded().setMood(mood);
    loaded().schedule(notes.map((note) => ({ ...note, startTime: note.startTime + now })));
    return now;
  },
  setMood: (mood, inSeconds) => loaded().setMood(mood, context.currentTime + inSeconds),
  cancelFrom: (inSeconds) => loaded().cancelFrom(context.currentTime + inSeconds),
  async stop() {
    const now = context.currentTime;
    await loaded().stop();
    return now;
  },
  take() {
    const taken = stretches;
    stretches = [];
    return {
      sampleRate: context.sampleRate,
      startTime: taken[0]?.startTime ?? context.currentTime,
      left: packed(taken.flatMap(({ left }) => left)),
      right: packed(taken.flatMap(({ right }) => right)),
    };
  },
  forget() {
    stretches = [];
  },
  now: () => context.currentTime,
};
