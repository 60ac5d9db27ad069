/** Schemas that several resources share: moods, errors, ids, paging. */
import { z } from "@hono/zod-openapi";
import { EMOTIONS } from "../core/affect/emotion.ts";
import { MOOD_NAMES } from "../core/affect/mood-names.ts";

export const EmotionSchema = z.enum(EMOTIONS).openapi("Emotion");

/** For "unsure" and the like; its own inline schema, because a null would otherwise become part of `Emotion` itself. */
export const NullableEmotionSchema = z.enum(EMOTIONS).nullable();

/** The seven classes, and calm, anxious, focused, tender, energetic. */
export const MoodNameSchema = z.enum(MOOD_NAMES).openapi("MoodName");

/** Its own inline schema, as `NullableEmotionSchema` is. */
export const NullableMoodNameSchema = z.enum(MOOD_NAMES).nullable();

const Coordinate = z.number().min(-1).max(1);

export const AffectPointSchema = z
  .object({ valence: Coordinate, arousal: Coordinate })
  .openapi("AffectPoint", { description: "A point on the valence-arousal plane, each axis -1..1." });

/** What a listener can ask for: one of the seven classes, one of the twelve moods by name, or any point of the plane. */
export const MoodTargetSchema = z
  .union([
    z.object({ emotion: EmotionSchema }).strict(),
    z.object({ name: MoodNameSchema }).strict(),
    AffectPointSchema.strict(),
  ])
  .openapi("MoodTarget");
export type MoodTarget = z.infer<typeof MoodTargetSchema>;

export const IdSchema = z.coerce.number().int().positive();

/** Milliseconds since the Unix epoch, UTC. */
export const TimestampMsSchema = z.number().int().nonnegative();

export const PagingSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  // Named, because OpenAPI would take null, which coerces to 0, for allowed.
  offset: z.coerce.number().int().min(0).default(0).openapi({ type: "integer" }),
});

export const ErrorResponseSchema = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: "mood.unknown" }),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .openapi("Error");
export type ErrorResponse = z.infer<typeof ErrorResponseSchema>;
