/**
 * Where composed music sounds: one audio context with the synthesiser, made ready before it is needed, at the listener's
 * volume. What is played, and whose turn it is, is left to live-session.ts and piece-player.ts.
 */
import type { PieceMood } from "../../core/composition/piece.ts";
import type { NoteInTime } from "./bar-player.ts";

/** The part of the synthesiser that is used. */
export interface StageSynth {
  /** Notes at absolute times of the context, in seconds. */
  schedule: (notes: readonly NoteInTime[]) => void;
  /** Takes the instruments of a mood, from `atS` on. */
  useEnsemble: (mood: PieceMood, atS: number) => void;
  /** Ends what sounds and forgets what was scheduled. */
  stop: () => void;
  readonly output: AudioNode;
}

export interface Stage {
  /** Loads the synthesiser and its sounds; later calls give the same promise, unless the first failed. */
  prepare: () => Promise<void>;
  /** Lets time run. Resolves with false where the browser waits for a press of the listener. Call it in the press itself. */
  resume: () => Promise<boolean>;
  /** Fades out and lets time stand still; what was scheduled goes on with `resume`. */
  suspend: () => Promise<void>;
  /** Ends what sounds and forgets what was scheduled. */
  silence: () => void;
  /** Seconds on the audio clock. */
  now: () => number;
  /** What is heard now, on the audio clock: a little behind `now`, by the way to the loudspeaker. */
  heardAt: () => number;
  schedule: (notes: readonly NoteInTime[]) => void;
  useEnsemble: (mood: PieceMood, atS: number) => void;
  setVolume: (amplitude: number) => void;
  /** Tells when the browser itself stops or starts the sound (a call comes in). Returns how to stop telling. */
  onRunning: (changed: (running: boolean) => void) => () => void;
}

/** A context that has not started after this long waits for the listener. */
const BLOCKED_AFTER_MS = 600;
const FADE_S = 0.04;

/** Creates the stage; the context is made by the first `prepare` or `resume`. */
export function createStage(
  createContext: () => AudioContext,
  createSynth: (context: AudioContext) => Promise<StageSynth>,
): Stage {
  let made: { context: AudioContext; fader: GainNode; volume: GainNode } | null = null;
  let synth: StageSynth | null = null;
  let preparing: Promise<void> | null = null;
  let amplitude = 1;
  let suspending: number | null = null;
  const listeners = new Set<(running: boolean) => void>();

  function parts() {
    if (made !== null) return made;
    const context = createContext();
    const [fader, volume] = [context.createGain(), context.createGain()];
    volume.gain.value = amplitude;
    fader.connect(volume).connect(context.destination);
    context.addEventListener("statechange", () => {
      for (const changed of listeners) changed(context.state === "running");
    });
    made = { context, fader, volume };
    return made;
  }

  async function prepareOnce(): Promise<void> {
    try {
      const { context, fader } = parts();
      synth = await createSynth(context);
      synth.output.connect(fader);
    } catch (error) {
      preparing = null;
      throw error;
    }
  }

  function fadeTo(gain: number): void {
    const { context, fader } = parts();
    fader.gain.cancelScheduledValues(context.currentTime);
    fader.gain.setTargetAtTime(gain, context.currentTime, FADE_S / 4);
  }

  return {
    prepare: () => (preparing ??= prepareOnce()),
    async resume() {
      const { context } = parts();
      if (suspending !== null) window.clearTimeout(suspending);
      suspending = null;
      fadeTo(1);
      // Where the browser waits for a press this promise stays open.
      const running = context.resume().then(() => true);
      const waited = new Promise<boolean>((resolve) => {
        window.setTimeout(() => resolve(false), BLOCKED_AFTER_MS);
      });
      return (await Promise.race([running, waited])) || isRunning(context);
    },
    async suspend() {
      if (made === null || made.context.state !== "running") return;
      const { context } = made;
      fadeTo(0);
      await new Promise<void>((resolve) => {
        suspending = window.setTimeout(() => {
          suspending = null;
          resolve(context.suspend());
        }, FADE_S * 1000);
      });
    },
    silence: () => synth?.stop(),
    now: () => made?.context.currentTime ?? 0,
    heardAt: () => (made === null ? 0 : made.context.currentTime - (made.context.outputLatency || 0)),
    schedule: (notes) => synth?.schedule(notes),
    useEnsemble: (mood, atS) => synth?.useEnsemble(mood, atS),
    setVolume(next) {
      amplitude = next;
      if (made !== null) made.volume.gain.setTargetAtTime(next, made.context.currentTime, 0.015);
    },
    onRunning(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** Read anew: the state changes while one waits. */
function isRunning(context: AudioContext): boolean {
  return context.state === "running";
}
