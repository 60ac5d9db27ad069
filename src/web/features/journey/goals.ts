/** Where a way may lead: one of the twelve moods by name, or a point that the listener dragged its end to. */
import type { MoodTarget } from "../../../contracts/common.ts";
import { affectDistance } from "../../../core/affect/emotion.ts";
import { type MoodName, moodPoint } from "../../../core/affect/mood-names.ts";
import type { SelectOption } from "../../design/select-field.tsx";
import { targetPoint } from "../../playback/music-plan.ts";
import { moodNameTitle, SHOWN_MOODS } from "../mood-display/emotion-order.ts";

export type GoalName = MoodName | "point";

const MOOD_OPTIONS: readonly SelectOption<GoalName>[] = SHOWN_MOODS.map((name) => ({
  value: name,
  label: moodNameTitle(name),
}));

/** A point of one's own is offered only where there is one. */
export function goalOptions(goal: MoodTarget): readonly SelectOption<GoalName>[] {
  return goalName(goal) === "point"
    ? [...MOOD_OPTIONS, { value: "point", label: "Where you dragged it" }]
    : MOOD_OPTIONS;
}

export function goalName(goal: MoodTarget): GoalName {
  if ("name" in goal) return goal.name;
  return "emotion" in goal ? goal.emotion : "point";
}

/** A goal to begin with: calm, or, for who is there already, happy. */
export function firstGoal(from: MoodTarget): MoodTarget {
  const isThere = affectDistance(targetPoint(from), moodPoint("calm")) < 0.5;
  return { name: isThere ? "happy" : "calm" };
}
