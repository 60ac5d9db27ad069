/**
 * Live music: composed as it is heard, in the mood that the music follows, until it is stopped. Joins the supply of bars,
 * the player of bars and the stage; what the listener sees of it is one store.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PieceMood } from "../../core/composition/piece.ts";
import { claimAudio, releaseAudio } from "../playback/audio-focus.ts";
import { type BarPlayer, createBarPlayer, type NoteInTime } from "./bar-player.ts";
import { type BarSupply, createBarSupply, type SuppliedBar } from "./bar-supply.ts";
import type { ComposerClient } from "./composer-client.ts";
import type { LiveBar } from "./composer-protocol.ts";
import type { Stage } from "./stage.ts";

/** The name under which live music claims the loudspeaker. */
export const LIVE = "live composing";

/** `blocked`: the browser waits for a press. `loading`: on its way to the first sound. */
export type LiveStatus = "idle" | "loading" | "playing" | "paused" | "blocked" | "failed";

export interface LiveState {
  status: LiveStatus;
  /** The mood of the latest bar handed on; null before the first. */
  mood: PieceMood | null;
  /** Where the music is bending to. */
  target: PieceMood | null;
  /** Tempo of that bar. */
  bpm: number | null;
  /** How many bars were handed on. */
  bars: number;
  /** The last few bars handed on, for the piano roll. */
  recent: readonly LiveBar[];
  /** What is composed beyond them, and taken back when the mood changes. */
  ahead: readonly LiveBar[];
  /** Bars that were not there when their time came. */
  starvations: number;
  /** From the press to the first note, in ms; null before it. */
  firstSoundMs: number | null;
  /** The slowest bar so far, in ms of composing. */
  slowestBarMs: number;
  seed: number | null;
  /** What went wrong, to be explained. */
  problem: unknown;

  /** Composes the opening before it is asked for, so that `play` sounds at once. */
  standBy: () => void;
  /** Begins, or goes on after a pause. Call it in the listener's press. */
  play: () => void;
  pause: () => void;
  toggle: () => void;
  /** Another tune in the same mood. */
  another: () => void;
  /** Ends it; the next `play` begins anew. */
  end: () => void;
  /** The music should bend to this mood; also before it begins. */
  follow: (mood: PieceMood) => void;
}

export interface LiveParts {
  composer: ComposerClient;
  stage: Stage;
  /** Milliseconds on a monotonic clock. */
  nowMs: () => number;
  newSeed: () => number;
  isHidden: () => boolean;
  setTimer: (callback: () => void, ms: number) => number;
  clearTimer: (timer: number) => void;
}

/** Bars that the piano roll may still show. */
const RECENT_BARS = 6;
const NEUTRAL: PieceMood = { emotion: "neutral", valence: 0, arousal: 0 };

interface Run {
  seed: number;
  supply: BarSupply;
  player: BarPlayer;
  pressedAtMs: number;
}

class LiveSession {
  readonly store: StoreApi<LiveState>;
  readonly #parts: LiveParts;
  #run: Run | null = null;
  /** An opening that waits to be played. */
  #waiting: Run | null = null;
  /** Grows with every start and end, so that what was waited for in vain is forgotten. */
  #turn = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.store = createStore<LiveState>(() => ({
      status: "idle",
      mood: null,
      target: null,
      bpm: null,
      bars: 0,
      recent: [],
      ahead: [],
      starvations: 0,
      firstSoundMs: null,
      slowestBarMs: 0,
      seed: null,
      problem: null,
      standBy: () => this.#standBy(),
      play: () => void this.#play(),
      pause: () => this.#pause(),
      toggle: () => (["playing", "loading"].includes(this.#status) ? this.#pause() : void this.#play()),
      another: () => this.#another(),
      end: () => this.#end("idle", null),
      follow: (mood) => this.#follow(mood),
    }));
    parts.stage.onRunning((running) => this.#stageChanged(running));
  }

  get #status(): LiveStatus {
    return this.store.getState().status;
  }

  async #play(): Promise<void> {
    const { stage } = this.#parts;
    const pressedAtMs = this.#parts.nowMs();
    const turn = ++this.#turn;
    claimAudio(LIVE, () => this.#end("idle", null));
    // Before anything is waited for: the browser allows sound within the press itself.
    const resumed = stage.resume();
    if (this.#run === null) this.#begin(pressedAtMs);
    this.store.setState({ status: "loading", problem: null });
    try {
      const [running] = await Promise.all([resumed, stage.prepare()]);
      if (turn !== this.#turn) return;
      if (running) this.#sound();
      else this.store.setState({ status: "blocked" });
    } catch (error) {
      if (turn === this.#turn) this.#end("failed", error);
    }
  }

  #standBy(): void {
    if (this.#run === null) this.#waiting ??= this.#newRun();
  }

  /** Takes a run; it sounds once the stage is there. */
  #begin(pressedAtMs: number): void {
    const run = this.#waiting ?? this.#newRun();
    this.#waiting = null;
    this.#run = run;
    run.pressedAtMs = pressedAtMs;
    this.store.setState(({ target }) => ({
      mood: null,
      target: target ?? NEUTRAL,
      bpm: null,
      bars: 0,
      recent: [],
      starvations: 0,
      firstSoundMs: null,
      slowestBarMs: 0,
      seed: run.seed,
    }));
  }

  /** Makes a run and lets it compose. */
  #newRun(): Run {
    const { composer, stage, newSeed, isHidden, setTimer, clearTimer } = this.#parts;
    const seed = newSeed();
    const supply = createBarSupply({
      composer,
      seed,
      mood: this.store.getState().target ?? NEUTRAL,
      onTaken: (taken) => this.#taken(taken),
      onReserve: () => {
        if (this.#run?.supply === supply) this.#tellAhead();
      },
      onFailed: (error) => {
        // What fails before it is asked for is met again, and told, then.
        if (this.#waiting?.supply === supply) this.#waiting = null;
        else if (this.#run?.supply === supply) this.#end("failed", error);
      },
    });
    const player = createBarPlayer({
      now: stage.now,
      sink: { schedule: (notes, barAtS) => this.#handOn(notes, barAtS) },
      take: () => supply.take(),
      isHidden,
      setTimer,
      clearTimer,
    });
    supply.start();
    return { seed, supply, player, pressedAtMs: 0 };
  }

  #sound(): void {
    if (this.#run === null) return;
    this.#run.player.start();
    if (this.store.getState().bars > 0) this.store.setState({ status: "playing" });
  }

  #taken({ bar, mood }: SuppliedBar): void {
    this.store.setState(({ bars, recent, slowestBarMs }) => ({
      mood,
      bpm: bar.bpm,
      bars: bars + 1,
      recent: [...recent, bar].slice(-RECENT_BARS),
      slowestBarMs: Math.max(slowestBarMs, bar.composeMs),
    }));
  }

  #tellAhead(): void {
    this.store.setState({ ahead: this.#run?.supply.reserve().map(({ bar }) => bar) ?? [] });
  }

  /** A bar goes to the synthesiser, to begin at `barAtS`. */
  #handOn(notes: readonly NoteInTime[], barAtS: number): void {
    const { stage, nowMs } = this.#parts;
    const run = this.#run;
    const { mood, firstSoundMs } = this.store.getState();
    if (run === null) return;
    if (mood !== null) stage.useEnsemble(mood, barAtS);
    stage.schedule(notes);
    this.#tellAhead();
    const soundsInMs = (barAtS - stage.now()) * 1000;
    this.store.setState({
      status: "playing",
      starvations: run.player.starvations(),
      firstSoundMs: firstSoundMs ?? nowMs() + soundsInMs - run.pressedAtMs,
    });
  }

  #pause(): void {
    if (this.#run === null || this.#status === "paused") return;
    this.#turn += 1;
    this.#run.player.stop();
    this.store.setState({ status: "paused" });
    void this.#parts.stage.suspend();
  }

  #another(): void {
    this.#drop();
    void this.#play();
  }

  /** Forgets the run and silences it. */
  #drop(): void {
    this.#run?.player.stop();
    this.#run?.supply.stop();
    this.#run = null;
    this.#parts.stage.silence();
  }

  #end(status: "idle" | "failed", problem: unknown): void {
    if (this.#run === null && this.#status === status) return;
    this.#turn += 1;
    this.#drop();
    void this.#parts.stage.suspend();
    this.store.setState({ status, problem, mood: null, bpm: null, recent: [], ahead: [] });
    releaseAudio(LIVE);
  }

  #follow(mood: PieceMood): void {
    this.store.setState({ target: mood });
    if (this.#run !== null) this.#run.supply.bendTo(mood, this.#run.player.handedOn());
    this.#waiting?.supply.bendTo(mood, 0);
  }

  /** The browser let the sound begin after a press elsewhere, or took it away (a telephone call). */
  #stageChanged(running: boolean): void {
    if (running && this.#status === "blocked") {
      this.store.setState({ status: "loading" });
      this.#sound();
    } else if (!running && this.#status === "playing") {
      this.#run?.player.stop();
      this.store.setState({ status: "paused" });
    }
  }

  /** Ticks from the start of the music to what is heard now. */
  positionTicks(): number | null {
    return this.#run?.player.positionTicks() ?? null;
  }
}

export interface Live {
  store: StoreApi<LiveState>;
  /** Ticks from the start of the music to what is heard now; null while nothing is. */
  positionTicks: () => number | null;
}

/** Live music over the parts given; its store holds state and actions alike. */
export function createLiveSession(parts: LiveParts): Live {
  const session = new LiveSession(parts);
  return { store: session.store, positionTicks: () => session.positionTicks() };
}
