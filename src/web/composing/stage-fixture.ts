/** A stage without a loudspeaker whose clock the test turns, and a composer of its own, for the tests of this folder. */
import { type PieceMood, TICKS_PER_BAR } from "../../core/composition/piece.ts";
import type { NoteInTime } from "./bar-player.ts";
import type { ComposerClient } from "./composer-client.ts";
import type { LiveBar } from "./composer-protocol.ts";
import type { Stage } from "./stage.ts";

export interface SilentStage extends Stage {
  readonly heard: NoteInTime[];
  readonly ensembles: PieceMood[];
  /** How often it was silenced. */
  silenced: number;
  /** Whether time runs. */
  running: boolean;
  /** What the browser says to `resume`. */
  allowed: boolean;
  /** Makes `prepare` fail. */
  broken: Error | null;
  /** Lets the clock and the timers run, in steps of 20 ms. */
  run: (seconds: number) => Promise<void>;
  /** The browser starts or stops the sound by itself. */
  become: (running: boolean) => void;
  readonly timers: {
    setTimer: (callback: () => void, ms: number) => number;
    clearTimer: (timer: number) => void;
  };
}

/** More than any chain of promises in this folder is long. */
const MOST_TURNS = 40;

/** Everything that promises could still bring; nothing in the fakes waits for a timer. */
export async function settle(): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- turn by turn
  for (let turn = 0; turn < MOST_TURNS; turn++) await Promise.resolve();
}

export function silentStage(): SilentStage {
  const due = new Map<number, { atS: number; callback: () => void }>();
  const listeners = new Set<(running: boolean) => void>();
  let [atS, wallS, lastTimer] = [0, 0, 0];
  const stage: SilentStage = {
    heard: [],
    ensembles: [],
    silenced: 0,
    running: false,
    allowed: true,
    broken: null,
    prepare: async () => {
      if (stage.broken !== null) throw stage.broken;
    },
    async resume() {
      stage.running = stage.allowed;
      return stage.allowed;
    },
    async suspend() {
      stage.running = false;
    },
    silence() {
      stage.silenced += 1;
    },
    now: () => atS,
    heardAt: () => atS,
    schedule: (notes) => void stage.heard.push(...notes),
    useEnsemble: (mood) => void stage.ensembles.push(mood),
    setVolume: () => undefined,
    onRunning(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    async run(seconds) {
      for (const untilS = wallS + seconds; wallS < untilS - 1e-9;) {
        wallS += 0.02;
        if (stage.running) atS += 0.02;
        for (const [timer, { atS: dueS, callback }] of due) {
          if (dueS > wallS) continue;
          due.delete(timer);
          callback();
        }
        // oxlint-disable-next-line no-await-in-loop -- what one step brought comes before the next
        await settle();
      }
    },
    become(running) {
      stage.running = running;
      for (const changed of listeners) changed(running);
    },
    timers: {
      setTimer(callback, ms) {
        due.set(++lastTimer, { atS: wallS + ms / 1000, callback });
        return lastTimer;
      },
      clearTimer: (timer) => void due.delete(timer),
    },
  };
  return stage;
}

/** Composes at once: a note a bar, slower the quieter the mood. */
export function quickComposer(): ComposerClient & { seeds: number[]; failing: Error | null; moods: PieceMood[] } {
  const composer = {
    seeds: [] as number[],
    moods: [] as PieceMood[],
    failing: null as Error | null,
    load: async () => ({ loadMs: 0 }),
    async begin(seed: number) {
      composer.seeds.push(seed);
    },
    async bar(index: number, mood: PieceMood): Promise<LiveBar> {
      if (composer.failing !== null) throw composer.failing;
      composer.moods.push(mood);
      const startTicks = index * TICKS_PER_BAR;
      const note = { voice: "melody", pitch: 60, startTicks, durationTicks: 480, velocity: 80 } as const;
      return { index, startTicks, bpm: 120 + 60 * mood.arousal, notes: [note], composeMs: 7 };
    },
    piece: () => Promise.reject(new Error("not asked for here")),
    close: () => undefined,
  };
  return composer;
}
