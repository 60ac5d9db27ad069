/** Keeps playlists: the mood asked for, the way taken, which track stands where and why, and under which name. */
import { sql, type Kysely } from "kysely";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import type { Journey, JourneyKind } from "../../../core/affect/journey.ts";
import { emotionOfMood, type MoodName } from "../../../core/affect/mood-names.ts";
import type { PlaylistTable, Schema } from "../schema.ts";
import { foldForSearch } from "../search-text.ts";

export interface StoredPlaylistEntry {
  trackId: number;
  /** To the waypoint; null for a track put in by hand. */
  distance: number | null;
  reason: string;
  /** Index in the journey's path; null for a track put in by hand. */
  waypoint: number | null;
}

export interface NewStoredPlaylist {
  createdAtMs: number;
  /** By which of the twelve names it was asked for; null for a point. */
  mood: MoodName | null;
  target: AffectPoint;
  /** Null where the listener put it together. */
  journey: Journey | null;
  /** Null for a list that is not saved. */
  name: string | null;
  note: string | null;
  /** In playing order. */
  entries: readonly StoredPlaylistEntry[];
}

/** What is true of a list without its tracks. */
export interface StoredPlaylistFacts extends Omit<NewStoredPlaylist, "entries"> {
  id: number;
  emotion: Emotion | null;
  /** From 1, rises with every change. */
  version: number;
  changedAtMs: number;
  /** Stands for a mood, and is renewed for it. */
  standing: boolean;
}

export type StoredPlaylist = StoredPlaylistFacts & Pick<NewStoredPlaylist, "entries">;

export interface StoredPlaylistSummary extends StoredPlaylistFacts {
  /** Tracks that can still be played. */
  tracks: number;
  /** Of those of them whose length is known, ms. */
  durationMs: number;
}

export interface PlaylistChanges {
  changedAtMs: number;
  name?: string;
  entries?: readonly StoredPlaylistEntry[];
}

export interface PlaylistRepository {
  /** Call inside a transaction: a playlist and its entries come to be together. */
  insert(userId: number, playlist: NewStoredPlaylist): Promise<number>;
  /** Puts another in its place under the same id; false where there is none. Call inside a transaction. */
  replace(userId: number, id: number, playlist: NewStoredPlaylist): Promise<boolean>;
  /** Changes what is given if the list is still at `version`; else false, and nothing is changed. Call inside a transaction. */
  change(userId: number, id: number, version: number, changes: PlaylistChanges): Promise<boolean>;
  find(userId: number, id: number): Promise<StoredPlaylist | null>;
  /**
   * The mood that a track plays for in a list: of a list that moves, the point that it was chosen for. Null in a list that
   * the listener put together, which is for no mood; undefined when the list is unknown.
   */
  findTarget(userId: number, id: number, trackId: number): Promise<AffectPoint | null | undefined>;
  /** Saved ones by name, or all, newest first. */
  list(
    userId: number,
    query: { which: "saved" | "all"; limit: number; offset: number },
  ): Promise<{ playlists: StoredPlaylistSummary[]; total: number }>;
  /** False where there is none. */
  remove(userId: number, id: number): Promise<boolean>;
  /** Forgets at most `limit` lists made before `beforeMs` that are neither saved nor standing nor named by a play or by feedback. */
  prune(userId: number, beforeMs: number, limit: number): Promise<number>;
}

/** Far below what a statement may bind. */
const ENTRIES_PER_INSERT = 500;

const FACTS = [
  "id",
  "created_at_ms",
  "changed_at_ms",
  "version",
  "name",
  "emotion",
  "mood",
  "valence",
  "arousal",
  "note",
  "journey_kind",
  "journey_path",
  "journey_radius",
] as const;

export function createPlaylistRepository(db: Kysely<Schema>): PlaylistRepository {
  const facts = (userId: number) =>
    db
      .selectFrom("playlists")
      .select([...FACTS])
      .select((builder) =>
        builder
          .selectFrom("standing_playlists")
          .whereRef("standing_playlists.playlist_id", "=", "playlists.id")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .as("standing"),
      )
      .where("user_id", "=", userId);

  return {
    async insert(userId, playlist) {
      const { id } = await db
        .insertInto("playlists")
        .values({ user_id: userId, ...toColumns(playlist) })
        .returning("id")
        .executeTakeFirstOrThrow();
      await insertEntries(db, userId, id, playlist.entries);
      return id;
    },
    async replace(userId, id, playlist) {
      const replaced = await db
        .updateTable("playlists")
        .set({ ...toColumns(playlist), version: sql<number>`version + 1` })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      if (!replaced) return false;
      await db.deleteFrom("playlist_entries").where("playlist_id", "=", id).execute();
      await insertEntries(db, userId, id, playlist.entries);
      return true;
    },
    async change(userId, id, version, { changedAtMs, name, entries }) {
      const changed = await db
        .updateTable("playlists")
        .set({ version: version + 1, changed_at_ms: changedAtMs, ...(name === undefined ? {} : named(name)) })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .where("version", "=", version)
        .returning("id")
        .executeTakeFirst();
      if (!changed) return false;
      if (entries === undefined) return true;
      await db.deleteFrom("playlist_entries").where("playlist_id", "=", id).execute();
      await insertEntries(db, userId, id, entries);
      return true;
    },
    async find(userId, id) {
      const row = await facts(userId).where("id", "=", id).executeTakeFirst();
      if (!row) return null;
      const entries = await db
        .selectFrom("playlist_entries")
        .select(["track_id as trackId", "distance", "reason", "waypoint"])
        .where("playlist_id", "=", id)
        .orderBy("position")
        .execute();
      return { ...toFacts(row), entries };
    },
    async findTarget(userId, id, trackId) {
      const row = await facts(userId).where("id", "=", id).executeTakeFirst();
      if (!row) return undefined;
      const { target, journey } = toFacts(row);
      if (journey === null) return null;
      if (journey.path.length === 1) return target;
      const entry = await db
        .selectFrom("playlist_entries")
        .select("waypoint")
        .where("playlist_id", "=", id)
        .where("track_id", "=", trackId)
        .where("waypoint", "is not", null)
        .orderBy("position")
        .executeTakeFirst();
      return journey.path[entry?.waypoint ?? -1] ?? target;
    },
    async list(userId, { which, limit, offset }) {
      const all = db.selectFrom("playlists").where("user_id", "=", userId);
      const counted = which === "saved" ? all.where("sort_name", "is not", null) : all;
      const { total } = await counted.select(sql<number>`count(*)`.as("total")).executeTakeFirstOrThrow();
      const saved = facts(userId).where("sort_name", "is not", null).orderBy("sort_name").orderBy("id");
      const newest = facts(userId).orderBy("created_at_ms", "desc").orderBy("id", "desc");
      const rows = await (which === "saved" ? saved : newest).limit(limit).offset(offset).execute();
      const sums = await sumEntries(
        db,
        rows.map(({ id }) => id),
      );
      const none = { tracks: 0, durationMs: 0 };
      return { playlists: rows.map((row) => ({ ...toFacts(row), ...(sums.get(row.id) ?? none) })), total };
    },
    async remove(userId, id) {
      const gone = await db
        .deleteFrom("playlists")
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      return gone !== undefined;
    },
    async prune(userId, beforeMs, limit) {
      const forgotten = db
        .selectFrom("playlists")
        .select("playlists.id")
        .where("playlists.user_id", "=", userId)
        .where("playlists.created_at_ms", "<", beforeMs)
        .where("sort_name", "is", null)
        .where(sql<boolean>`not exists (select 1 from standing_playlists s where s.playlist_id = playlists.id)`)
        .where(sql<boolean>`not exists (select 1 from plays p where p.playlist_id = playlists.id)`)
        .where(sql<boolean>`not exists (select 1 from feedback f where f.playlist_id = playlists.id)`)
        .where(sql<boolean>`not exists (select 1 from subsonic_playlists o where o.playlist_id = playlists.id)`)
        .limit(limit);
      return (await db.deleteFrom("playlists").where("id", "in", forgotten).returning("id").execute()).length;
    },
  };
}

/** A saved list has both; by `sort_name` it is found in order. */
function named(name: string): { name: string; sort_name: string } {
  return { name, sort_name: foldForSearch(name) };
}

function toColumns(playlist: NewStoredPlaylist) {
  const { createdAtMs, mood, target, journey, name, note } = playlist;
  return {
    created_at_ms: createdAtMs,
    changed_at_ms: createdAtMs,
    emotion: mood === null ? null : emotionOfMood(mood),
    mood,
    ...target,
    note,
    journey_kind: journey?.kind ?? null,
    journey_path: journey === null ? null : JSON.stringify(journey.path),
    journey_radius: journey?.radius ?? null,
    ...(name === null ? { name: null, sort_name: null } : named(name)),
  };
}

type FactsRow = Pick<PlaylistTable, Exclude<(typeof FACTS)[number], "id" | "version" | "changed_at_ms">> & {
  id: number;
  version: number;
  changed_at_ms: number;
  standing: number | null;
};

function toFacts(row: FactsRow): StoredPlaylistFacts {
  const { valence, arousal } = row;
  const target = { valence, arousal };
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    emotion: row.emotion,
    mood: row.mood,
    target,
    journey: row.journey_kind === null ? null : toJourney(row.journey_kind, row, target),
    note: row.note,
    standing: (row.standing ?? 0) > 0,
  };
}

/** Lists made before there were journeys have no path: they match their mood. */
function toJourney(kind: JourneyKind, row: FactsRow, target: AffectPoint): Journey {
  // Written by `toColumns` alone.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const path = row.journey_path === null ? [target] : (JSON.parse(row.journey_path) as AffectPoint[]);
  return { kind, path, radius: row.journey_radius };
}

async function sumEntries(
  db: Kysely<Schema>,
  ids: readonly number[],
): Promise<Map<number, { tracks: number; durationMs: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("playlist_entries")
    .innerJoin("tracks", "tracks.id", "playlist_entries.track_id")
    .select("playlist_id")
    .select(({ fn }) => [fn.countAll<number>().as("tracks"), fn.sum<number | null>("duration_ms").as("durationMs")])
    .where("playlist_id", "in", ids)
    .where("removed_at_ms", "is", null)
    .groupBy("playlist_id")
    .execute();
  return new Map(rows.map(({ playlist_id: id, tracks, durationMs }) => [id, { tracks, durationMs: durationMs ?? 0 }]));
}

async function insertEntries(
  db: Kysely<Schema>,
  userId: number,
  playlistId: number,
  entries: readonly StoredPlaylistEntry[],
): Promise<void> {
  const rows = entries.map(({ trackId, distance, reason, waypoint }, position) => ({
    playlist_id: playlistId,
    position,
    user_id: userId,
    track_id: trackId,
    distance,
    reason,
    waypoint,
  }));
  for (let from = 0; from < rows.length; from += ENTRIES_PER_INSERT) {
    await db
      .insertInto("playlist_entries")
      .values(rows.slice(from, from + ENTRIES_PER_INSERT))
      .execute();
  }
}
