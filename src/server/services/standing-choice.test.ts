import { expect, test } from "vitest";
import { chooseStanding } from "./standing-choice.ts";

const pick = (trackId: number, distance: number) => ({ trackId, distance, reason: "", waypoint: 0 });

test("songs that are near stand in the list, those of neighbouring moods do not, in the order given", () => {
  const picks = [pick(1, 0.1), pick(2, 0.51), pick(3, 0.5)];
  expect(chooseStanding(picks, "happy", new Map()).map(({ trackId }) => trackId)).toEqual([1, 3]);
});

test("a composed piece stands in the list of its mood alone, however near: anger is not fear", () => {
  const composed = new Map([
    [1, "angry"],
    [2, "fear"],
  ] as const);
  const picks = [pick(1, 0), pick(2, 0), pick(3, 0.2)];
  expect(chooseStanding(picks, "fear", composed).map(({ trackId }) => trackId)).toEqual([2, 3]);
});

test("for a mood that no face shows nearness decides, whatever a piece was composed for", () => {
  const picks = [pick(1, 0.2), pick(2, 0.6)];
  expect(chooseStanding(picks, "anxious", new Map([[1, "fear"]] as const)).map(({ trackId }) => trackId)).toEqual([1]);
});
