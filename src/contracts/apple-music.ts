/** Apple Music: the owner's developer key, the listener's sign-in, search by mood, library and playlists. */
import { z } from "@hono/zod-openapi";
import { MoodTargetSchema, NullableEmotionSchema, TimestampMsSchema } from "./common.ts";

export const AppleMusicSettingsSchema = z
  .object({
    teamId: z.string().regex(/^[A-Z0-9]{10}$/, "must be ten capital letters and digits"),
    keyId: z.string().regex(/^[A-Z0-9]{10}$/, "must be ten capital letters and digits"),
    privateKey: z.string().min(1).max(4000).openapi({ description: "content of the .p8 file; kept encrypted" }),
  })
  .strict()
  .openapi("AppleMusicSettings");
export type AppleMusicSettings = z.infer<typeof AppleMusicSettingsSchema>;

export const AppleMusicStatusSchema = z
  .object({
    configured: z.boolean(),
    fromEnvironment: z.boolean(),
    teamId: z.string().nullable(),
    keyId: z.string().nullable(),
    listener: z
      .object({ storefront: z.string(), signedInAtMs: TimestampMsSchema })
      .nullable()
      .openapi({ description: "null until the listener signed in; without it there are previews only" }),
  })
  .openapi("AppleMusicStatus");
export type AppleMusicStatus = z.infer<typeof AppleMusicStatusSchema>;

/** For MusicKit in the page; good for this server's own address alone. */
export const AppleMusicTokenSchema = z
  .object({ developerToken: z.string(), expiresAtMs: TimestampMsSchema })
  .openapi("AppleMusicToken");
export type AppleMusicToken = z.infer<typeof AppleMusicTokenSchema>;

export const AppleMusicListenerSchema = z
  .object({ userToken: z.string().min(1).max(4000) })
  .strict()
  .openapi("AppleMusicListener");

/**
 * What the listener will hear: `full` needs their subscription (the player says where there is none), `preview` is a
 * short excerpt and must be called one, `none` cannot be played.
 */
export const AppleMusicPlaybackSchema = z.enum(["full", "preview", "none"]);

export const AppleMusicSongSchema = z
  .object({
    id: z.string().openapi({ description: "catalogue id, or library id where it begins with i." }),
    kind: z.enum(["catalogue", "library"]),
    title: z.string(),
    artist: z.string().nullable(),
    album: z.string().nullable(),
    durationMs: z.number().int().nullable(),
    isrc: z.string().nullable(),
    genres: z.array(z.string()),
    url: z.string().nullable().openapi({ description: "the song's page at Apple Music" }),
    artwork: z.object({ url: z.string(), width: z.number().int(), height: z.number().int() }).nullable(),
    playback: AppleMusicPlaybackSchema,
    previewUrl: z.string().nullable(),
  })
  .openapi("AppleMusicSong");
export type AppleMusicSong = z.infer<typeof AppleMusicSongSchema>;

export const AppleMusicSongPageSchema = z
  .object({
    songs: z.array(AppleMusicSongSchema),
    nextOffset: z.number().int().nullable(),
    fetchedAtMs: TimestampMsSchema,
  })
  .openapi("AppleMusicSongPage");
export type AppleMusicSongPage = z.infer<typeof AppleMusicSongPageSchema>;

export const AppleMusicPlaylistPageSchema = z
  .object({
    playlists: z.array(z.object({ id: z.string(), name: z.string(), description: z.string().nullable() })),
    nextOffset: z.number().int().nullable(),
    fetchedAtMs: TimestampMsSchema,
  })
  .openapi("AppleMusicPlaylistPage");
export type AppleMusicPlaylistPage = z.infer<typeof AppleMusicPlaylistPageSchema>;

export const NewAppleMusicListSchema = z
  .object({ mood: MoodTargetSchema, size: z.number().int().min(1).max(100).default(25) })
  .strict()
  .openapi("NewAppleMusicList");
export type NewAppleMusicList = z.infer<typeof NewAppleMusicListSchema>;

export const AppleMusicListSchema = z
  .object({
    emotion: NullableEmotionSchema,
    words: z.array(z.string()).openapi({ description: "what the catalogue was searched for" }),
    entries: z.array(
      z.object({
        song: AppleMusicSongSchema,
        distance: z.number().nullable().openapi({ description: "to the mood; null where its mood is not known" }),
        reason: z.string(),
      }),
    ),
    note: z.string().nullable(),
    fetchedAtMs: TimestampMsSchema,
  })
  .openapi("AppleMusicList");
export type AppleMusicList = z.infer<typeof AppleMusicListSchema>;
