/**
 * Keeps the library's character: the model, and where each track lies. A new model's places are written beside the old
 * ones; readers see the old until all are there. What a model is, and when a new one is due, is not decided here.
 */
import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import { CHARACTER_VERSION, type CharacterModel, type CharacterPlace } from "../../../core/library/character.ts";
import type { FeatureValues } from "../../../core/library/feature-scale.ts";
import type { CharacterModelTable } from "../character-schema.ts";
import type { Schema } from "../schema.ts";

export interface StoredModel {
  id: number;
  model: CharacterModel;
  fittedAtMs: number;
  fittedTracks: number;
  /** Tracks that came, changed or went since. */
  changedTracks: number;
  /** While tracks are being placed: up to which id all are. */
  placedUpTo: number;
}

export interface MeasuredTrack {
  trackId: number;
  genre: string | null;
  features: FeatureValues;
  analysedAtMs: number;
}

export interface TrackPlace extends CharacterPlace {
  trackId: number;
  valence: number;
  arousal: number;
  analysedAtMs: number;
}

export interface ClusterTotals {
  clusterId: number;
  tracks: number;
  valence: number;
  arousal: number;
}

export interface MapBox {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

export interface CharacterRepository {
  /** The model in this state, the newest; null where there is none, or one of another version. */
  find(userId: number, state: "placing" | "current"): Promise<StoredModel | null>;
  /** Keeps a model whose tracks are still to be placed; gives its id. */
  insert(userId: number, model: CharacterModel, fit: { tracks: number; atMs: number }): Promise<number>;
  /** Measured tracks that are there, above `afterId` and up to `upToId`; about one in `oneIn`, always the same ones. */
  measured(userId: number, afterId: number, upToId: number, oneIn?: number): Promise<MeasuredTrack[]>;
  /** Those of these tracks that are measured and there. */
  measuredOf(userId: number, trackIds: readonly number[]): Promise<MeasuredTrack[]>;
  /** Tracks of that stretch of ids whose place is missing, of another state of the sound, or no longer called for. */
  outOfPlace(userId: number, modelId: number, afterId: number, upToId: number): Promise<number[]>;
  /** Of which state of the sound these tracks' places are; those without a place are left out. */
  placedAt(modelId: number, trackIds: readonly number[]): Promise<Map<number, number>>;
  /** Puts tracks in their places, and takes away those of `gone`; a place that was there before is exchanged. */
  place(modelId: number, places: readonly TrackPlace[], gone?: readonly number[]): Promise<void>;
  /** Notes how far the placing has come. */
  setPlacedUpTo(modelId: number, trackId: number): Promise<void>;
  addChanged(modelId: number, tracks: number): Promise<void>;
  /** Makes a model the one that is read; the one before becomes a former one. */
  makeCurrent(userId: number, modelId: number): Promise<void>;
  /** Drops a model that was not placed to its end. */
  abandon(modelId: number): Promise<void>;
  /** Deletes up to `limit` places of former models, and a model without any left; false when nothing was left to do. */
  clearFormer(userId: number, limit: number): Promise<boolean>;
  totals(modelId: number): Promise<ClusterTotals[]>;
  /** An even sample of the places. */
  points(modelId: number, limit: number): Promise<{ trackId: number; cluster: number; x: number; y: number }[]>;
  /** Tracks of a cluster, the most typical first. */
  ofCluster(modelId: number, clusterId: number, page: { limit: number; offset: number }): Promise<number[]>;
  /** Tracks in a part of the map, from left to right. */
  inBox(modelId: number, box: MapBox, page: { limit: number; offset: number }): Promise<number[]>;
}

const ROWS_PER_STATEMENT = 400;
/** Multiplies a track's id into an even draw (Knuth's multiplicative hash). */
const DRAW_FACTOR = 2_654_435_761;
const DRAWS = 2 ** 31;

const FEATURES = {
  valence: "track_features.valence",
  arousal: "track_features.arousal",
  tempoBpm: "tempo_bpm",
  beatStrength: "beat_strength",
  majorness: "majorness",
  loudnessLufs: "loudness_lufs",
  dynamicRangeDb: "dynamic_range_db",
  brightnessHz: "brightness_hz",
  onsetsPerSecond: "onsets_per_second",
  roughness: "roughness",
  danceability: "danceability",
} as const;

/** 0 .. 2^31 - 1, the same for a track always. */
function drawOf(trackId: number): number {
  return Number((BigInt(trackId) * BigInt(DRAW_FACTOR)) % BigInt(DRAWS));
}

export function createCharacterRepository(db: Kysely<Schema>): CharacterRepository {
  const measured = (userId: number) =>
    db
      .selectFrom("track_features")
      .innerJoin("tracks", "tracks.id", "track_features.track_id")
      .select(["track_features.track_id", "genre", "analysed_at_ms"])
      .select(Object.values(FEATURES))
      .where("track_features.user_id", "=", userId)
      .where("removed_at_ms", "is", null);

  const placesOf = (modelId: number) => db.selectFrom("track_places").where("model_id", "=", modelId);

  /** What a cluster's totals change by. */
  const addToTotals = async (modelId: number, sign: 1 | -1, rows: readonly CountedPlace[]): Promise<void> => {
    const sums = new Map<number, { tracks: number; valence: number; arousal: number }>();
    for (const { cluster_id: id, valence, arousal } of rows) {
      const sum = sums.get(id) ?? { tracks: 0, valence: 0, arousal: 0 };
      sums.set(id, { tracks: sum.tracks + 1, valence: sum.valence + valence, arousal: sum.arousal + arousal });
    }
    for (const [clusterId, { tracks, valence, arousal }] of sums) {
      await db
        .updateTable("character_clusters")
        .set((row) => ({
          track_count: row("track_count", "+", sign * tracks),
          valence_sum: row("valence_sum", "+", sign * valence),
          arousal_sum: row("arousal_sum", "+", sign * arousal),
        }))
        .where("model_id", "=", modelId)
        .where("cluster_id", "=", clusterId)
        .execute();
    }
  };

  const takeAway = async (modelId: number, trackIds: readonly number[]): Promise<void> => {
    for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
      const removed = await db
        .deleteFrom("track_places")
        .where("model_id", "=", modelId)
        .where("track_id", "in", trackIds.slice(start, start + ROWS_PER_STATEMENT))
        .returning(["cluster_id", "valence", "arousal"])
        .execute();
      await addToTotals(modelId, -1, removed);
    }
  };

  return {
    async find(userId, state) {
      const row = await db
        .selectFrom("character_models")
        .selectAll()
        .where("user_id", "=", userId)
        .where("state", "=", state)
        .where("version", "=", CHARACTER_VERSION)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? toStored(row) : null;
    },
    async insert(userId, model, { tracks, atMs }) {
      const row = {
        user_id: userId,
        state: "placing" as const,
        version: model.version,
        fitted_at_ms: atMs,
        fitted_tracks: tracks,
        changed_tracks: 0,
        placed_up_to: 0,
        model: JSON.stringify(model),
      };
      const { id } = await db.insertInto("character_models").values(row).returning("id").executeTakeFirstOrThrow();
      const clusters = model.clusters.map((cluster) => ({
        model_id: id,
        cluster_id: cluster.id,
        track_count: 0,
        valence_sum: 0,
        arousal_sum: 0,
      }));
      if (clusters.length > 0) await db.insertInto("character_clusters").values(clusters).execute();
      return id;
    },
    async measured(userId, afterId, upToId, oneIn = 1) {
      let query = measured(userId)
        .where("track_features.track_id", ">", afterId)
        .where("track_features.track_id", "<=", upToId)
        .orderBy("track_features.track_id");
      if (oneIn > 1) {
        const share = Math.floor(DRAWS / oneIn);
        query = query.where(
          sql<boolean>`(track_features.track_id * ${sql.lit(DRAW_FACTOR)}) % ${sql.lit(DRAWS)} < ${sql.lit(share)}`,
        );
      }
      return (await query.execute()).map(toMeasured);
    },
    async measuredOf(userId, trackIds) {
      const found: MeasuredTrack[] = [];
      for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
        const some = trackIds.slice(start, start + ROWS_PER_STATEMENT);
        const rows = await measured(userId).where("track_features.track_id", "in", some).execute();
        found.push(...rows.map(toMeasured));
      }
      return found;
    },
    async outOfPlace(userId, modelId, afterId, upToId) {
      const missing = await db
        .selectFrom("track_features")
        .innerJoin("tracks", "tracks.id", "track_features.track_id")
        .leftJoin("track_places", (join) =>
          join
            .onRef("track_places.track_id", "=", "track_features.track_id")
            .on("model_id", "=", modelId)
            .onRef("track_places.analysed_at_ms", "=", "track_features.analysed_at_ms"),
        )
        .select("track_features.track_id")
        .where("track_features.user_id", "=", userId)
        .where("track_features.track_id", ">", afterId)
        .where("track_features.track_id", "<=", upToId)
        .where("removed_at_ms", "is", null)
        .where("track_places.track_id", "is", null)
        .execute();
      const spare = await placesOf(modelId)
        .innerJoin("tracks", "tracks.id", "track_places.track_id")
        .leftJoin("track_features", "track_features.track_id", "track_places.track_id")
        .select("track_places.track_id")
        .where("track_places.track_id", ">", afterId)
        .where("track_places.track_id", "<=", upToId)
        .where((where) =>
          where.or([where("removed_at_ms", "is not", null), where("track_features.track_id", "is", null)]),
        )
        .execute();
      return [...missing, ...spare].map((row) => row.track_id);
    },
    async placedAt(modelId, trackIds) {
      const found = new Map<number, number>();
      for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
        const some = trackIds.slice(start, start + ROWS_PER_STATEMENT);
        const rows = await placesOf(modelId)
          .select(["track_id", "analysed_at_ms"])
          .where("track_id", "in", some)
          .execute();
        for (const row of rows) found.set(row.track_id, row.analysed_at_ms);
      }
      return found;
    },
    async place(modelId, places, gone = []) {
      await takeAway(modelId, [...gone, ...places.map(({ trackId }) => trackId)]);
      for (let start = 0; start < places.length; start += ROWS_PER_STATEMENT) {
        const rows = places.slice(start, start + ROWS_PER_STATEMENT).map((place) => ({
          model_id: modelId,
          track_id: place.trackId,
          cluster_id: place.cluster,
          x: place.x,
          y: place.y,
          distance: place.distance,
          valence: place.valence,
          arousal: place.arousal,
          draw: drawOf(place.trackId),
          analysed_at_ms: place.analysedAtMs,
        }));
        await db.insertInto("track_places").values(rows).execute();
        await addToTotals(modelId, 1, rows);
      }
    },
    async setPlacedUpTo(modelId, trackId) {
      await db.updateTable("character_models").set({ placed_up_to: trackId }).where("id", "=", modelId).execute();
    },
    async addChanged(modelId, tracks) {
      await db
        .updateTable("character_models")
        .set((row) => ({ changed_tracks: row("changed_tracks", "+", tracks) }))
        .where("id", "=", modelId)
        .execute();
    },
    async makeCurrent(userId, modelId) {
      await db
        .updateTable("character_models")
        .set({ state: "former" })
        .where("user_id", "=", userId)
        .where("id", "!=", modelId)
        .execute();
      await db.updateTable("character_models").set({ state: "current" }).where("id", "=", modelId).execute();
    },
    async abandon(modelId) {
      await db.updateTable("character_models").set({ state: "former" }).where("id", "=", modelId).execute();
    },
    async clearFormer(userId, limit) {
      const former = await db
        .selectFrom("character_models")
        .select("id")
        .where("user_id", "=", userId)
        .where("state", "=", "former")
        .limit(1)
        .executeTakeFirst();
      if (!former) return false;
      const places = await placesOf(former.id).select("track_id").orderBy("draw").limit(limit).execute();
      if (places.length === 0) {
        await db.deleteFrom("character_models").where("id", "=", former.id).execute();
        return true;
      }
      await db
        .deleteFrom("track_places")
        .where("model_id", "=", former.id)
        .where(
          "track_id",
          "in",
          places.map((row) => row.track_id),
        )
        .execute();
      return true;
    },
    async totals(modelId) {
      const rows = await db.selectFrom("character_clusters").selectAll().where("model_id", "=", modelId).execute();
      return rows.map((row) => {
        const tracks = Math.max(1, row.track_count);
        const [valence, arousal] = [row.valence_sum / tracks, row.arousal_sum / tracks];
        return { clusterId: row.cluster_id, tracks: row.track_count, valence, arousal };
      });
    },
    async points(modelId, limit) {
      if (limit === 0) return [];
      return await placesOf(modelId)
        .select(["track_id as trackId", "cluster_id as cluster", "x", "y"])
        .orderBy("draw")
        .limit(limit)
        .execute();
    },
    async ofCluster(modelId, clusterId, page) {
      const inCluster = placesOf(modelId).where("cluster_id", "=", clusterId).orderBy("distance");
      return await trackIdsOf(inCluster.orderBy("track_id"), page);
    },
    async inBox(modelId, { left, right, bottom, top }, page) {
      const inside = placesOf(modelId)
        .where("x", ">=", left)
        .where("x", "<=", right)
        .where("y", ">=", bottom)
        .where("y", "<=", top);
      return await trackIdsOf(inside.orderBy("x").orderBy("track_id"), page);
    },
  };
}

type CountedPlace = { cluster_id: number; valence: number; arousal: number };

async function trackIdsOf<Row>(
  query: SelectQueryBuilder<Schema, "track_places", Row>,
  { limit, offset }: { limit: number; offset: number },
): Promise<number[]> {
  const rows = await query.select("track_id").limit(limit).offset(offset).execute();
  return rows.map((row) => row.track_id);
}

type MeasuredRow = Record<string, unknown> & { track_id: number; genre: string | null; analysed_at_ms: number };

function toMeasured(row: MeasuredRow): MeasuredTrack {
  const features: Record<string, number | null> = {};
  for (const [name, column] of Object.entries(FEATURES)) {
    const value = row[column.slice(column.indexOf(".") + 1)];
    features[name] = typeof value === "number" ? value : null;
  }
  return { trackId: row.track_id, genre: row.genre, features, analysedAtMs: row.analysed_at_ms };
}

function toStored(row: Omit<CharacterModelTable, "id"> & { id: number }): StoredModel {
  return {
    id: row.id,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this version, see `find`
    model: JSON.parse(row.model) as CharacterModel,
    fittedAtMs: row.fitted_at_ms,
    fittedTracks: row.fitted_tracks,
    changedTracks: row.changed_tracks,
    placedUpTo: row.placed_up_to,
  };
}
