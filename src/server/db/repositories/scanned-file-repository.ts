/**
 * What a scan keeps about the files it finds: tags first, then features or the problem. Rows are flagged, never deleted.
 * A scan sees the tracks of one source alone; those of others are not its to change.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql, type Insertable, type Kysely } from "kysely";
import type { TrackFeatures } from "../../../contracts/tracks.ts";
import type { MeasuredSound } from "../../../sources/local/measured-sound.ts";
import { TAGS_VERSION } from "../../../sources/music-source.ts";
import { createFingerprintRepository } from "./fingerprint-repository.ts";
import type { Schema, TrackFeatureTable, TrackTable } from "../schema.ts";
import { trackSearchText, trackSortText } from "../search-text.ts";

/** A file as the last scan left it. */
export interface KnownFile {
  trackId: number;
  sizeBytes: number;
  modifiedAtMs: number;
  /** Analyser version that is done with this state of the file; null: still to do. */
  checkedVersion: number | null;
  /** Version of the reader of its tags; null: one that read no genres. */
  tagsVersion: number | null;
  removed: boolean;
}

export interface TaggedFile {
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
  title: string;
  artist: string | null;
  album: string | null;
  genres?: readonly string[] | undefined;
  durationMs: number | null;
  hasCover: boolean;
  mimeType: string;
}

/** What the tags of a track said when they were last read. */
export interface KnownTags {
  path: string;
  title: string;
  artist: string | null;
  album: string | null;
  durationMs: number | null;
  /** As in `KnownFile`. */
  checkedVersion: number | null;
}

export type RetaggedFile = TaggedFile & { trackId: number };

export interface FileProblem {
  trackId: number;
  code: string;
  message: string;
  /** The analyser version that need not look again at this state of the file; null: try again next time. */
  checkedVersion: number | null;
}

export interface ScannedFileRepository {
  /** Every file ever seen of a source (default `local`), by path. */
  known(userId: number, source?: string): Promise<Map<string, KnownFile>>;
  /** Stores new or changed files; what was measured of an earlier state goes. Gives their track ids by path. */
  storeTags(userId: number, files: readonly TaggedFile[], nowMs: number, source?: string): Promise<Map<string, number>>;
  /** Stores tags that were read again of files that have not changed: what was measured stays. */
  retag(userId: number, files: readonly RetaggedFile[]): Promise<void>;
  /** What is known of these tracks, by id. */
  tagsOf(userId: number, trackIds: readonly number[]): Promise<Map<number, KnownTags>>;
  /** Files that have another name now, with their tags: whatever was measured, liked or played stays with the track. */
  rename(userId: number, files: readonly RetaggedFile[]): Promise<void>;
  storeFeatures(userId: number, trackId: number, features: MeasuredSound, nowMs: number): Promise<void>;
  storeProblem(userId: number, problem: FileProblem): Promise<void>;
  /** Flags tracks whose files are gone. */
  markRemoved(userId: number, trackIds: readonly number[], nowMs: number): Promise<void>;
  /** Takes the flag back from tracks whose files are there again. */
  restore(userId: number, trackIds: readonly number[]): Promise<void>;
}

const ROWS_PER_STATEMENT = 500;
/** Read in one go: others wait for about as long as a request takes. */
const ROWS_PER_PAGE = 2000;
const LOCAL = "local";
/** A tag may hold hundreds, and each is looked for by every search. */
const MOST_GENRES = 8;

export function createScannedFileRepository(db: Kysely<Schema>): ScannedFileRepository {
  const fingerprints = createFingerprintRepository(db);
  return {
    async known(userId, source = LOCAL) {
      const known = new Map<string, KnownFile>();
      for (let afterPath = ""; ; await nextTurn()) {
        const rows = await db
          .selectFrom("tracks")
          .select(["id", "path", "size_bytes", "modified_at_ms", "checked_version", "tags_version", "removed_at_ms"])
          .where("user_id", "=", userId)
          .where("source", "=", source)
          .where("path", ">", afterPath)
          .orderBy("path")
          .limit(ROWS_PER_PAGE)
          .execute();
        for (const row of rows) known.set(row.path, toKnownFile(row));
        if (rows.length < ROWS_PER_PAGE) return known;
        afterPath = rows.at(-1)?.path ?? afterPath;
      }
    },
    async retag(userId, files) {
      for (const { trackId, ...file } of files) {
        const { title, artist, album, genre, tags_version, duration_ms, mime_type, has_cover, search_text, sort_text } =
          toTrackRow(userId, LOCAL, file, 0);
        const tags = { title, artist, album, genre, tags_version, duration_ms, mime_type, has_cover };
        await db
          .updateTable("tracks")
          .set({ ...tags, search_text, sort_text })
          .where("user_id", "=", userId)
          .where("id", "=", trackId)
          .execute();
      }
      if (files.length === 0) return;
      const ids = files.map(({ trackId }) => trackId);
      await db.deleteFrom("track_identities").where("track_id", "in", ids).execute();
    },
    async storeTags(userId, files, nowMs, source = LOCAL) {
      if (files.length === 0) return new Map();
      const rows = files.map((file) => toTrackRow(userId, source, file, nowMs));
      const stored = await upsertTracks(db, rows);
      await db
        .deleteFrom("track_features")
        .where("user_id", "=", userId)
        .where(
          "track_id",
          "in",
          stored.map(({ id }) => id),
        )
        .execute();
      // It may be called otherwise now, and sound otherwise.
      await forgetIdentity(
        db,
        stored.map(({ id }) => id),
      );
      return new Map(stored.map(({ id, path }) => [path, id]));
    },
    async tagsOf(userId, trackIds) {
      if (trackIds.length === 0) return new Map();
      const rows = await db
        .selectFrom("tracks")
        .select(["id", "path", "title", "artist", "album", "duration_ms", "checked_version"])
        .where("user_id", "=", userId)
        .where("id", "in", trackIds)
        .execute();
      return new Map(
        rows.map(({ id, duration_ms, checked_version, ...tags }) => [
          id,
          { ...tags, durationMs: duration_ms, checkedVersion: checked_version },
        ]),
      );
    },
    async rename(userId, files) {
      for (const { trackId, ...file } of files) {
        const { path, title, search_text, sort_text } = toTrackRow(userId, LOCAL, file, 0);
        await db
          .updateTable("tracks")
          .set({ path, title, search_text, sort_text, removed_at_ms: null })
          .where("user_id", "=", userId)
          .where("id", "=", trackId)
          .execute();
      }
    },
    async storeFeatures(userId, trackId, features, nowMs) {
      const row = toFeatureRow(userId, trackId, features, nowMs);
      await db
        .insertInto("track_features")
        .values(row)
        .onConflict((conflict) => conflict.column("track_id").doUpdateSet(row))
        .execute();
      if (features.fingerprint !== undefined) await fingerprints.store(userId, trackId, features.fingerprint);
      await db
        .updateTable("tracks")
        .set({ checked_version: features.analyserVersion, problem_code: null, problem_message: null })
        .where("user_id", "=", userId)
        .where("id", "=", trackId)
        .execute();
    },
    async storeProblem(userId, { trackId, code, message, checkedVersion }) {
      await db
        .updateTable("tracks")
        .set({ checked_version: checkedVersion, problem_code: code, problem_message: message })
        .where("user_id", "=", userId)
        .where("id", "=", trackId)
        .execute();
    },
    async markRemoved(userId, trackIds, nowMs) {
      await setRemoved(db, userId, trackIds, nowMs);
    },
    async restore(userId, trackIds) {
      await setRemoved(db, userId, trackIds, null);
    },
  };
}

async function forgetIdentity(db: Kysely<Schema>, trackIds: readonly number[]): Promise<void> {
  await db.deleteFrom("track_identities").where("track_id", "in", trackIds).execute();
  await db.deleteFrom("track_fingerprints").where("track_id", "in", trackIds).execute();
}

async function upsertTracks(
  db: Kysely<Schema>,
  rows: Insertable<TrackTable>[],
): Promise<{ id: number; path: string }[]> {
  return await db
    .insertInto("tracks")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["user_id", "source", "path"]).doUpdateSet((row) => ({
        size_bytes: row.ref("excluded.size_bytes"),
        modified_at_ms: row.ref("excluded.modified_at_ms"),
        title: row.ref("excluded.title"),
        artist: row.ref("excluded.artist"),
        album: row.ref("excluded.album"),
        genre: row.ref("excluded.genre"),
        tags_version: row.ref("excluded.tags_version"),
        duration_ms: row.ref("excluded.duration_ms"),
        mime_type: row.ref("excluded.mime_type"),
        has_cover: row.ref("excluded.has_cover"),
        search_text: row.ref("excluded.search_text"),
        sort_text: row.ref("excluded.sort_text"),
        checked_version: sql<null>`null`,
        problem_code: sql<null>`null`,
        problem_message: sql<null>`null`,
        removed_at_ms: sql<null>`null`,
      })),
    )
    .returning(["id", "path"])
    .execute();
}

async function setRemoved(
  db: Kysely<Schema>,
  userId: number,
  trackIds: readonly number[],
  removedAtMs: number | null,
): Promise<void> {
  for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
    await db
      .updateTable("tracks")
      .set({ removed_at_ms: removedAtMs })
      .where("user_id", "=", userId)
      .where("id", "in", trackIds.slice(start, start + ROWS_PER_STATEMENT))
      .execute();
  }
}

function toKnownFile(row: {
  id: number;
  size_bytes: number;
  modified_at_ms: number;
  checked_version: number | null;
  tags_version: number | null;
  removed_at_ms: number | null;
}): KnownFile {
  return {
    trackId: row.id,
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.modified_at_ms,
    checkedVersion: row.checked_version,
    tagsVersion: row.tags_version,
    removed: row.removed_at_ms !== null,
  };
}

export function toTrackRow(userId: number, source: string, file: TaggedFile, nowMs: number): Insertable<TrackTable> {
  const title = withoutNul(file.title);
  const artist = file.artist && withoutNul(file.artist);
  const album = file.album && withoutNul(file.album);
  const genre = genreText(file.genres ?? []);
  return {
    user_id: userId,
    source,
    path: file.path,
    size_bytes: file.sizeBytes,
    modified_at_ms: file.modifiedAtMs,
    title,
    artist,
    album,
    genre,
    tags_version: TAGS_VERSION,
    duration_ms: file.durationMs === null ? null : Math.round(file.durationMs),
    mime_type: file.mimeType,
    has_cover: file.hasCover ? 1 : 0,
    search_text: trackSearchText({ title, artist, album, genre }),
    sort_text: trackSortText({ artist, album, path: file.path }),
    added_at_ms: nowMs,
  };
}

function genreText(genres: readonly string[]): string | null {
  const text = [...new Set(genres.map(withoutNul))].slice(0, MOST_GENRES).join("; ");
  return text === "" ? null : text;
}

/** Text with its NUL characters dropped: PostgreSQL refuses them and SQLite ends the text there. */
function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}

function toFeatureRow(
  userId: number,
  trackId: number,
  features: TrackFeatures,
  nowMs: number,
): Insertable<TrackFeatureTable> {
  return {
    track_id: trackId,
    user_id: userId,
    analyser_version: features.analyserVersion,
    tempo_bpm: features.tempoBpm,
    tonic: features.tonic,
    mode: features.mode,
    loudness_lufs: features.loudnessLufs,
    dynamic_range_db: features.dynamicRangeDb,
    brightness_hz: features.brightnessHz,
    onsets_per_second: features.onsetsPerSecond,
    beat_strength: features.beatStrength,
    key_strength: features.keyStrength,
    majorness: features.majorness,
    chroma_entropy: features.chromaEntropy,
    crest_factor_db: features.crestFactorDb,
    rolloff_hz: features.rolloffHz,
    flatness: features.flatness,
    flux_db: features.fluxDb,
    roughness: features.roughness,
    danceability: features.danceability,
    valence: features.valence,
    arousal: features.arousal,
    analysed_at_ms: nowMs,
  };
}
