/** The character of the library: groups of tracks that sound alike, their names, and a map of them. */
import { z } from "@hono/zod-openapi";
import { IdSchema, PagingSchema, TimestampMsSchema } from "./common.ts";
import { TrackSchema } from "./tracks.ts";

/** Most points that one answer holds. */
export const MOST_MAP_POINTS = 3000;

const MapCoordinate = z.number().min(-1).max(1);

export const LibraryClusterSchema = z
  .object({
    id: z.number().int().positive().openapi({ description: "stays when the library grows and the cluster with it" }),
    name: z.string().openapi({ example: "Sombre jazz", description: "unique within the map" }),
    words: z.array(z.string()).openapi({ description: "what the name was drawn from: cues, the strongest first" }),
    genre: z.string().nullable().openapi({ description: "the genre that its tags name most, where one stands out" }),
    count: z.number().int().nonnegative(),
    x: MapCoordinate.openapi({ description: "its centre on the map, as y" }),
    y: MapCoordinate,
    valence: z.number().min(-1).max(1).openapi({ description: "mean of its tracks, as arousal" }),
    arousal: z.number().min(-1).max(1),
  })
  .openapi("LibraryCluster");
export type LibraryCluster = z.infer<typeof LibraryClusterSchema>;

export const MapPointSchema = z
  .object({ trackId: z.number().int(), cluster: z.number().int(), x: MapCoordinate, y: MapCoordinate })
  .openapi("MapPoint");
export type MapPoint = z.infer<typeof MapPointSchema>;

export const MapStateSchema = z.enum(["empty", "computing", "ready"]).openapi({
  description: "`empty`: no track is measured; `computing`: the first map is being drawn; `ready`: the map is there",
});

export const LibraryMapSchema = z
  .object({
    state: MapStateSchema,
    updating: z.boolean().openapi({ description: "a newer map is being drawn; this one holds until then" }),
    computedAtMs: TimestampMsSchema.nullable(),
    trackCount: z.number().int().nonnegative().openapi({ description: "tracks that have a place on the map" }),
    axes: z
      .object({ left: z.string(), right: z.string(), bottom: z.string(), top: z.string() })
      .nullable()
      .openapi({ description: "what lies at the ends of the map, in a word or two each" }),
    clusters: z.array(LibraryClusterSchema).openapi({ description: "the largest first" }),
    points: z
      .array(MapPointSchema)
      .openapi({ description: "an even sample where there are more tracks than asked for" }),
  })
  .openapi("LibraryMap");
export type LibraryMap = z.infer<typeof LibraryMapSchema>;

export const LibraryMapQuerySchema = z.object({
  points: z.coerce
    .number()
    .int()
    .min(0)
    .max(MOST_MAP_POINTS)
    .default(MOST_MAP_POINTS)
    .openapi({ type: "integer", description: "most points wanted" }),
});

const BoxEdge = z.coerce.number().min(-1).max(1).optional();

export const MapTracksQuerySchema = PagingSchema.extend({
  cluster: IdSchema.optional().openapi({ description: "of this cluster, the most typical first" }),
  left: BoxEdge.openapi({ description: "with right, bottom and top: in this part of the map, from left to right" }),
  right: BoxEdge,
  bottom: BoxEdge,
  top: BoxEdge,
}).refine(
  ({ cluster, left, right, bottom, top }) => {
    const edges = [left, right, bottom, top].filter((edge) => edge !== undefined).length;
    return cluster === undefined ? edges === 4 : edges === 0;
  },
  { message: "give either cluster, or all of left, right, bottom and top" },
);
export type MapTracksQuery = z.output<typeof MapTracksQuerySchema>;

export const MapTracksSchema = z
  .object({
    tracks: z.array(TrackSchema),
    hasMore: z.boolean().openapi({ description: "whether another page follows" }),
  })
  .openapi("MapTracks");
export type MapTracks = z.infer<typeof MapTracksSchema>;
