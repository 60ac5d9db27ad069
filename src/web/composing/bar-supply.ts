/**
 * Keeps live music composed ahead of the play head, and takes back what was not handed on yet when the mood changes: a
 * reserve against a busy machine that does not make the music slow to follow.
 */
import type { PieceMood } from "../../core/composition/piece.ts";
import type { NextBar } from "./bar-player.ts";
import type { ComposerClient } from "./composer-client.ts";
import type { LiveBar } from "./composer-protocol.ts";
import { stepTowards } from "./mood-journey.ts";
import { timedBar } from "./timed-bar.ts";

/** Bars in reserve, beside those that were handed on: at least eight seconds of music. */
export const RESERVE_BARS = 6;
/** So many bars that have not begun stay as they are when the mood changes: with the one that sounds, it bends within two. */
export const KEPT_BARS = 1;
/** Bars whose composing tells how busy the machine is. */
const RECENT_BARS = 8;

/** A bar in reserve, and the mood it was composed for. */
export interface SuppliedBar {
  bar: LiveBar;
  mood: PieceMood;
}

export interface BarSupplyParts {
  composer: Pick<ComposerClient, "begin" | "bar">;
  seed: number;
  /** The mood to begin with. */
  mood: PieceMood;
  /** A bar was taken to be heard. */
  onTaken: (taken: SuppliedBar) => void;
  /** The reserve has grown, or was taken back. */
  onReserve: () => void;
  /** The composer failed; nothing more will come. */
  onFailed: (error: unknown) => void;
}

export interface BarSupply {
  /** Begins to compose. */
  start(): void;
  /** Takes the next bar. */
  take(): NextBar;
  /**
   * Bends what is to come towards a mood.
   * @param handedOn bars that were taken and have not begun
   */
  bendTo(mood: PieceMood, handedOn: number): void;
  /** What is in reserve, first to be heard first. */
  reserve(): readonly SuppliedBar[];
  stop(): void;
}

/** Creates the supply of one run of live music. */
export function createBarSupply({ composer, seed, mood, onTaken, onReserve, onFailed }: BarSupplyParts): BarSupply {
  let reserve: SuppliedBar[] = [];
  let target = mood;
  /** The mood of the last bar that was taken. */
  let takenMood = mood;
  let nextIndex = 0;
  /** -1: nothing was taken yet. */
  let lastTaken = -1;
  /** Grows when bars are taken back, so that one that is on its way then is dropped. */
  let generation = 0;
  let composing = false;
  let recentMs: number[] = [];
  let stopped = false;

  async function composeOne(): Promise<void> {
    const [own, index] = [generation, nextIndex];
    const from = reserve.at(-1)?.mood ?? takenMood;
    // The first bar is in the wished mood at once: there is nothing to bend from.
    const next = index === 0 ? target : stepTowards(from, target);
    const bar = await composer.bar(index, next);
    if (stopped || own !== generation) return;
    reserve.push({ bar, mood: next });
    recentMs = [...recentMs, bar.composeMs].slice(-RECENT_BARS);
    nextIndex = index + 1;
    onReserve();
  }

  /**
   * Bars to keep where the mood changes. Until the first new one is there, the one under way and then it must be composed:
   * on a machine that is too busy for that within a bar, following sooner would mean silence.
   */
  function keptBars(handedOn: number): number {
    if (lastTaken < 0) return 0;
    const barMs = 240_000 / (reserve[0]?.bar.bpm ?? 120);
    const neededMs = 2 * Math.max(0, ...recentMs);
    return Math.max(0, Math.max(KEPT_BARS, Math.ceil(neededMs / barMs)) - handedOn);
  }

  async function fill(): Promise<void> {
    if (composing) return;
    composing = true;
    try {
      // oxlint-disable-next-line no-await-in-loop, no-unmodified-loop-condition -- one bar follows from the other
      while (!stopped && reserve.length < RESERVE_BARS) await composeOne();
    } catch (error) {
      if (!stopped) onFailed(error);
      stopped = true;
    } finally {
      composing = false;
    }
  }

  return {
    start() {
      composer.begin(seed, mood).then(fill, onFailed);
    },
    take() {
      const taken = reserve.shift();
      if (taken === undefined) return "waiting";
      takenMood = taken.mood;
      lastTaken = taken.bar.index;
      onTaken(taken);
      void fill();
      return timedBar(taken.bar);
    },
    bendTo(wished, handedOn) {
      if (same(wished, target)) return;
      target = wished;
      generation += 1;
      // Before anything is heard there is nothing to bend from: all of it begins in the new mood.
      reserve = reserve.slice(0, keptBars(handedOn));
      const last = reserve.at(-1);
      nextIndex = (last?.bar.index ?? lastTaken) + 1;
      onReserve();
      void fill();
    },
    reserve: () => reserve,
    stop() {
      stopped = true;
      reserve = [];
    },
  };
}

function same(a: PieceMood, b: PieceMood): boolean {
  return a.emotion === b.emotion && a.valence === b.valence && a.arousal === b.arousal;
}
