/** A music server that speaks Subsonic or OpenSubsonic: its connection, what of it joins the library, what is sent back. */
import { z } from "@hono/zod-openapi";
import { TimestampMsSchema } from "./common.ts";
import type { Disconnected } from "./services.ts";

export const SubsonicCredentialsSchema = z
  .union([
    z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(500) }).strict(),
    z.object({ apiKey: z.string().min(1).max(1000) }).strict(),
  ])
  .openapi("SubsonicCredentials");
export type SubsonicCredentials = z.infer<typeof SubsonicCredentialsSchema>;

export const NewSubsonicConnectionSchema = z
  .object({
    address: z
      .string()
      .min(1)
      .max(2000)
      .openapi({ description: "http or https, without user and password", example: "https://music.example.org" }),
    credentials: SubsonicCredentialsSchema,
    analyse: z.boolean().default(true).openapi({ description: "fetch each track once to measure its sound" }),
    certificateFingerprint: z
      .string()
      .max(200)
      .optional()
      .openapi({ description: "SHA-256 of a certificate to trust although no authority vouches for it" }),
  })
  .strict()
  .openapi("NewSubsonicConnection");
export type NewSubsonicConnection = z.input<typeof NewSubsonicConnectionSchema>;

export const SubsonicSettingsSchema = z.object({ analyse: z.boolean() }).strict().openapi("SubsonicSettings");

/** How the listener is made known to the server: an API key, a salted token, or the password itself. */
export const SubsonicSignInSchema = z.enum(["api-key", "token", "password"]);

export const SubsonicConnectionSchema = z
  .object({
    address: z.string(),
    username: z.string().nullable().openapi({ description: "null where an API key stands for it" }),
    signIn: SubsonicSignInSchema,
    analyse: z.boolean(),
    trustsCertificate: z.string().nullable().openapi({ description: "SHA-256 of the one trusted, null for the usual" }),
    server: z.object({
      type: z.string().nullable().openapi({ description: "such as navidrome; null where it does not say" }),
      version: z.string().nullable(),
      apiVersion: z.string(),
      openSubsonic: z.boolean(),
    }),
    connectedAtMs: TimestampMsSchema,
    tracks: z.number().int(),
    waiting: z.number().int().openapi({ description: "stars and plays that the server has not been told of yet" }),
  })
  .openapi("SubsonicConnection");
export type SubsonicConnection = z.infer<typeof SubsonicConnectionSchema>;

export const SubsonicSyncStateSchema = z.enum([
  "listing",
  "analysing",
  "completed",
  "cancelled",
  "interrupted",
  "failed",
]);

export const SubsonicSyncSchema = z
  .object({
    id: z.number().int(),
    state: SubsonicSyncStateSchema,
    startedAtMs: TimestampMsSchema,
    finishedAtMs: TimestampMsSchema.nullable(),
    listed: z.number().int().openapi({ description: "songs that the server has named so far" }),
    added: z.number().int(),
    changed: z.number().int(),
    removed: z.number().int(),
    toAnalyse: z.number().int().openapi({ description: "songs whose sound is to be measured; 0 while listing" }),
    analysed: z.number().int(),
    failed: z.number().int().openapi({ description: "songs whose sound could not be measured" }),
    currentTitle: z.string().nullable(),
    remainingMs: z.number().nullable().openapi({ description: "estimate, null while unknown" }),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi("SubsonicSync");
export type SubsonicSync = z.infer<typeof SubsonicSyncSchema>;

export const CurrentSubsonicSyncSchema = z
  .object({ sync: z.union([SubsonicSyncSchema, z.null()]) })
  .openapi("CurrentSubsonicSync");

/** How many tracks, features, plays, feedback, playlist entries, waiting changes, saved playlists and syncs. */
export type SubsonicDisconnected = Disconnected;

export const SubsonicSongSchema = z
  .object({
    songId: z.string().openapi({ description: "the server's own name for it" }),
    trackId: z.number().int().nullable().openapi({ description: "where it has joined the library" }),
    title: z.string(),
    artist: z.string().nullable(),
    album: z.string().nullable(),
    durationMs: z.number().int().nullable(),
    genres: z.array(z.string()),
    moods: z.array(z.string()),
    starred: z.boolean(),
  })
  .openapi("SubsonicSong");

export const SubsonicSongListSchema = z.object({ songs: z.array(SubsonicSongSchema) }).openapi("SubsonicSongList");
export type SubsonicSongList = z.infer<typeof SubsonicSongListSchema>;

export const SubsonicAlbumListSchema = z
  .object({
    albums: z.array(
      z.object({
        albumId: z.string(),
        name: z.string(),
        artist: z.string().nullable(),
        songCount: z.number().int().nullable(),
        year: z.number().int().nullable(),
      }),
    ),
  })
  .openapi("SubsonicAlbumList");
export type SubsonicAlbumList = z.infer<typeof SubsonicAlbumListSchema>;

export const SubsonicGenreListSchema = z
  .object({ genres: z.array(z.object({ name: z.string(), songCount: z.number().int().nullable() })) })
  .openapi("SubsonicGenreList");
export type SubsonicGenreList = z.infer<typeof SubsonicGenreListSchema>;

export const NewSubsonicPlaylistSchema = z
  .object({ name: z.string().trim().min(1).max(200).optional() })
  .strict()
  .openapi("NewSubsonicPlaylist");

export const SavedSubsonicPlaylistSchema = z
  .object({
    playlistId: z.string().openapi({ description: "the server's own name for it" }),
    name: z.string(),
    songs: z.number().int(),
    leftOut: z.number().int().openapi({ description: "tracks that this server does not have" }),
    refreshed: z.boolean().openapi({ description: "the one saved before was filled anew" }),
  })
  .openapi("SavedSubsonicPlaylist");
export type SavedSubsonicPlaylist = z.infer<typeof SavedSubsonicPlaylistSchema>;
