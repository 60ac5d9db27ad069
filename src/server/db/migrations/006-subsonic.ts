/** A Subsonic server: what is known of its songs, syncs, what it has yet to be told, playlists saved there. */
import type { Migration } from "../migration.ts";

export const subsonic: Migration = {
  version: 6,
  name: "subsonic",
  async up(db, { withId }) {
    await db.schema
      .createTable("subsonic_songs")
      .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("cover_art_id", "text")
      .addColumn("isrc", "text")
      .addColumn("music_brainz_id", "text")
      // Whatever of it the listener sees; the sound is known by size and date.
      .addColumn("tag_hash", "text", (column) => column.notNull())
      .addColumn("seen_by_sync", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("subsonic_songs_seen")
      .on("subsonic_songs")
      .columns(["user_id", "seen_by_sync"])
      .execute();
    let syncs = withId(db.schema.createTable("subsonic_syncs"))
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("started_at_ms", "bigint", (column) => column.notNull())
      .addColumn("finished_at_ms", "bigint")
      // Where the listing goes on; null before it began and once it is through.
      .addColumn("cursor_json", "text")
      .addColumn("listing_done", "smallint", (column) => column.notNull())
      .addColumn("problem_code", "text")
      .addColumn("problem_message", "text");
    for (const count of ["listed", "added", "changed", "removed", "to_analyse", "analysed", "failed"] as const) {
      syncs = syncs.addColumn(count, "integer", (column) => column.notNull().defaultTo(0));
    }
    await syncs.execute();
    await withId(db.schema.createTable("subsonic_outbox"))
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("kind", "text", (column) => column.notNull())
      // What makes it one of its kind: the song for a star, the play for a hearing.
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("song_id", "text", (column) => column.notNull())
      .addColumn("starred", "smallint")
      .addColumn("heard_from_ms", "bigint")
      .addColumn("queued_at_ms", "bigint", (column) => column.notNull())
      // Set before it is sent: what a crash leaves so may have arrived.
      .addColumn("sent_at_ms", "bigint")
      // A hearing that was delivered stays for a while, so that the same play is never told twice.
      .addColumn("settled_at_ms", "bigint")
      .addUniqueConstraint("subsonic_outbox_subject", ["user_id", "kind", "subject"])
      .execute();
    await db.schema
      .createTable("subsonic_playlists")
      .addColumn("playlist_id", "integer", (column) =>
        column.primaryKey().references("playlists.id").onDelete("cascade"),
      )
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("server_playlist_id", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("saved_at_ms", "bigint", (column) => column.notNull())
      .execute();
  },
};
