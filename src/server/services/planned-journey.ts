/** From the journey that was asked for to the path that is taken; what each kind of journey is, is in core/affect. */
import type { z } from "@hono/zod-openapi";
import type { NewJourneySchema } from "../../contracts/journeys.ts";
import { checkPath, planHold, planMatch, planShift, type Journey } from "../../core/affect/journey.ts";
import type { MoodName } from "../../core/affect/mood-names.ts";
import { meantMood, type MeantMood } from "./mood-target.ts";

export interface PlannedJourney {
  journey: Journey;
  /** The mood at the end of a shift, or that is held, where it was asked for by name. */
  goal: MoodName | null;
}

/** A path that was sent is taken as it is; else the server makes one. Without a wish, the list matches the mood. */
export function planJourney({ point }: MeantMood, wish: z.output<typeof NewJourneySchema> | undefined): PlannedJourney {
  const kind = wish?.kind ?? "match";
  const to = wish?.to === undefined ? null : meantMood(wish.to);
  const goal = to?.mood ?? null;
  const planned =
    kind === "shift" && to !== null
      ? planShift(point, to.point)
      : kind === "hold"
        ? planHold(to?.point ?? point, wish?.radius)
        : planMatch(point);
  if (wish?.path === undefined) return { journey: planned, goal };
  return { journey: { kind, path: checkPath(wish.path), radius: planned.radius }, goal };
}
