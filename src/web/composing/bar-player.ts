/**
 * Plays bars on the audio clock: a little ahead of time each bar is handed to the synthesiser as a whole, with the exact
 * moment of every note. Where the bars come from, and what a change of mood does to them, is left to others.
 */
import { TICKS_PER_BAR } from "../../core/composition/piece.ts";
import type { TimedBar, TimedNote } from "./timed-bar.ts";

/** A note with its moment on the audio clock, in seconds. */
export type NoteInTime = TimedNote;

/** The part of the synthesiser that is used. */
export interface NoteSink {
  /** One bar's notes, `startS` on the audio clock; the bar itself begins at `barAtS`. */
  schedule(notes: readonly NoteInTime[], barAtS: number): void;
}

/** The next bar; `waiting` while it is not composed yet, `ended` after the last. */
export type NextBar = TimedBar | "waiting" | "ended";

export interface BarPlayerParts {
  /** The audio clock in seconds; it stands still while the context is suspended. */
  now: () => number;
  sink: NoteSink;
  /** Takes the next bar away. */
  take: () => NextBar;
  /** Whether timers are slow, as in a page that is not looked at. */
  isHidden: () => boolean;
  setTimer: (callback: () => void, ms: number) => number;
  clearTimer: (timer: number) => void;
  /** A bar was handed on; from now on it cannot be taken back. */
  onBar?: (bar: TimedBar, startsAtS: number) => void;
  /** The last bar has been heard. */
  onEnded?: () => void;
}

export interface BarPlayer {
  /** Begins, or goes on after `stop`, with the next bar as soon as it is there. */
  start(): void;
  /** Takes up no further bar; what was handed on is the synthesiser's to silence. */
  stop(): void;
  /** Ticks from the start of the music to what sounds now; null before the first bar. */
  positionTicks(): number | null;
  /** Bars that were handed on and have not begun. */
  handedOn(): number;
  /** How often a bar was not there when its time came. */
  starvations(): number;
}

/** From the call to the first note: time for the notes to reach the audio thread. */
export const FIRST_LEAD_S = 0.06;
const COMMIT_AHEAD_S = 0.5;
/** Timers of hidden pages fire once a second. */
const COMMIT_AHEAD_HIDDEN_S = 2.5;
const TICK_MS = 40;
/** Bars kept for the position: the one that sounds, the ones handed on early, and one that is over. */
const KEPT_BARS = 6;

interface HeardBar {
  startsAtS: number;
  endsAtS: number;
  startTicks: number;
}

function shifted(notes: readonly TimedNote[], byS: number): NoteInTime[] {
  return notes.map((note) => ({ ...note, startS: note.startS + byS }));
}

/** Creates a player for one run of bars; another run takes another player. */
export function createBarPlayer(parts: BarPlayerParts): BarPlayer {
  const { now, sink, take, isHidden, setTimer, clearTimer, onBar, onEnded } = parts;
  const heard: HeardBar[] = [];
  let timer: number | null = null;
  /** When the next bar begins; null before the first. */
  let nextAtS: number | null = null;
  let starving = false;
  let starvations = 0;

  function commit(bar: TimedBar): void {
    const earliestS = now() + FIRST_LEAD_S;
    const startsAtS = nextAtS === null ? earliestS : starving ? Math.max(nextAtS, earliestS) : nextAtS;
    starving = false;
    nextAtS = startsAtS + bar.seconds;
    sink.schedule(shifted(bar.notes, startsAtS), startsAtS);
    heard.push({ startsAtS, endsAtS: nextAtS, startTicks: bar.startTicks });
    if (heard.length > KEPT_BARS) heard.shift();
    onBar?.(bar, startsAtS);
  }

  function tick(): void {
    timer = null;
    const aheadS = isHidden() ? COMMIT_AHEAD_HIDDEN_S : COMMIT_AHEAD_S;
    while (nextAtS === null || nextAtS - now() < aheadS) {
      const bar = take();
      if (bar === "ended") {
        waitForEnd();
        return;
      }
      if (bar === "waiting") {
        noteStarvation();
        break;
      }
      commit(bar);
    }
    timer = setTimer(tick, TICK_MS);
  }

  /** Late is a bar that would no longer begin on time if it came now. */
  function noteStarvation(): void {
    if (nextAtS === null || starving || nextAtS - now() >= FIRST_LEAD_S) return;
    starving = true;
    starvations += 1;
  }

  function waitForEnd(): void {
    if (nextAtS === null || now() >= nextAtS) onEnded?.();
    else timer = setTimer(waitForEnd, TICK_MS);
  }

  return {
    start() {
      if (timer === null) tick();
    },
    stop() {
      if (timer !== null) clearTimer(timer);
      timer = null;
    },
    positionTicks() {
      const [first] = heard;
      if (first === undefined) return null;
      const at = now();
      const bar = heard.findLast(({ startsAtS }) => startsAtS <= at) ?? first;
      const share = (at - bar.startsAtS) / (bar.endsAtS - bar.startsAtS);
      return bar.startTicks + Math.min(1, Math.max(0, share)) * TICKS_PER_BAR;
    },
    handedOn: () => heard.filter(({ startsAtS }) => startsAtS > now()).length,
    starvations: () => starvations,
  };
}
