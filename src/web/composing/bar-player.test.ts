import { beforeEach, describe, expect, it, vi } from "vitest";
import { TICKS_PER_BAR } from "../../core/composition/piece.ts";
import { type BarPlayer, createBarPlayer, FIRST_LEAD_S, type NextBar, type NoteInTime } from "./bar-player.ts";
import type { TimedBar } from "./timed-bar.ts";

/** One note on the first beat of a bar of `seconds`. */
function barOf(index: number, seconds = 2): TimedBar {
  const notes = [{ voice: "melody", pitch: 60 + index, velocity: 80, startS: 0, durationS: 0.5 }] as const;
  return { index, startTicks: index * TICKS_PER_BAR, seconds, notes };
}

describe("the bar player", () => {
  let atS: number;
  let hidden: boolean;
  let pending: (() => void) | null;
  let bars: NextBar[];
  let heard: NoteInTime[];
  let player: BarPlayer;
  const onEnded = vi.fn<() => void>();

  /** Lets the audio clock run, with a timer tick every 40 ms, or every `everyS`. */
  function run(seconds: number, everyS = 0.04): void {
    const until = atS + seconds;
    while (atS < until - 1e-9) {
      atS = Math.min(until, atS + everyS);
      const tick = pending;
      pending = null;
      tick?.();
    }
  }

  beforeEach(() => {
    [atS, hidden, pending, heard] = [10, false, null, []];
    onEnded.mockClear();
    bars = [0, 1, 2, 3, 4].map((index) => barOf(index));
    player = createBarPlayer({
      now: () => atS,
      sink: { schedule: (notes) => heard.push(...notes) },
      take: () => bars.shift() ?? "ended",
      isHidden: () => hidden,
      setTimer: (callback) => {
        pending = callback;
        return 1;
      },
      clearTimer: () => {
        pending = null;
      },
      onEnded,
    });
  });

  it("sounds at once, and every bar begins where the one before it ends", () => {
    player.start();
    expect(heard.map(({ startS }) => startS)).toEqual([10 + FIRST_LEAD_S]);
    run(10);
    const starts = heard.map(({ startS }) => startS);
    for (const [index, startS] of starts.entries()) expect(startS).toBeCloseTo(10 + FIRST_LEAD_S + 2 * index, 9);
    expect(heard.map(({ pitch }) => pitch)).toEqual([60, 61, 62, 63, 64]);
    expect(player.starvations()).toBe(0);
  });

  it("hands on no bar earlier than half a second before its time", () => {
    player.start();
    run(1.5);
    expect(heard).toHaveLength(1);
    expect(player.handedOn()).toBe(0);
    run(0.2);
    expect(heard).toHaveLength(2);
    expect(player.handedOn()).toBe(1);
  });

  it("is early enough for timers that fire once a second", () => {
    hidden = true;
    player.start();
    run(8, 1);
    for (const { startS } of heard) expect(startS).toBeGreaterThanOrEqual(10);
    expect(heard).toHaveLength(5);
    expect(player.starvations()).toBe(0);
  });

  it("counts a bar that comes late once, and goes on as soon as it is there", () => {
    bars = [barOf(0), "waiting"];
    player.start();
    bars = Array.from({ length: 1000 }, () => "waiting" as const);
    run(3);
    expect(heard).toHaveLength(1);
    expect(player.starvations()).toBe(1);
    bars = [barOf(1), barOf(2)];
    run(0.04);
    expect(heard[1]!.startS).toBeCloseTo(13.04 + FIRST_LEAD_S, 9);
    run(4);
    expect(heard[2]!.startS - heard[1]!.startS).toBeCloseTo(2, 9);
    expect(player.starvations()).toBe(1);
  });

  it("counts nothing where a bar comes just in time", () => {
    bars = [barOf(0), "waiting", "waiting", "waiting", barOf(1)];
    player.start();
    run(3);
    expect(heard[1]!.startS).toBeCloseTo(12 + FIRST_LEAD_S, 9);
    expect(player.starvations()).toBe(0);
  });

  it("knows what sounds, in ticks", () => {
    expect(player.positionTicks()).toBeNull();
    player.start();
    expect(player.positionTicks()).toBe(0);
    run(FIRST_LEAD_S + 3);
    expect(player.positionTicks()).toBeCloseTo(1.5 * TICKS_PER_BAR, 6);
  });

  it("says when the last bar has been heard, not when it has been handed on", () => {
    bars = [barOf(0), barOf(1)];
    player.start();
    run(3.9);
    expect(heard).toHaveLength(2);
    expect(onEnded).not.toHaveBeenCalled();
    run(0.3);
    expect(onEnded).toHaveBeenCalledOnce();
    expect(pending).toBeNull();
  });

  it("stops for good", () => {
    player.start();
    player.stop();
    run(5);
    expect(heard).toHaveLength(1);
  });
});
