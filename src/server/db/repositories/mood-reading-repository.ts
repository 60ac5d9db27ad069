/** Keeps moods read or chosen, newest first. */
import { sql, type Kysely } from "kysely";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import type { MoodReading } from "../../../contracts/mood-readings.ts";
import type { MoodReadingTable, Schema } from "../schema.ts";

export interface MoodReadingRepository {
  insert(userId: number, reading: Omit<MoodReading, "id">): Promise<MoodReading>;
  list(userId: number, page: { limit: number; offset: number }): Promise<{ readings: MoodReading[]; total: number }>;
  /** Where this listener's readings of a mood lay on the plane, since then; what only names the mood is not counted. */
  meanPoint(userId: number, emotion: Emotion, sinceMs: number): Promise<{ count: number; point: AffectPoint }>;
  /** Where points lay that the listener chose without naming a mood, since then, within a distance of `near`. */
  meanPointNear(
    userId: number,
    near: AffectPoint,
    within: number,
    sinceMs: number,
  ): Promise<{ count: number; point: AffectPoint }>;
}

const COLUMNS = ["id", "source", "emotion", "valence", "arousal", "confidence", "face_count", "read_at_ms"] as const;

export function createMoodReadingRepository(db: Kysely<Schema>): MoodReadingRepository {
  return {
    async insert(userId, { faceCount, readAtMs, ...rest }) {
      const row = await db
        .insertInto("mood_readings")
        .values({ ...rest, user_id: userId, face_count: faceCount, read_at_ms: readAtMs })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      return toReading(row);
    },
    async list(userId, { limit, offset }) {
      const mine = db.selectFrom("mood_readings").where("user_id", "=", userId);
      const rows = await mine
        .select(COLUMNS)
        .orderBy("read_at_ms", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .offset(offset)
        .execute();
      const { total } = await mine.select(sql<number>`count(*)`.as("total")).executeTakeFirstOrThrow();
      return { readings: rows.map(toReading), total: total };
    },
    async meanPoint(userId, emotion, sinceMs) {
      const { count, valence, arousal } = await db
        .selectFrom("mood_readings")
        .select(({ fn }) => [
          fn.countAll<number>().as("count"),
          fn.avg<number | null>("valence").as("valence"),
          fn.avg<number | null>("arousal").as("arousal"),
        ])
        .where("user_id", "=", userId)
        .where("emotion", "=", emotion)
        .where("source", "!=", "button")
        .where("read_at_ms", ">=", sinceMs)
        .executeTakeFirstOrThrow();
      return { count, point: { valence: valence ?? 0, arousal: arousal ?? 0 } };
    },
    async meanPointNear(userId, near, within, sinceMs) {
      const { count, valence, arousal } = await db
        .selectFrom("mood_readings")
        .select(({ fn }) => [
          fn.countAll<number>().as("count"),
          fn.avg<number | null>("valence").as("valence"),
          fn.avg<number | null>("arousal").as("arousal"),
        ])
        .where("user_id", "=", userId)
        .where("emotion", "is", null)
        .where("source", "=", "pad")
        .where("read_at_ms", ">=", sinceMs)
        .where(
          sql<boolean>`(valence - ${near.valence}) * (valence - ${near.valence}) + (arousal - ${near.arousal}) * (arousal - ${near.arousal}) <= ${within * within}`,
        )
        .executeTakeFirstOrThrow();
      return { count, point: { valence: valence ?? 0, arousal: arousal ?? 0 } };
    },
  };
}

type ReadingRow = Omit<MoodReadingTable, "id" | "user_id"> & { id: number };

function toReading({ face_count: faceCount, read_at_ms: readAtMs, ...rest }: ReadingRow): MoodReading {
  return { ...rest, faceCount, readAtMs };
}
