/** Match, Shift and Hold: how a list moves over the valence-arousal plane. */
import { z } from "@hono/zod-openapi";
import { JOURNEY_KINDS, MOST_WAYPOINTS } from "../core/affect/journey.ts";
import { AffectPointSchema, MoodTargetSchema } from "./common.ts";

export const JourneyKindSchema = z.enum(JOURNEY_KINDS).openapi("JourneyKind", {
  description: "match: stay at the mood; shift: move from it to another in steps; hold: stay near a point",
});

const PathSchema = z.array(AffectPointSchema).min(1).max(MOST_WAYPOINTS);

export const NewJourneySchema = z
  .object({
    kind: JourneyKindSchema,
    /** For shift where to end, for hold the mood to stay at. No description: it would make an allOf in OpenAPI. */
    to: MoodTargetSchema.optional(),
    path: PathSchema.optional().openapi({
      description:
        "in place of the server's own, such as a path that was dragged; of match and hold the one point to stay at",
    }),
    radius: z.number().min(0.05).max(1).optional().openapi({
      description: "for hold: how far from the held point the music may lie; .3 where none is given",
    }),
  })
  .strict()
  .refine(({ kind, to, path }) => kind !== "shift" || to !== undefined || path !== undefined, {
    message: "A shift needs a goal: `to`, or a `path`.",
    path: ["to"],
  })
  .refine(({ kind, to }) => kind !== "match" || to === undefined, {
    message: "A match has no goal: leave `to` out, or ask for a shift.",
    path: ["to"],
  })
  .refine(({ kind, path }) => kind === "shift" || (path?.length ?? 1) === 1, {
    message: "Only a shift visits several points.",
    path: ["path"],
  })
  .refine(({ kind, radius }) => kind === "hold" || radius === undefined, {
    message: "Only a hold has a radius.",
    path: ["radius"],
  })
  .openapi("NewJourney");
export type NewJourney = z.input<typeof NewJourneySchema>;

export const JourneySchema = z
  .object({
    kind: JourneyKindSchema,
    path: PathSchema.openapi({
      description: "the points that the list visits, first to last; of match and hold the one where it stays",
    }),
    radius: z.number().nullable().openapi({ description: "for hold; else null" }),
  })
  .openapi("Journey");
