import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { affectDistance, type AffectPoint } from "./emotion.ts";
import {
  allotTracks,
  checkPath,
  FEWEST_WAYPOINTS,
  heldPoint,
  longestStep,
  LONGEST_JOURNEY_STEP,
  MOST_WAYPOINTS,
  planHold,
  planMatch,
  planShift,
} from "./journey.ts";
import { MOOD_NAMES, moodPoint } from "./mood-names.ts";

const random = createSeededRandom(11);
const anywhere = (): AffectPoint => ({ valence: 2 * random() - 1, arousal: 2 * random() - 1 });

describe("planShift", () => {
  it("starts at the mood, ends at the wish, and never steps farther than .25, for any two points", () => {
    const corners = [-1, 1].flatMap((valence) => [-1, 1].map((arousal) => ({ valence, arousal })));
    const pairs = [
      ...Array.from({ length: 3_000 }, () => [anywhere(), anywhere()] as const),
      ...corners.flatMap((from) => corners.map((to) => [from, to] as const)),
    ];
    for (const [from, to] of pairs) {
      const { path, kind, radius } = planShift(from, to);
      expect(kind).toBe("shift");
      expect(radius).toBeNull();
      expect(path[0]).toEqual(from);
      expect(path.at(-1)).toEqual(to);
      expect(longestStep(path)).toBeLessThanOrEqual(LONGEST_JOURNEY_STEP);
      expect(path.length).toBeGreaterThanOrEqual(FEWEST_WAYPOINTS);
      expect(checkPath(path)).toEqual(path);
      // Never back: every waypoint lies nearer to the end than the one before.
      for (let at = 1; at < path.length; at++) {
        expect(affectDistance(path[at]!, to)).toBeLessThanOrEqual(affectDistance(path[at - 1]!, to) + 1e-9);
      }
    }
    expect(Math.max(...pairs.map(([from, to]) => planShift(from, to).path.length))).toBe(13);
  });

  it("takes five to eight waypoints between any two of the twelve moods", () => {
    const lengths = MOOD_NAMES.flatMap((from) =>
      MOOD_NAMES.map((to) => planShift(moodPoint(from), moodPoint(to)).path.length),
    );
    expect(Math.min(...lengths)).toBe(5);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8);
  });
});

describe("planMatch, planHold and heldPoint", () => {
  it("matches with the mood alone", () => {
    expect(planMatch({ valence: 0.1, arousal: 0.2 })).toEqual({
      kind: "match",
      path: [{ valence: 0.1, arousal: 0.2 }],
      radius: null,
    });
  });

  it("never leaves the circle, and goes with the mood inside it", () => {
    for (let round = 0; round < 2_000; round++) {
      const [mood, held] = [anywhere(), anywhere()];
      const radius = 0.05 + random();
      expect(planHold(held, radius)).toEqual({ kind: "hold", path: [held], radius });
      const point = heldPoint(mood, held, radius);
      expect(affectDistance(point, held)).toBeLessThanOrEqual(radius + 1e-9);
      // Inside the circle the mood itself; else on the way to it, so that no other point of the circle is nearer to it.
      expect(affectDistance(point, mood)).toBeCloseTo(Math.max(0, affectDistance(mood, held) - radius), 9);
    }
  });
});

describe("checkPath", () => {
  it.each([
    ["none", []],
    ["too many", Array.from({ length: MOST_WAYPOINTS + 1 }, () => ({ valence: 0, arousal: 0 }))],
    ["outside", [{ valence: 1.01, arousal: 0 }]],
    ["no number", [{ valence: 0, arousal: Number.NaN }]],
  ])("refuses %s", (_, path) => {
    expect(() => checkPath(path)).toThrowError(expect.objectContaining({ code: "journey.path-invalid" }));
  });

  it("takes what a hand drew, however long its steps", () => {
    const drawn = [
      { valence: -1, arousal: -1 },
      { valence: 1, arousal: 1 },
    ];
    expect(checkPath(drawn)).toEqual(drawn);
    expect(longestStep(drawn)).toBeCloseTo(2.83, 2);
  });
});

describe("allotTracks", () => {
  it("gives out exactly as many as there are, one or two of them first, the rest evenly", () => {
    for (let waypoints = 1; waypoints <= MOST_WAYPOINTS; waypoints++) {
      for (let size = 0; size <= 220; size++) {
        const counts = allotTracks(size, waypoints);
        expect(counts).toHaveLength(waypoints);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size);
        if (waypoints === 1 || size === 0) continue;
        expect(counts[0]).toBe(size > waypoints ? 2 : 1);
        const others = counts.slice(1);
        expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
        expect(counts.at(-1)).toBe(Math.max(...others));
        expect(counts.at(-1)! > 0).toBe(size > 1);
      }
    }
  });
});
