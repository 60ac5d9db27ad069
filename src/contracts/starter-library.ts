/** The starter library: pieces composed in the background so that a fresh machine has music for every mood. */
import { z } from "@hono/zod-openapi";
import { EmotionSchema } from "./common.ts";

export const StarterStateSchema = z.enum(["off", "idle", "composing", "elsewhere", "ready", "failed"]);

export const StarterLibrarySchema = z
  .object({
    state: StarterStateSchema.openapi({
      description:
        "off: switched off; idle: not needed, there is other music; composing; elsewhere: another MoodSync on the " +
        "same data folder composes; ready: every piece is there; failed: see problem",
    }),
    enabled: z.boolean().openapi({ description: "the listener's setting" }),
    fromEnvironment: z.boolean().openapi({ description: "MOODSYNC_STARTER=off is set and wins over the setting" }),
    total: z.number().int().openapi({ description: "pieces wanted in all" }),
    done: z.number().int(),
    current: z.union([EmotionSchema, z.null()]).openapi({ description: "the mood composed for at the moment" }),
    moods: z.array(z.object({ emotion: EmotionSchema, done: z.number().int(), total: z.number().int() })),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi("StarterLibrary");
export type StarterLibrary = z.infer<typeof StarterLibrarySchema>;

export const StarterLibraryChangeSchema = z.object({ enabled: z.boolean() }).strict().openapi("StarterLibraryChange");

export const StarterRemovalSchema = z
  .object({ removed: z.number().int(), starter: StarterLibrarySchema })
  .openapi("StarterRemoval");
