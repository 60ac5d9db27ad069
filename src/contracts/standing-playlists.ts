/** A standing playlist for each of the twelve moods, and when they renew themselves. */
import { z } from "@hono/zod-openapi";
import { AffectPointSchema, MoodNameSchema, TimestampMsSchema } from "./common.ts";

export const RenewalScheduleSchema = z
  .object({
    every: z.enum(["off", "daily", "weekly"]),
    hour: z.number().int().min(0).max(23).openapi({ description: "of the server's local time" }),
  })
  .strict()
  .openapi("RenewalSchedule");
export type RenewalSchedule = z.infer<typeof RenewalScheduleSchema>;

export const StandingPlaylistSchema = z
  .object({
    mood: MoodNameSchema,
    playlistId: z.number().int().nullable().openapi({ description: "null while there is no music for this mood" }),
    tracks: z.number().int(),
    /** Where this mood lies for this listener. A description here would make it an allOf in OpenAPI. */
    target: AffectPointSchema,
    cause: z
      .enum(["first", "schedule", "drift", "asked"])
      .nullable()
      .openapi({ description: "why it was renewed last" }),
    renewedAtMs: TimestampMsSchema.nullable(),
  })
  .openapi("StandingPlaylist");
export type StandingPlaylist = z.infer<typeof StandingPlaylistSchema>;
export type RenewalCause = NonNullable<StandingPlaylist["cause"]>;

export const StandingPlaylistsSchema = z
  .object({
    schedule: RenewalScheduleSchema,
    nextAtMs: TimestampMsSchema.nullable().openapi({ description: "null while the schedule is off" }),
    renewing: z.union([MoodNameSchema, z.null()]).openapi({ description: "the mood whose list is made at the moment" }),
    playlists: z.array(StandingPlaylistSchema),
  })
  .openapi("StandingPlaylists");
export type StandingPlaylists = z.infer<typeof StandingPlaylistsSchema>;

/** Which to renew; all twelve where none is named. */
export const NewRenewalSchema = z.object({ mood: MoodNameSchema.optional() }).strict().openapi("NewRenewal");
