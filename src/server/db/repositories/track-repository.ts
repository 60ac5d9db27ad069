/** Reads tracks with their features, and keeps whether one is liked. What a scan writes is in scanned-file-repository.ts. */
import type { Kysely } from "kysely";
import type { Track, TrackFeatures, TrackList } from "../../../contracts/tracks.ts";
import type { Schema, TrackFeatureTable, TrackTable } from "../schema.ts";
import { searchTerms } from "../search-text.ts";
import { listTracks, readTotals } from "./track-listing.ts";
import { searchTracks } from "./track-search.ts";

export interface TrackQuery {
  query?: string | undefined;
  /** Of this source only. */
  source?: string | undefined;
  /** Only files that could not be read or analysed; not together with `query`. */
  problems?: boolean | undefined;
  limit: number;
  offset: number;
  /** Begins behind this track, which costs the same however deep in the list it stands; not together with `query`. */
  after?: number | undefined;
}

/** Where a track's sound is and how to serve it. */
export interface TrackFile {
  source: string;
  /** The source's own name for it. */
  path: string;
  mimeType: string;
  sizeBytes: number;
  modifiedAtMs: number;
  hasCover: boolean;
}

export interface TrackRepository {
  /**
   * Tracks that are there, by artist, album and path; those that hold every word of `query` in title, artist, album and
   * genre, as track-search.ts ranks them.
   */
  list(userId: number, query: TrackQuery): Promise<TrackList>;
  find(userId: number, id: number): Promise<Track | null>;
  /** Those found, in no order; removed tracks are among them, so that an old playlist can still be shown. */
  findMany(userId: number, ids: readonly number[]): Promise<Track[]>;
  /** Null for a track that is unknown or no longer in the folder. */
  findFile(userId: number, id: number): Promise<TrackFile | null>;
  count(userId: number): Promise<{ tracks: number; playable: number }>;
  setLiked(userId: number, id: number, liked: boolean): Promise<void>;
}

/** Both databases bound how many parameters a statement may have. */
const IDS_PER_STATEMENT = 500;

const TRACK_COLUMNS = [
  "tracks.id",
  "source",
  "title",
  "artist",
  "album",
  "genre",
  "duration_ms",
  "has_cover",
  "liked",
  "path",
  "mime_type",
  "problem_code",
  "problem_message",
] as const;

const FEATURE_COLUMNS = [
  "analyser_version",
  "tempo_bpm",
  "tonic",
  "mode",
  "loudness_lufs",
  "dynamic_range_db",
  "brightness_hz",
  "onsets_per_second",
  "beat_strength",
  "key_strength",
  "majorness",
  "chroma_entropy",
  "crest_factor_db",
  "rolloff_hz",
  "flatness",
  "flux_db",
  "roughness",
  "danceability",
  "valence",
  "arousal",
] as const;

type FeatureColumn = (typeof FEATURE_COLUMNS)[number];
type TrackRow = Omit<Pick<TrackTable, Exclude<(typeof TRACK_COLUMNS)[number], "tracks.id">>, "liked" | "source"> & {
  id: number;
  source: string;
  liked: number;
} & { [Column in FeatureColumn]: TrackFeatureTable[Column] | null };

export function createTrackRepository(db: Kysely<Schema>): TrackRepository {
  const withFeatures = (userId: number) =>
    db
      .selectFrom("tracks")
      .leftJoin("track_features", "track_features.track_id", "tracks.id")
      .select([...TRACK_COLUMNS, ...FEATURE_COLUMNS])
      .where("tracks.user_id", "=", userId);

  const findMany = async (userId: number, ids: readonly number[]): Promise<Track[]> => {
    const found: Track[] = [];
    for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
      const some = ids.slice(start, start + IDS_PER_STATEMENT);
      found.push(...(await withFeatures(userId).where("tracks.id", "in", some).execute()).map(toTrack));
    }
    return found;
  };

  return {
    async list(userId, { query = "", source, problems = false, limit, offset, after }) {
      const page: { ids: number[]; total: number; totalIsExact?: boolean } =
        searchTerms(query).length > 0
          ? await searchTracks(db, userId, { query, source, limit, offset })
          : await listTracks(db, userId, { source, problems, limit, offset, afterId: after });
      const found = new Map((await findMany(userId, page.ids)).map((track) => [track.id, track]));
      const tracks = page.ids.flatMap((id) => found.get(id) ?? []);
      return { tracks, total: page.total, totalIsExact: page.totalIsExact ?? true };
    },
    async find(userId, id) {
      const row = await withFeatures(userId).where("tracks.id", "=", id).executeTakeFirst();
      return row ? toTrack(row) : null;
    },
    findMany,
    async findFile(userId, id) {
      const row = await db
        .selectFrom("tracks")
        .select(["source", "path", "mime_type", "size_bytes", "modified_at_ms", "has_cover"])
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .where("removed_at_ms", "is", null)
        .executeTakeFirst();
      if (!row) return null;
      return {
        source: row.source,
        path: row.path,
        mimeType: row.mime_type,
        sizeBytes: row.size_bytes,
        modifiedAtMs: row.modified_at_ms,
        hasCover: row.has_cover === 1,
      };
    },
    count: (userId) => readTotals(db, userId, undefined),
    async setLiked(userId, id, liked) {
      await db
        .updateTable("tracks")
        .set({ liked: liked ? 1 : 0 })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .execute();
    },
  };
}

function toTrack(row: TrackRow): Track {
  return {
    id: row.id,
    source: row.source,
    title: row.title,
    artist: row.artist,
    album: row.album,
    genre: row.genre,
    durationMs: row.duration_ms,
    hasCover: row.has_cover === 1,
    liked: row.liked === 1,
    path: row.path,
    mimeType: row.mime_type,
    features: toFeatures(row),
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
  };
}

function toFeatures(row: TrackRow): TrackFeatures | null {
  const { analyser_version: analyserVersion, valence, arousal } = row;
  if (analyserVersion === null || valence === null || arousal === null) return null;
  return {
    analyserVersion,
    tempoBpm: row.tempo_bpm,
    tonic: row.tonic,
    mode: row.mode,
    loudnessLufs: row.loudness_lufs,
    dynamicRangeDb: row.dynamic_range_db,
    brightnessHz: row.brightness_hz,
    onsetsPerSecond: row.onsets_per_second,
    beatStrength: row.beat_strength,
    keyStrength: row.key_strength,
    majorness: row.majorness,
    chromaEntropy: row.chroma_entropy,
    crestFactorDb: row.crest_factor_db,
    rolloffHz: row.rolloff_hz,
    flatness: row.flatness,
    fluxDb: row.flux_db,
    roughness: row.roughness,
    danceability: row.danceability,
    valence,
    arousal,
  };
}
