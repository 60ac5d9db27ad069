/** What a client needs to know first: is the server there, which version, is there music. */
import { z } from "@hono/zod-openapi";

export const StatusSchema = z
  .object({
    name: z.literal("moodsync"),
    version: z.string(),
    tracks: z.number().int(),
    playable: z.number().int().openapi({ description: "tracks with features, fit for a playlist" }),
    folder: z.string().nullable(),
    scanning: z.boolean(),
  })
  .openapi("Status");
export type Status = z.infer<typeof StatusSchema>;
