/** Mood readings: what crosses from the device to the server is a mood, never a frame. */
import { z } from "@hono/zod-openapi";
import { NullableEmotionSchema, TimestampMsSchema } from "./common.ts";

export const ReadingSourceSchema = z.enum(["camera", "photo", "pad", "button", "correction"]);

export const NewMoodReadingSchema = z
  .object({
    source: ReadingSourceSchema,
    emotion: NullableEmotionSchema.openapi({ description: "null when unsure, or when only a point was chosen" }),
    valence: z.number().min(-1).max(1),
    arousal: z.number().min(-1).max(1),
    confidence: z.number().min(0).max(1),
    faceCount: z.number().int().min(0).max(64).default(0),
  })
  .strict()
  .openapi("NewMoodReading");
export type NewMoodReading = z.input<typeof NewMoodReadingSchema>;

export const MoodReadingSchema = z
  .object({ id: z.number().int(), readAtMs: TimestampMsSchema, ...NewMoodReadingSchema.shape })
  .openapi("MoodReading");
export type MoodReading = z.infer<typeof MoodReadingSchema>;

export const MoodReadingListSchema = z
  .object({ readings: z.array(MoodReadingSchema), total: z.number().int() })
  .openapi("MoodReadingList");
