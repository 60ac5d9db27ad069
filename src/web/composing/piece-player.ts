/**
 * Plays a whole piece on the stage, from any bar: a draft before it is kept, or a kept one with its piano roll.
 * Kept pieces as songs in the queue are the song player's.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Piece, pieceSeconds, secondsAt, TICKS_PER_BAR } from "../../core/composition/piece.ts";
import { claimAudio, releaseAudio } from "../playback/audio-focus.ts";
import { type BarPlayer, createBarPlayer } from "./bar-player.ts";
import type { LiveParts, LiveStatus } from "./live-session.ts";
import { ticksAt, type TimedBar, timedBars } from "./timed-bar.ts";

/** The name under which pieces claim the loudspeaker. */
export const PIECES = "piece";

export interface PiecePlayState {
  piece: Piece | null;
  status: LiveStatus;
  /** Of the bar line passed last. */
  positionMs: number;
  durationMs: number;
  problem: unknown;

  /** Puts a piece in front without playing it; null takes it away. */
  load: (piece: Piece | null) => void;
  /** From where it stands; from the start where it was heard to its end. Call it in the listener's press. */
  play: () => void;
  pause: () => void;
  toggle: () => void;
  /** To the bar that holds this position. */
  seek: (positionMs: number) => void;
}

export interface PiecePlayer {
  store: StoreApi<PiecePlayState>;
  /** Ticks from the start of the piece to what is heard now. */
  positionTicks: () => number;
}

type Parts = Pick<LiveParts, "stage" | "isHidden" | "setTimer" | "clearTimer">;

class PiecePlay {
  readonly store: StoreApi<PiecePlayState>;
  readonly #parts: Parts;
  #bars: TimedBar[] = [];
  #player: BarPlayer | null = null;
  /** Bars handed on so far, or to begin with. */
  #nextBar = 0;
  #turn = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.store = createStore<PiecePlayState>(() => ({
      piece: null,
      status: "idle",
      positionMs: 0,
      durationMs: 0,
      problem: null,
      load: (piece) => this.#load(piece),
      play: () => void this.#play(),
      pause: () => this.#pause(),
      toggle: () => (["playing", "loading"].includes(this.store.getState().status) ? this.#pause() : void this.#play()),
      seek: (positionMs) => this.#seek(positionMs),
    }));
    parts.stage.onRunning((running) => this.#stageChanged(running));
  }

  #load(piece: Piece | null): void {
    if (piece === this.store.getState().piece) return;
    this.#leave();
    this.#bars = piece === null ? [] : timedBars(piece);
    this.#nextBar = 0;
    const durationMs = piece === null ? 0 : pieceSeconds(piece) * 1000;
    this.store.setState({ piece, status: "idle", positionMs: 0, durationMs, problem: null });
  }

  async #play(): Promise<void> {
    const { stage } = this.#parts;
    const { piece } = this.store.getState();
    if (piece === null) return;
    const turn = ++this.#turn;
    claimAudio(PIECES, () => this.#stop());
    const resumed = stage.resume();
    this.store.setState({ status: "loading", problem: null });
    try {
      const [running] = await Promise.all([resumed, stage.prepare()]);
      if (turn !== this.#turn) return;
      if (running) this.#sound(piece);
      else this.store.setState({ status: "blocked" });
    } catch (problem) {
      if (turn !== this.#turn) return;
      this.#leave();
      this.store.setState({ status: "failed", problem });
    }
  }

  #sound(piece: Piece): void {
    const { stage, isHidden, setTimer, clearTimer } = this.#parts;
    this.store.setState({ status: "playing" });
    if (this.#player === null) {
      if (this.#nextBar >= this.#bars.length) this.#nextBar = 0;
      stage.useEnsemble(piece.mood, stage.now());
      this.#player = createBarPlayer({
        now: stage.now,
        sink: stage,
        take: () => this.#bars[this.#nextBar++] ?? "ended",
        isHidden,
        setTimer,
        clearTimer,
        onBar: () => this.#tellTime(),
        onEnded: () => this.#ended(),
      });
    }
    this.#player.start();
  }

  #pause(): void {
    if (this.#player === null && this.store.getState().status !== "loading") return;
    this.#turn += 1;
    this.#player?.stop();
    this.#tellTime();
    this.store.setState({ status: this.#player === null ? "idle" : "paused" });
    void this.#parts.stage.suspend();
  }

  #seek(positionMs: number): void {
    const { piece, status } = this.store.getState();
    if (piece === null) return;
    const bar = Math.floor(ticksAt(piece.tempos, positionMs / 1000) / TICKS_PER_BAR);
    this.#forget();
    this.#nextBar = Math.min(this.#bars.length - 1, Math.max(0, bar));
    this.#tellTime();
    if (status === "playing") this.#sound(piece);
    else if (status === "paused") this.store.setState({ status: "idle" });
  }

  #ended(): void {
    this.#forget(false);
    void this.#parts.stage.suspend();
    this.#nextBar = 0;
    this.#tellTime();
    this.store.setState({ status: "idle" });
    releaseAudio(PIECES);
  }

  /** Another player claims: the position stays, what was handed on is forgotten. */
  #stop(): void {
    this.#turn += 1;
    if (this.#player !== null) this.#nextBar = Math.floor(this.positionTicks() / TICKS_PER_BAR);
    this.#forget();
    void this.#parts.stage.suspend();
    this.#tellTime();
    this.store.setState({ status: "idle" });
  }

  #leave(): void {
    this.#stop();
    releaseAudio(PIECES);
  }

  #forget(silence = true): void {
    this.#player?.stop();
    if (silence && this.#player !== null) this.#parts.stage.silence();
    this.#player = null;
  }

  #stageChanged(running: boolean): void {
    const { status, piece } = this.store.getState();
    if (running && status === "blocked" && piece !== null) this.#sound(piece);
    else if (!running && status === "playing") {
      this.#player?.stop();
      this.store.setState({ status: "paused" });
    }
  }

  #tellTime(): void {
    const { piece } = this.store.getState();
    if (piece !== null) this.store.setState({ positionMs: secondsAt(piece.tempos, this.positionTicks()) * 1000 });
  }

  positionTicks(): number {
    return this.#player?.positionTicks() ?? Math.min(this.#nextBar, this.#bars.length) * TICKS_PER_BAR;
  }
}

/** A player of pieces over the parts given. */
export function createPiecePlayer(parts: Parts): PiecePlayer {
  const play = new PiecePlay(parts);
  return { store: play.store, positionTicks: () => play.positionTicks() };
}
