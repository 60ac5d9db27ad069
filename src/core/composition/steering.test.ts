import { describe, expect, it } from "vitest";
import type { GridNote } from "./bar-events.ts";
import { attributesForMood, pieceMood } from "./mood-attributes.ts";
import { steer, steered, UNSTEERED } from "./steering.ts";

const bar = (count: number, pitch: number): GridNote[] =>
  Array.from({ length: count }, (_, i) => ({ voice: "accompaniment", pitch, position: i % 16, sixteenths: 1 }));

const wished = { ...attributesForMood(pieceMood("neutral")), density: 16, register: 62 };

/** A network that plays a share of the notes it is asked for, and a few semitones too low. */
function hear(share: number, low: number, bars: number): { density: number; register: number } {
  let steering = UNSTEERED;
  const heard = { density: 0, register: 0 };
  for (let i = 0; i < bars; i++) {
    const asked = steered(wished, steering);
    const notes = bar(Math.round(asked.density * share), Math.round(asked.register - low));
    steering = steer(steering, notes, wished);
    [heard.density, heard.register] = [notes.length, notes[0]!.pitch];
  }
  return heard;
}

describe("steering", () => {
  it("brings a network that falls short nearer to what was wished", () => {
    const [at, after] = [hear(0.7, 3, 1), hear(0.7, 3, 16)];
    expect(at.density).toBe(11);
    expect(after.density).toBeGreaterThanOrEqual(14);
    expect(62 - at.register).toBe(3);
    expect(62 - after.register).toBeLessThanOrEqual(1);
  });

  it("leaves a network alone that does as it is asked", () => {
    expect(hear(1, 0, 16)).toEqual({ density: 16, register: 62 });
  });

  it("gives up at a limit instead of asking for the impossible", () => {
    let steering = UNSTEERED;
    for (let i = 0; i < 200; i++) steering = steer(steering, bar(1, 28), wished);
    expect(steering).toEqual({ density: 8, register: 6 });
    expect(steered({ ...wished, density: 2 }, { density: -8, register: 0 }).density).toBe(1);
  });

  it("learns nothing from silence", () => {
    expect(steer({ density: 1, register: 1 }, [], wished)).toEqual({ density: 1, register: 1 });
  });
});
