/** What was learned from plays and words, in plain words, and having it forgotten. */
import { z } from "@hono/zod-openapi";
import { TASTE_CUES } from "../core/learning/cues.ts";
import { TimestampMsSchema } from "./common.ts";

const ConfidenceSchema = z.enum(["low", "medium", "high"]);

export const LearnedArtistSchema = z
  .object({
    artist: z.string(),
    /** How often their tracks were kept in this mood, and turned away. */
    kept: z.number().int(),
    turnedAway: z.number().int(),
    /** How much nearer (negative) or farther their tracks come, as a distance on the plane. */
    move: z.number(),
    confidence: ConfidenceSchema,
    text: z.string(),
  })
  .openapi("LearnedArtist");

export const LearnedCueSchema = z
  .object({
    cue: z.enum(TASTE_CUES),
    /** Music with more of the cue, or with less, pleases more. */
    more: z.boolean(),
    /** What one usual spread of the cue moves a track by, as a distance on the plane, 0 and up. */
    move: z.number(),
    confidence: ConfidenceSchema,
    text: z.string(),
  })
  .openapi("LearnedCue");

export const LearnedMoodSchema = z
  .object({
    mood: z.string().openapi({ description: "The word for the mood, such as sad or calm" }),
    valence: z.number(),
    arousal: z.number(),
    observations: z.number().int(),
    kept: z.number().int(),
    turnedAway: z.number().int(),
    artists: z.array(LearnedArtistSchema),
    cues: z.array(LearnedCueSchema),
  })
  .openapi("LearnedMood");

export const LearningSchema = z
  .object({
    observations: z.number().int().openapi({ description: "Plays and words that say something, of which it learns" }),
    sinceMs: TimestampMsSchema.nullable().openapi({ description: "The oldest of them; null where there is none" }),
    moods: z.array(LearnedMoodSchema),
  })
  .openapi("Learning");
export type Learning = z.infer<typeof LearningSchema>;

/** An artist by the name shown, or a cue. */
export const ForgetParamsSchema = z.object({
  subject: z.enum(["artist", "cue"]).openapi({ param: { name: "subject", in: "path" } }),
  name: z
    .string()
    .min(1)
    .max(1000)
    .openapi({ param: { name: "name", in: "path" } }),
});

export const ForgottenSchema = z
  .object({
    observations: z.number().int().openapi({ description: "Plays and words that no longer teach this" }),
    plays: z.number().int().openapi({ description: "Plays kept all the same, in what was heard" }),
    text: z.string(),
  })
  .openapi("Forgotten");
export type ForgottenAnswer = z.infer<typeof ForgottenSchema>;
