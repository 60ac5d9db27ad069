import { describe, expect, it } from "vitest";
import { nearestWaypoint, pointAfterKey, pointText, withWaypoint } from "./path-edit.ts";

const at = (valence: number, arousal: number) => ({ valence, arousal });

describe("a waypoint moved by keys", () => {
  it.each([
    ["ArrowRight", false, at(0.25, -0.4)],
    ["ArrowLeft", false, at(0.15, -0.4)],
    ["ArrowUp", false, at(0.2, -0.35)],
    ["ArrowDown", true, at(0.2, -0.6)],
    ["PageUp", false, at(0.2, -0.2)],
  ] as const)("%s, large %s", (key, large, wanted) => {
    expect(pointAfterKey(at(0.2, -0.4), key, large)).toEqual(wanted);
  });
  it("stays on the plane", () => {
    expect(pointAfterKey(at(0.98, -1), "ArrowRight", true)).toEqual(at(1, -1));
    expect(pointAfterKey(at(0.98, -1), "ArrowDown", false)).toEqual(at(0.98, -1));
  });
  it("leaves other keys to the page", () => {
    expect(pointAfterKey(at(0, 0), "Tab", false)).toBeNull();
    expect(pointAfterKey(at(0, 0), "Escape", false)).toBeNull();
  });
});

describe("a path", () => {
  const path = [at(-0.6, -0.4), at(-0.4, -0.4), at(-0.2, -0.5)];
  it("changes in one place, as a new path", () => {
    expect(withWaypoint(path, 1, at(0, 0))).toEqual([path[0], at(0, 0), path[2]]);
    expect(withWaypoint(path, 7, at(0, 0))).toEqual(path);
    expect(path[1]).toEqual(at(-0.4, -0.4));
  });
  it("gives the nearest waypoint that may still be moved", () => {
    expect(nearestWaypoint(path, at(-0.58, -0.4), 0)).toBe(0);
    expect(nearestWaypoint(path, at(-0.58, -0.4), 1)).toBe(1);
    expect(nearestWaypoint([at(0, 0), at(0, 0)], at(0, 0), 0)).toBe(1);
  });
  it("is spoken as the field writes coordinates", () => {
    expect(pointText(at(0.2, -0.4))).toBe("valence .2, arousal -.4");
    expect(pointText(at(-0.001, 1))).toBe("valence 0, arousal 1");
  });
});
