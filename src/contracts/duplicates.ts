/** Recordings that the library holds more than once, under whatever name. Nothing is ever deleted because of it. */
import { z } from "@hono/zod-openapi";
import { PagingSchema } from "./common.ts";
import { TrackSchema } from "./tracks.ts";

/** What says that two tracks are one recording. */
export const DuplicateEvidenceSchema = z
  .enum(["tags", "sound", "tags-and-sound"])
  .openapi("DuplicateEvidence", { description: "`sound`: the fingerprints of what is heard" });
export type DuplicateEvidence = z.infer<typeof DuplicateEvidenceSchema>;

export const DuplicateCopySchema = z
  .object({
    track: TrackSchema,
    preferred: z.boolean().openapi({ description: "the copy that playlists take; one of each group" }),
    evidence: z
      .union([DuplicateEvidenceSchema, z.null()])
      .openapi({ description: "what ties it to the group most closely" }),
    similarity: z.number().min(0).max(1).nullable().openapi({
      description: "share of fingerprint bits that agree with its closest copy; null where tags alone speak",
    }),
  })
  .openapi("DuplicateCopy");
export type DuplicateCopy = z.infer<typeof DuplicateCopySchema>;

export const DuplicateGroupSchema = z
  .object({
    id: z.number().int().positive().openapi({ description: "of this group as long as it has the same earliest track" }),
    copies: z.array(DuplicateCopySchema).openapi({ description: "the preferred one first" }),
  })
  .openapi("DuplicateGroup");
export type DuplicateGroup = z.infer<typeof DuplicateGroupSchema>;

export const DuplicateListSchema = z
  .object({
    groups: z.array(DuplicateGroupSchema),
    total: z.number().int().openapi({ description: "groups in all" }),
    extraTracks: z.number().int().openapi({ description: "copies beyond the first of each group" }),
    searching: z.boolean().openapi({ description: "the search is not through yet" }),
  })
  .openapi("DuplicateList");
export type DuplicateList = z.infer<typeof DuplicateListSchema>;

export const DuplicateQuerySchema = PagingSchema.extend({
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const NotSameSchema = z
  .object({
    trackId: z.number().int().positive(),
    others: z
      .array(z.number().int().positive())
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: "default: all the other copies of its group" }),
    notSame: z.boolean().default(true).openapi({ description: "false takes it back" }),
  })
  .strict()
  .openapi("NotSame");
export type NotSame = z.input<typeof NotSameSchema>;

export const NotSameAnswerSchema = z
  .object({
    trackId: z.number().int(),
    others: z
      .array(z.number().int())
      .openapi({ description: "whom it was told apart from; sent back with notSame false this undoes it" }),
    notSame: z.boolean(),
  })
  .openapi("NotSameAnswer");
export type NotSameAnswer = z.infer<typeof NotSameAnswerSchema>;
