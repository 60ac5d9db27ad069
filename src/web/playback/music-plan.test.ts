import { describe, expect, it } from "vitest";
import {
  draggedWish,
  firstWish,
  goalOf,
  moreWish,
  type ShiftPlan,
  targetPoint,
  waypointOf,
  wayOf,
} from "./music-plan.ts";
import { playlistOf } from "./track-fixture.ts";

const at = (valence: number, arousal: number) => ({ valence, arousal });
const toCalm: ShiftPlan = {
  kind: "shift",
  from: { emotion: "angry" },
  to: { name: "calm" },
  length: { minutes: 45 },
  path: null,
};
const path = [at(-0.6, 0.55), at(-0.3, 0.3), at(0, 0), at(0.2, -0.3), at(0.45, -0.6)];
const journey = (points: typeof path) => ({ kind: "shift" as const, path: points, radius: null });

describe("the wish of a plan", () => {
  it("is the mood in force while the music matches it", () => {
    expect(firstWish({ kind: "match" }, { emotion: "sad" })).toEqual({ mood: { emotion: "sad" } });
    expect(firstWish({ kind: "match" }, null)).toBeNull();
  });
  it("names the goal and the length of a shift, and stays there at its end", () => {
    expect(firstWish(toCalm, { emotion: "happy" })).toEqual({
      mood: { emotion: "angry" },
      journey: { kind: "shift", to: { name: "calm" } },
      minutes: 45,
    });
    expect(moreWish(toCalm, { emotion: "happy" })).toEqual({
      mood: { name: "calm" },
      journey: { kind: "hold", to: { name: "calm" } },
    });
  });
  it("tells a hold both the mood in force and the one to stay near", () => {
    const hold = { kind: "hold", at: { emotion: "happy" } } as const;
    expect(moreWish(hold, { emotion: "sad" })).toEqual({
      mood: { emotion: "sad" },
      journey: { kind: "hold", to: { emotion: "happy" } },
    });
    expect(firstWish({ kind: "hold", at: null }, null)).toBeNull();
  });
});

describe("a dragged path", () => {
  it("is sent from the waypoint that the music has reached", () => {
    expect(draggedWish(toCalm, path, 2, 9)).toEqual({
      mood: at(0, 0),
      journey: { kind: "shift", path: path.slice(2), to: { name: "calm" } },
      size: 9,
    });
  });
  it("has a song for each waypoint at least", () => {
    expect(draggedWish(toCalm, path, 0, 2).size).toBe(5);
  });
  it("keeps its goal while its end stays, and else ends where it was dragged to", () => {
    expect(goalOf(path, { name: "calm" })).toEqual({ name: "calm" });
    expect(goalOf([...path.slice(0, 4), at(0.8, -0.6)], { name: "calm" })).toEqual(at(0.8, -0.6));
    expect(goalOf([], { name: "calm" })).toEqual({ name: "calm" });
  });
  it("may be drawn before the way begins", () => {
    expect(firstWish({ ...toCalm, path }, null)?.journey).toEqual({ kind: "shift", to: { name: "calm" }, path });
  });
  it("is never empty", () => {
    expect(draggedWish(toCalm, path, 9, 0).journey?.path).toEqual([path[4]]);
  });
});

describe("the way as it is shown", () => {
  const first = playlistOf(7, [1, 2], { journey: journey(path) });
  it("keeps what was walked when the rest is chosen anew", () => {
    const rest = [at(0, 0), at(0.6, 0), at(0.8, -0.6)];
    const way = wayOf(playlistOf(8, [3], { journey: journey(rest) }), wayOf(first), 2)!;
    expect(way.path).toEqual([path[0], path[1], ...rest]);
    expect(waypointOf(way, { origin: { id: 7 }, waypoint: 1 })).toBe(1);
    expect(waypointOf(way, { origin: { id: 8 }, waypoint: 1 })).toBe(3);
  });
  it("knows no waypoint of a song from elsewhere", () => {
    const way = wayOf(first);
    expect(waypointOf(way, { origin: { id: 99 }, waypoint: 0 })).toBeNull();
    expect(waypointOf(way, { origin: null, waypoint: 0 })).toBeNull();
    expect(waypointOf(way, { origin: { id: 7 }, waypoint: null })).toBeNull();
    expect(waypointOf(null, { origin: { id: 7 }, waypoint: 1 })).toBeNull();
  });
  it("gives every wish its place", () => {
    expect(targetPoint({ name: "calm" })).toEqual(at(0.45, -0.6));
    expect(targetPoint({ emotion: "happy" })).toEqual(at(0.8, 0.4));
    expect(targetPoint(at(0.1, 0.2))).toEqual(at(0.1, 0.2));
  });
});
