/** Playlists for a mood. */
import { z } from "@hono/zod-openapi";
import { AffectPointSchema, MoodTargetSchema, NullableEmotionSchema, TimestampMsSchema } from "./common.ts";
import { TrackSchema } from "./tracks.ts";

export const NewPlaylistSchema = z
  .object({
    mood: MoodTargetSchema,
    size: z.number().int().min(1).max(200).default(25),
  })
  .strict()
  .openapi("NewPlaylist");
export type NewPlaylist = z.input<typeof NewPlaylistSchema>;

export const PlaylistEntrySchema = z
  .object({
    position: z.number().int().nonnegative(),
    track: TrackSchema,
    distance: z.number().openapi({ description: "to the asked mood on the valence-arousal plane, 0..2.83" }),
    reason: z.string().openapi({ description: "why this song, in one line" }),
  })
  .openapi("PlaylistEntry");
export type PlaylistEntry = z.infer<typeof PlaylistEntrySchema>;

export const PlaylistSchema = z
  .object({
    id: z.number().int(),
    createdAtMs: TimestampMsSchema,
    emotion: NullableEmotionSchema,
    target: AffectPointSchema,
    entries: z.array(PlaylistEntrySchema),
    note: z.string().nullable().openapi({ description: "said when the library could not fill the wish" }),
  })
  .openapi("Playlist");
export type Playlist = z.infer<typeof PlaylistSchema>;
