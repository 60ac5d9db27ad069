/** Finds tracks by what a file from elsewhere says of them: by where they lie, or by who plays them. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface MatchableTrack {
  trackId: number;
  source: string;
  path: string;
  title: string;
  album: string | null;
  durationMs: number | null;
}

export interface SongMatchRepository {
  /** Tracks of the music folder at these paths, in no order. */
  byPaths(userId: number, paths: readonly string[]): Promise<MatchableTrack[]>;
  /** Tracks of an artist, whose name is folded as `foldForSearch` does, by album and path. */
  byArtist(userId: number, foldedArtist: string): Promise<MatchableTrack[]>;
}

const PATHS_PER_STATEMENT = 500;
const MOST_OF_AN_ARTIST = 5000;

export function createSongMatchRepository(db: Kysely<Schema>): SongMatchRepository {
  const present = (userId: number) =>
    db
      .selectFrom("tracks")
      .select(["id as trackId", "source", "path", "title", "album", "duration_ms as durationMs"])
      .where("user_id", "=", userId)
      .where("removed_at_ms", "is", null);

  return {
    async byPaths(userId, paths) {
      const found: MatchableTrack[] = [];
      for (let from = 0; from < paths.length; from += PATHS_PER_STATEMENT) {
        const some = paths.slice(from, from + PATHS_PER_STATEMENT);
        found.push(...(await present(userId).where("source", "=", "local").where("path", "in", some).execute()));
      }
      return found;
    },
    async byArtist(userId, foldedArtist) {
      // What tracks are ordered by begins with the folded artist and a line feed: a range of the order's own index.
      return await present(userId)
        .where("sort_text", ">=", `${foldedArtist}\n`)
        .where("sort_text", "<", `${foldedArtist}\v`)
        .orderBy("sort_text")
        .limit(MOST_OF_AN_ARTIST)
        .execute();
    },
  };
}
