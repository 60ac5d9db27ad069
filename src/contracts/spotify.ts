/**
 * Spotify as the page sees it, below /api/sources/spotify: sign-in, the listener's playlists and which mood each is for,
 * a list for a mood, the playlist saved from it, and the player, which is Spotify's own.
 */
import { z } from "@hono/zod-openapi";
import { EMOTIONS } from "../core/affect/emotion.ts";
import { EmotionSchema, TimestampMsSchema } from "./common.ts";
import { ProblemSchema } from "./services.ts";
import { SPOTIFY_PURPOSES } from "./spotify-purposes.ts";

/** What the listener is asked to allow, each when it is needed first: lists to look at, a playlist to save, devices to steer, this page to play. */
export const SpotifyPurposeSchema = z.enum(SPOTIFY_PURPOSES).openapi("SpotifyPurpose");
export type SpotifyPurpose = z.infer<typeof SpotifyPurposeSchema>;

export const SpotifyStatusSchema = z
  .object({
    configured: z.boolean(),
    clientId: z.string().nullable(),
    clientIdFixed: z.boolean().openapi({ description: "the server's environment decides it" }),
    redirectUri: z.string().openapi({ description: "to be pasted into the developer dashboard, letter by letter" }),
    connected: z.boolean(),
    account: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
    connectedAtMs: TimestampMsSchema.nullable(),
    endsAtMs: TimestampMsSchema.nullable().openapi({ description: "Spotify ends every sign-in after six months" }),
    allowed: z.array(SpotifyPurposeSchema).openapi({ description: "what the listener has consented to" }),
    premium: z.enum(["yes", "no", "unknown"]).openapi({ description: "learnt from the player's answers alone" }),
    sdkUrl: z.string().openapi({ description: "script of the Web Playback SDK" }),
    problem: ProblemSchema.nullable(),
  })
  .openapi("SpotifyStatus");
export type SpotifyStatus = z.infer<typeof SpotifyStatusSchema>;

export const SpotifySignInSchema = z
  .object({ purposes: z.array(SpotifyPurposeSchema).min(1).max(SPOTIFY_PURPOSES.length).default(["lists"]) })
  .strict()
  .openapi("SpotifySignIn");

export const SpotifySignInStartSchema = z
  .object({
    authorizeUrl: z.string().openapi({ description: "where the listener consents; the browser goes there" }),
    expiresAtMs: TimestampMsSchema,
  })
  .openapi("SpotifySignInStart");
export type SpotifySignInStart = z.infer<typeof SpotifySignInStartSchema>;

/**
 * What the callback tells the page, as `/?spotify=<outcome>#/services/spotify`: `connected`, or the code of what went
 * wrong. GET /outcomes/:outcome has the sentence to it.
 */
export const SPOTIFY_OUTCOMES = [
  "connected",
  "spotify.consent-refused",
  "spotify.state-unknown",
  "spotify.code-refused",
  "spotify.redirect-mismatch",
  "spotify.client-id-wrong",
  "spotify.user-not-listed",
  "spotify.owner-premium",
  "spotify.failed",
  "service.unreachable",
  "service.timeout",
  "service.rate-limited",
  "service.bad-answer",
] as const;
export const SpotifyOutcomeSchema = z
  .object({ outcome: z.enum(SPOTIFY_OUTCOMES), message: z.string() })
  .openapi("SpotifyOutcome");
export type SpotifyOutcome = z.infer<typeof SpotifyOutcomeSchema>;

export const SpotifyPlaylistSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    ownerName: z.string().nullable(),
    readable: z.boolean().openapi({ description: "the listener owns it or works on it; Spotify shows no other" }),
    tracks: z.number().int().nullable(),
    artUrl: z.string().nullable().openapi({ description: "to be shown whole, uncropped" }),
    url: z.string().openapi({ description: "the way back to Spotify" }),
  })
  .openapi("SpotifyPlaylist");
export type SpotifyPlaylist = z.infer<typeof SpotifyPlaylistSchema>;

const FetchedShape = {
  fetchedAtMs: TimestampMsSchema,
  expiresAtMs: TimestampMsSchema.openapi({ description: "it is deleted then" }),
  stale: z.boolean().openapi({ description: "Spotify could not be asked; this is what it said at fetchedAtMs" }),
  problem: ProblemSchema.nullable().openapi({ description: "why it could not be asked; null where it is fresh" }),
};

export const SpotifyPlaylistListSchema = z
  .object({
    playlists: z.array(SpotifyPlaylistSchema),
    total: z.number().int().openapi({ description: "as Spotify counts; more than were fetched where there are many" }),
    ...FetchedShape,
  })
  .openapi("SpotifyPlaylistList");
export type SpotifyPlaylistList = z.infer<typeof SpotifyPlaylistListSchema>;

const PlaylistIds = z.array(z.string().regex(/^[0-9A-Za-z]{1,64}$/, "must be a playlist's id")).max(50);

/** Playlists of each mood by id, in the listener's order; one may stand at several moods. */
export const SpotifyMoodMapSchema = z
  .object(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key for every emotion
    Object.fromEntries(EMOTIONS.map((emotion) => [emotion, PlaylistIds.default([])])) as Record<
      (typeof EMOTIONS)[number],
      z.ZodDefault<typeof PlaylistIds>
    >,
  )
  .strict()
  .openapi("SpotifyMoodMap");
export type SpotifyMoodMap = z.infer<typeof SpotifyMoodMapSchema>;

export const SpotifyMoodsSchema = z
  .object({
    map: SpotifyMoodMapSchema,
    proposed: z.boolean().openapi({ description: "from the playlists' names; nothing is kept until it is saved" }),
  })
  .openapi("SpotifyMoods");
export type SpotifyMoods = z.infer<typeof SpotifyMoodsSchema>;

export const SpotifyTrackSchema = z
  .object({
    id: z.string(),
    uri: z.string(),
    url: z.string(),
    title: z.string(),
    artists: z.array(z.object({ name: z.string(), url: z.string().nullable() })),
    album: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
    artUrl: z.string().nullable().openapi({ description: "to be shown whole, uncropped" }),
    durationMs: z.number().int(),
    explicit: z.boolean(),
    restriction: z
      .enum(["market", "product", "explicit", "other"])
      .nullable()
      .openapi({ description: "why it cannot be played here; null where it can" }),
  })
  .openapi("SpotifyTrack");
export type SpotifyTrack = z.infer<typeof SpotifyTrackSchema>;

/** Where a track of a list comes from. */
export const SpotifyOriginSchema = z.enum(["playlist", "search", "saved", "top"]);

export const SpotifySavedSchema = z
  .object({
    playlistId: z.string(),
    url: z.string(),
    name: z.string(),
    tracks: z.number().int(),
    savedAtMs: TimestampMsSchema,
    refreshed: z.boolean().openapi({ description: "the one saved before was filled anew" }),
  })
  .openapi("SpotifySaved");
export type SpotifySaved = z.infer<typeof SpotifySavedSchema>;

export const SpotifyListSchema = z
  .object({
    emotion: EmotionSchema,
    entries: z.array(
      z.object({
        track: SpotifyTrackSchema,
        origin: SpotifyOriginSchema,
        originName: z.string().nullable().openapi({ description: "the playlist's name, or the words searched for" }),
      }),
    ),
    note: z.string().nullable().openapi({ description: "what was left out and why, or what would help" }),
    saved: z
      .object({ playlistId: z.string(), url: z.string(), savedAtMs: TimestampMsSchema })
      .nullable()
      .openapi({ description: "the private playlist saved from this mood's list" }),
    ...FetchedShape,
  })
  .openapi("SpotifyList");
export type SpotifyList = z.infer<typeof SpotifyListSchema>;

export const SpotifyListQuerySchema = z.object({
  size: z.coerce.number().int().min(1).max(100).default(30),
  refresh: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .openapi({ type: "boolean", description: "ask Spotify again although the list is still good" }),
});

export const SpotifySearchQuerySchema = z.object({
  query: z.string().trim().min(1).max(200),
  offset: z.coerce.number().int().min(0).max(1000).default(0).openapi({ type: "integer" }),
});

export const SpotifySearchSchema = z
  .object({ tracks: z.array(SpotifyTrackSchema), nextOffset: z.number().int().nullable() })
  .openapi("SpotifySearch");
export type SpotifySearch = z.infer<typeof SpotifySearchSchema>;

export const SpotifyDeviceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string().openapi({ example: "Computer" }),
    active: z.boolean(),
    volumePercent: z.number().int().nullable().openapi({ description: "null where it cannot be set from here" }),
  })
  .openapi("SpotifyDevice");
export type SpotifyDevice = z.infer<typeof SpotifyDeviceSchema>;

export const SpotifyDeviceListSchema = z
  .object({
    devices: z.array(SpotifyDeviceSchema),
    uncontrollable: z.number().int().openapi({ description: "devices that take no commands from outside" }),
  })
  .openapi("SpotifyDeviceList");
export type SpotifyDeviceList = z.infer<typeof SpotifyDeviceListSchema>;

const NullableTrack = z.union([SpotifyTrackSchema, z.null()]);

export const SpotifyPlayerStateSchema = z
  .object({
    device: z.union([SpotifyDeviceSchema, z.null()]).openapi({ description: "null where nothing plays anywhere" }),
    track: NullableTrack.openapi({ description: "null for an episode, an advertisement or nothing" }),
    playing: z.boolean(),
    positionMs: z.number().int(),
    shuffle: z.boolean(),
    atMs: TimestampMsSchema.openapi({ description: "when this was so, by the server's clock" }),
  })
  .openapi("SpotifyPlayerState");
export type SpotifyPlayerState = z.infer<typeof SpotifyPlayerStateSchema>;

export const SpotifyQueueSchema = z
  .object({ current: NullableTrack, next: z.array(SpotifyTrackSchema) })
  .openapi("SpotifyQueue");
export type SpotifyQueue = z.infer<typeof SpotifyQueueSchema>;

const DeviceId = z.string().min(1).max(200);
const TrackUri = z.string().regex(/^spotify:track:[0-9A-Za-z]{1,64}$/, "must be a track's Spotify URI");

export const SpotifyTransferSchema = z
  .object({ deviceId: DeviceId, play: z.boolean().default(true) })
  .strict()
  .openapi("SpotifyTransfer");

export const SpotifyPlaySchema = z
  .object({
    deviceId: DeviceId.optional().openapi({ description: "the active one where left out" }),
    uris: z
      .array(TrackUri)
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: "goes on with what was, where left out" }),
    startAt: z.number().int().min(0).max(99).optional().openapi({ description: "place in uris to begin with" }),
    positionMs: z.number().int().min(0).max(86_400_000).optional(),
  })
  .strict()
  .openapi("SpotifyPlay");
export type SpotifyPlay = z.infer<typeof SpotifyPlaySchema>;

export const SpotifyCommandSchema = z.object({ deviceId: DeviceId.optional() }).strict().openapi("SpotifyCommand");

export const SpotifySeekSchema = z
  .object({ positionMs: z.number().int().min(0).max(86_400_000), deviceId: DeviceId.optional() })
  .strict()
  .openapi("SpotifySeek");

export const SpotifyVolumeSchema = z
  .object({ percent: z.number().int().min(0).max(100), deviceId: DeviceId.optional() })
  .strict()
  .openapi("SpotifyVolume");

export const SpotifyEnqueueSchema = z
  .object({ uri: TrackUri, deviceId: DeviceId.optional() })
  .strict()
  .openapi("SpotifyEnqueue");

/** A command was taken by Spotify; what came of it is in the player's state a moment later. */
export const SpotifyDoneSchema = z.object({ done: z.literal(true) }).openapi("SpotifyDone");

/** The one thing the SDK in the page needs: handed to it in memory, kept nowhere, good for an hour at most. */
export const SpotifyPlayerTokenSchema = z
  .object({ accessToken: z.string(), expiresAtMs: TimestampMsSchema })
  .openapi("SpotifyPlayerToken");
export type SpotifyPlayerToken = z.infer<typeof SpotifyPlayerTokenSchema>;
