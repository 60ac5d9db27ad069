/** Reads what the learner learns from, plays and words with their tracks' sound, and keeps what it was told to forget. */
import type { Kysely } from "kysely";
import type { FeedbackKind, Play } from "../../../contracts/listening.ts";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import type { TrackSound } from "../../../core/learning/judgement.ts";
import type { Schema } from "../schema.ts";

interface HeardTrack {
  id: number;
  trackId: number;
  artist: string | null;
  sound: TrackSound;
  /** How the listener felt, as far as is known. */
  mood: AffectPoint | null;
  atMs: number;
}

export interface StoredPlay extends HeardTrack {
  playedMs: number;
  durationMs: number | null;
  end: Play["end"];
}

export interface StoredWord extends HeardTrack {
  kind: FeedbackKind;
}

export type ForgottenSubject = "all" | "artist" | "cue";

export interface Forgotten {
  subject: ForgottenSubject;
  /** Whose or which; empty for "all". */
  name: string;
  atMs: number;
}

/** Newest first: rows older than `beforeId` (all where null), not dated before `sinceMs`. */
export interface LearningPage {
  beforeId: number | null;
  sinceMs: number;
  limit: number;
}

export interface LearningRepository {
  /** Plays of measured tracks that MoodSync itself saw. */
  plays(userId: number, page: LearningPage): Promise<StoredPlay[]>;
  play(userId: number, id: number): Promise<StoredPlay | null>;
  words(userId: number, page: LearningPage): Promise<StoredWord[]>;
  word(userId: number, id: number): Promise<StoredWord | null>;
  /** Takes what was heard and said since then for heard and said in this mood; gives how many plays that are. */
  correctMood(userId: number, sinceMs: number, mood: AffectPoint): Promise<number>;
  /** When the mood that counted before a correction began: the last reading or choice that was none, at most so far back. */
  lastReadingAtMs(userId: number, sinceMs: number): Promise<number | null>;
  /** The mood that was read or chosen last, since then; null where none was. */
  lastMood(userId: number, sinceMs: number): Promise<AffectPoint | null>;
  forgotten(userId: number): Promise<Forgotten[]>;
  /** The newest word on a subject counts. */
  forget(userId: number, forgotten: Forgotten): Promise<void>;
  /** Drops all words on tracks but likes, which stand on the tracks themselves; gives the tracks they were said of. */
  dropWords(userId: number): Promise<number[]>;
}

const SOUND = [
  "valence",
  "arousal",
  "tempo_bpm",
  "mode",
  "loudness_lufs",
  "brightness_hz",
  "onsets_per_second",
] as const;

export function createLearningRepository(db: Kysely<Schema>): LearningRepository {
  const plays = (userId: number) =>
    db
      .selectFrom("plays")
      .innerJoin("tracks", "tracks.id", "plays.track_id")
      .innerJoin("track_features", "track_features.track_id", "plays.track_id")
      .select([
        "plays.id",
        "plays.track_id",
        "artist",
        "duration_ms",
        "started_at_ms as at_ms",
        "played_ms",
        "end_reason",
      ])
      .select(["mood_valence", "mood_arousal"])
      .select(SOUND.map((column) => `track_features.${column}` as const))
      .where("plays.user_id", "=", userId)
      .where("plays.origin", "=", "moodsync")
      .orderBy("plays.id", "desc");
  const words = (userId: number) =>
    db
      .selectFrom("feedback")
      .innerJoin("tracks", "tracks.id", "feedback.track_id")
      .innerJoin("track_features", "track_features.track_id", "feedback.track_id")
      .select(["feedback.id", "feedback.track_id", "artist", "given_at_ms as at_ms", "kind"])
      .select(["target_valence as mood_valence", "target_arousal as mood_arousal"])
      .select(SOUND.map((column) => `track_features.${column}` as const))
      .where("feedback.user_id", "=", userId)
      .orderBy("feedback.id", "desc");
  type PlayRow = Awaited<ReturnType<ReturnType<typeof plays>["execute"]>>[number];
  type WordRow = Awaited<ReturnType<ReturnType<typeof words>["execute"]>>[number];
  const toPlay = (row: PlayRow): StoredPlay => ({
    ...toHeard(row),
    playedMs: row.played_ms,
    durationMs: row.duration_ms,
    end: row.end_reason,
  });
  const toWord = (row: WordRow): StoredWord => ({ ...toHeard(row), kind: row.kind });

  return {
    async plays(userId, { beforeId, sinceMs, limit }) {
      let page = plays(userId).where("started_at_ms", ">=", sinceMs).limit(limit);
      if (beforeId !== null) page = page.where("plays.id", "<", beforeId);
      return (await page.execute()).map(toPlay);
    },
    async play(userId, id) {
      const row = await plays(userId).where("plays.id", "=", id).executeTakeFirst();
      return row ? toPlay(row) : null;
    },
    async words(userId, { beforeId, sinceMs, limit }) {
      let page = words(userId).where("given_at_ms", ">=", sinceMs).limit(limit);
      if (beforeId !== null) page = page.where("feedback.id", "<", beforeId);
      return (await page.execute()).map(toWord);
    },
    async word(userId, id) {
      const row = await words(userId).where("feedback.id", "=", id).executeTakeFirst();
      return row ? toWord(row) : null;
    },
    async correctMood(userId, sinceMs, { valence, arousal }) {
      const corrected = await db
        .updateTable("plays")
        .set({ mood_valence: valence, mood_arousal: arousal })
        .where("user_id", "=", userId)
        .where("started_at_ms", ">=", sinceMs)
        .where("origin", "=", "moodsync")
        .returning("id")
        .execute();
      await db
        .updateTable("feedback")
        .set({ target_valence: valence, target_arousal: arousal })
        .where("user_id", "=", userId)
        .where("given_at_ms", ">=", sinceMs)
        .where("target_valence", "is not", null)
        .execute();
      return corrected.length;
    },
    async lastReadingAtMs(userId, sinceMs) {
      const { at } = await db
        .selectFrom("mood_readings")
        .select(({ fn }) => fn.max<number | null>("read_at_ms").as("at"))
        .where("user_id", "=", userId)
        .where("read_at_ms", ">=", sinceMs)
        .where("source", "!=", "correction")
        .executeTakeFirstOrThrow();
      return at;
    },
    async lastMood(userId, sinceMs) {
      const row = await db
        .selectFrom("mood_readings")
        .select(["valence", "arousal"])
        .where("user_id", "=", userId)
        .where("read_at_ms", ">=", sinceMs)
        .orderBy("read_at_ms", "desc")
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },
    async forgotten(userId) {
      return await db
        .selectFrom("learning_forgotten")
        .select(["subject", "name", "forgotten_at_ms as atMs"])
        .where("user_id", "=", userId)
        .execute();
    },
    async forget(userId, { subject, name, atMs }) {
      await db
        .insertInto("learning_forgotten")
        .values({ user_id: userId, subject, name, forgotten_at_ms: atMs })
        .onConflict((conflict) =>
          conflict.columns(["user_id", "subject", "name"]).doUpdateSet({ forgotten_at_ms: atMs }),
        )
        .execute();
    },
    async dropWords(userId) {
      const dropped = await db
        .deleteFrom("feedback")
        .where("user_id", "=", userId)
        .where("kind", "not in", ["like", "unlike"])
        .returning("track_id")
        .execute();
      return [...new Set(dropped.map(({ track_id }) => track_id))];
    },
  };
}

interface HeardRow {
  id: number;
  track_id: number;
  artist: string | null;
  at_ms: number;
  mood_valence: number | null;
  mood_arousal: number | null;
  valence: number;
  arousal: number;
  tempo_bpm: number | null;
  mode: "major" | "minor" | null;
  loudness_lufs: number | null;
  brightness_hz: number | null;
  onsets_per_second: number | null;
}

function toHeard(row: HeardRow): HeardTrack {
  const { mood_valence: valence, mood_arousal: arousal } = row;
  return {
    id: row.id,
    trackId: row.track_id,
    artist: row.artist,
    atMs: row.at_ms,
    mood: valence === null || arousal === null ? null : { valence, arousal },
    sound: {
      valence: row.valence,
      arousal: row.arousal,
      tempoBpm: row.tempo_bpm,
      mode: row.mode,
      loudnessLufs: row.loudness_lufs,
      brightnessHz: row.brightness_hz,
      onsetsPerSecond: row.onsets_per_second,
    },
  };
}
