/** Tracks of the listener's library and what the analyser measured of each. */
import { z } from "@hono/zod-openapi";
import { PagingSchema } from "./common.ts";

export const TrackFeaturesSchema = z
  .object({
    analyserVersion: z.number().int(),
    tempoBpm: z.number().nullable().openapi({ description: "null where no pulse was found" }),
    tonic: z.number().int().min(0).max(11).nullable().openapi({ description: "pitch class, C = 0" }),
    mode: z.enum(["major", "minor"]).nullable(),
    loudnessLufs: z
      .number()
      .nullable()
      .openapi({ description: "null, as the next three, where the sound was not measured" }),
    dynamicRangeDb: z.number().nullable(),
    brightnessHz: z.number().nullable().openapi({ description: "mean spectral centroid" }),
    onsetsPerSecond: z.number().nullable(),
    beatStrength: z.number().nullable().openapi({
      description: "0..1, how fully onsets repeat after a beat; null, as the next nine, where it was not measured",
    }),
    keyStrength: z.number().nullable().openapi({ description: "0..1, correlation with the key's profile" }),
    majorness: z.number().nullable().openapi({ description: "-1 minor .. 1 major" }),
    chromaEntropy: z.number().nullable().openapi({ description: "0 one pitch class .. 1 all twelve alike" }),
    crestFactorDb: z.number().nullable(),
    rolloffHz: z.number().nullable().openapi({ description: "85 % of the power lies below" }),
    flatness: z.number().nullable().openapi({ description: "0 tones .. 1 white noise" }),
    fluxDb: z.number().nullable(),
    roughness: z.number().nullable().openapi({ description: "0..1, after Sethares" }),
    danceability: z.number().nullable().openapi({ description: "0..1, by detrended fluctuation analysis" }),
    valence: z.number().min(-1).max(1),
    arousal: z.number().min(-1).max(1),
  })
  .openapi("TrackFeatures");
export type TrackFeatures = z.infer<typeof TrackFeaturesSchema>;

export const TrackSchema = z
  .object({
    id: z.number().int(),
    source: z.string().openapi({ description: "where it comes from: `local`, `composed`, `subsonic` ..." }),
    title: z.string(),
    artist: z.string().nullable(),
    album: z.string().nullable(),
    genre: z.string().nullable().openapi({ description: "as the tags have it; several are separated by `; `" }),
    durationMs: z.number().int().nonnegative().nullable(),
    hasCover: z.boolean(),
    liked: z.boolean(),
    path: z.string().openapi({
      description: "the source's own name for it: of a local file, relative to the music folder, with forward slashes",
    }),
    mimeType: z.string(),
    /** Null until analysed. A union, since `.nullable()` would make the shared schema itself nullable in OpenAPI. */
    features: z.union([TrackFeaturesSchema, z.null()]),
    problem: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .openapi({ description: "why this file could not be read or analysed" }),
  })
  .openapi("Track");
export type Track = z.infer<typeof TrackSchema>;

export const TrackQuerySchema = PagingSchema.extend({
  query: z.string().max(200).optional().openapi({
    description:
      "every word must be in title, artist, album or genre: of one or two letters at the beginning of a word, of more anywhere",
  }),
  source: z.string().max(40).optional().openapi({ description: "tracks of this source only" }),
  problems: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ description: "only files that could not be read or analysed; without `query`" }),
  // Named, because OpenAPI would take null, which coerces to 0, for allowed.
  after: z.coerce.number().int().positive().optional().openapi({
    type: "integer",
    description:
      "begins behind the track with this id: as quick at the end of a large library as at its start; without `query`",
  }),
});

export const TrackListSchema = z
  .object({
    tracks: z.array(TrackSchema),
    total: z.number().int(),
    totalIsExact: z
      .boolean()
      .openapi({ description: "false where a search finds more than `total`, which is not counted" }),
  })
  .openapi("TrackList");
export type TrackList = z.infer<typeof TrackListSchema>;
