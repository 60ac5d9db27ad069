import { expect, test } from "vitest";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { PIECES_PER_MOOD, starterPlan, starterPrefix, stillToMake } from "./starter-plan.ts";

test("every mood has its first piece before any has its second, and each piece has its own place and seed", () => {
  const plan = starterPlan(1);
  expect(plan).toHaveLength(7 * PIECES_PER_MOOD);
  expect(new Set(plan.slice(0, 7).map(({ emotion }) => emotion))).toEqual(new Set(EMOTIONS));
  expect(plan.slice(0, 7).every(({ number, bars }) => number === 1 && bars === 16)).toBe(true);
  expect(new Set(plan.map(({ location }) => location)).size).toBe(plan.length);
  expect(new Set(plan.map(({ seed }) => seed)).size).toBe(plan.length);
  expect(plan.every(({ location }) => location.startsWith(starterPrefix(1)) && /^[a-z0-9-]+$/.test(location))).toBe(
    true,
  );
  expect(starterPlan(1)).toEqual(plan);
});

test("another generation is other music in other places", () => {
  const seeds = new Set(starterPlan(1).map(({ seed }) => seed));
  expect(starterPlan(2).some(({ seed }) => seeds.has(seed))).toBe(false);
  expect(starterPlan(1).some(({ location }) => location.startsWith(starterPrefix(11)))).toBe(false);
});

test("what is left follows from what is there; the mood somebody waits for comes first, but in its round", () => {
  const plan = starterPlan(1);
  const present = new Set(plan.slice(0, 3).map(({ location }) => location));
  expect(stillToMake(plan, present, null)).toEqual(plan.slice(3));
  const waiting = stillToMake(plan, present, "neutral");
  expect(waiting[0]).toMatchObject({ emotion: "neutral", number: 1 });
  expect(waiting).toHaveLength(plan.length - 3);
  // Angry has its first already: it must not get a second before the others have their first.
  expect(stillToMake(plan, present, "angry")[0]).toEqual(plan[3]);
  expect(stillToMake(plan, new Set(plan.map(({ location }) => location)), "sad")).toEqual([]);
});
