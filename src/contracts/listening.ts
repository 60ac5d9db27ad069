/** Plays and feedback: what was heard, and what the listener said about it. */
import { z } from "@hono/zod-openapi";
import { TimestampMsSchema } from "./common.ts";

export const NewPlaySchema = z
  .object({ trackId: z.number().int().positive(), playlistId: z.number().int().positive().nullable().default(null) })
  .strict()
  .openapi("NewPlay");

export const PlayEndSchema = z.enum(["completed", "skipped", "stopped"]);

export const PlayUpdateSchema = z
  .object({ playedMs: z.number().int().nonnegative(), end: PlayEndSchema.nullable().default(null) })
  .strict()
  .openapi("PlayUpdate");

export const PlaySchema = z
  .object({
    id: z.number().int(),
    trackId: z.number().int(),
    playlistId: z.number().int().nullable(),
    startedAtMs: TimestampMsSchema,
    playedMs: z.number().int(),
    end: PlayEndSchema.nullable(),
  })
  .openapi("Play");
export type Play = z.infer<typeof PlaySchema>;

export const FeedbackKindSchema = z.enum(["like", "unlike", "skip", "wrong-mood", "more-like-this", "not-this"]);
export type FeedbackKind = z.infer<typeof FeedbackKindSchema>;

export const NewFeedbackSchema = z
  .object({
    trackId: z.number().int().positive(),
    kind: FeedbackKindSchema,
    playlistId: z.number().int().positive().nullable().default(null),
  })
  .strict()
  .openapi("NewFeedback");
export type NewFeedback = z.input<typeof NewFeedbackSchema>;

export const FeedbackSchema = z
  .object({ id: z.number().int(), givenAtMs: TimestampMsSchema, ...NewFeedbackSchema.shape })
  .openapi("Feedback");
export type Feedback = z.infer<typeof FeedbackSchema>;
