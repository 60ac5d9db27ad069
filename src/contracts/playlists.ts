/** Playlists: made for a mood, put together by the listener, kept under a name, edited, listed. */
import { z } from "@hono/zod-openapi";
import {
  AffectPointSchema,
  MoodTargetSchema,
  NullableEmotionSchema,
  NullableMoodNameSchema,
  PagingSchema,
  TimestampMsSchema,
} from "./common.ts";
import { JourneySchema, NewJourneySchema } from "./journeys.ts";
import { TrackSchema } from "./tracks.ts";

/** A body of 64 KiB holds so many ids. */
export const MOST_TRACKS = 5000;

const NameSchema = z.string().trim().min(1).max(200);
const VersionSchema = z.number().int().positive().openapi({
  description: "the version that the change was made on; another one by now is refused with 409 `playlist.changed`",
});
const TrackIdsSchema = z.array(z.number().int().positive()).max(MOST_TRACKS);

export const NewPlaylistSchema = z
  .object({
    mood: MoodTargetSchema,
    size: z.number().int().min(1).max(200).optional().openapi({ description: "tracks; 25 where no length is given" }),
    minutes: z.number().min(5).max(600).optional().openapi({ description: "in place of `size`" }),
    journey: NewJourneySchema.optional(),
    name: NameSchema.optional().openapi({ description: "keeps the list under this name" }),
  })
  .strict()
  .refine(({ size, minutes }) => size === undefined || minutes === undefined, {
    message: "Give either `size` or `minutes`.",
    path: ["minutes"],
  })
  .openapi("NewPlaylist");
export type NewPlaylist = z.input<typeof NewPlaylistSchema>;

export const PlaylistEntrySchema = z
  .object({
    position: z.number().int().nonnegative(),
    track: TrackSchema,
    distance: z.number().nullable().openapi({
      description: "to its waypoint on the valence-arousal plane, 0..2.83; null for a track that was put in by hand",
    }),
    reason: z.string().openapi({ description: "why this song, in one line" }),
    waypoint: z.number().int().nonnegative().nullable().openapi({
      description:
        "which point of the journey's path it was chosen for, from 0; null for a track that was put in by hand",
    }),
  })
  .openapi("PlaylistEntry");
export type PlaylistEntry = z.infer<typeof PlaylistEntrySchema>;

const COMMON = {
  id: z.number().int(),
  version: z.number().int().openapi({ description: "rises with every change" }),
  name: z.string().nullable().openapi({ description: "given by the listener; null for a list that is not saved" }),
  saved: z.boolean().openapi({ description: "kept until it is deleted; other lists are forgotten after a while" }),
  standing: z.boolean().openapi({ description: "renews itself, so that it is not edited but copied" }),
  createdAtMs: TimestampMsSchema,
  changedAtMs: TimestampMsSchema,
  emotion: NullableEmotionSchema,
  mood: NullableMoodNameSchema.openapi({ description: "one of the twelve it was asked for by; null for a point" }),
  target: AffectPointSchema,
  durationMs: z.number().int().openapi({ description: "of all its tracks whose length is known" }),
};

export const PlaylistSchema = z
  .object({
    ...COMMON,
    /** Null where the listener put it together. A union, so that null does not become part of `Journey` itself. */
    journey: z.union([JourneySchema, z.null()]),
    entries: z.array(PlaylistEntrySchema),
    note: z.string().nullable().openapi({ description: "said when the library could not fill the wish" }),
  })
  .openapi("Playlist");
export type Playlist = z.infer<typeof PlaylistSchema>;

export const PlaylistSummarySchema = z
  .object({
    ...COMMON,
    journey: z.enum(["match", "shift", "hold"]).nullable(),
    tracks: z.number().int().openapi({ description: "those that can still be played" }),
  })
  .openapi("PlaylistSummary");
export type PlaylistSummary = z.infer<typeof PlaylistSummarySchema>;

export const PlaylistQuerySchema = PagingSchema.extend({
  which: z
    .enum(["saved", "all"])
    .default("saved")
    .openapi({ description: "saved ones by name, or all that are still known, newest first" }),
});

export const PlaylistListSchema = z
  .object({ playlists: z.array(PlaylistSummarySchema), total: z.number().int() })
  .openapi("PlaylistList");
export type PlaylistList = z.infer<typeof PlaylistListSchema>;

/** A list of the listener's own, such as what is in the queue. */
export const NewOwnPlaylistSchema = z
  .object({ name: NameSchema, trackIds: TrackIdsSchema })
  .strict()
  .openapi("NewOwnPlaylist");
export type NewOwnPlaylist = z.infer<typeof NewOwnPlaylistSchema>;

export const NewPlaylistCopySchema = z.object({ name: NameSchema }).strict().openapi("NewPlaylistCopy");

/** Whatever is given changes; a list that was not saved is saved by it. */
export const PlaylistChangeSchema = z
  .object({
    version: VersionSchema,
    name: NameSchema.optional(),
    trackIds: TrackIdsSchema.optional().openapi({
      description: "all tracks in their new order: left out is removed, new is added, twice is twice",
    }),
  })
  .strict()
  .openapi("PlaylistChange");
export type PlaylistChange = z.infer<typeof PlaylistChangeSchema>;

/** The whole of what can be edited. */
export const PlaylistReplacementSchema = z
  .object({ version: VersionSchema, name: NameSchema, trackIds: TrackIdsSchema })
  .strict()
  .openapi("PlaylistReplacement");

export const PlaylistFileQuerySchema = z.object({
  paths: z
    .enum(["absolute", "relative"])
    .default("absolute")
    .openapi({ description: "relative to the music folder, for a file that is put there; or absolute" }),
});
