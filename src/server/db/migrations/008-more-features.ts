/** What the analyser measures since its version 2. Null until a track is analysed anew, and for what was never measured. */
import type { Migration } from "../migration.ts";

const COLUMNS = [
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
] as const;

export const moreFeatures: Migration = {
  version: 8,
  name: "more-features",
  async up(db) {
    // One column a statement: SQLite adds no more at once.
    for (const column of COLUMNS) {
      await db.schema.alterTable("track_features").addColumn(column, "double precision").execute();
    }
  },
};
