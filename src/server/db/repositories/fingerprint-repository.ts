/** Keeps the fingerprint of each track's sound and the keys by which another one finds it. Comparing is core/library's. */
import type { Kysely } from "kysely";
import { copyBuckets, fingerprintKeys, lengthBucket } from "../../../core/library/fingerprint-keys.ts";
import { FINGERPRINT_VERSION } from "../../../core/signal/fingerprint.ts";
import type { Schema } from "../schema.ts";

export interface FingerprintRepository {
  /** Replaces what was kept of the track; null where its sound says nothing. Its copies are then looked for anew. */
  store(userId: number, trackId: number, words: Uint32Array | null): Promise<void>;
  /** Those of the present version. */
  find(userId: number, trackIds: readonly number[]): Promise<Map<number, Uint32Array>>;
  /** Tracks of about that length that share a key with the fingerprint, those with most first, at most `limit`; itself is among them. */
  alike(userId: number, sound: { words: Uint32Array; durationMs: number | null }, limit: number): Promise<number[]>;
}

/** A key that more tracks share than this tells nothing, and is not followed. */
const MOST_PER_KEY = 400;

export function createFingerprintRepository(db: Kysely<Schema>): FingerprintRepository {
  const dropKeys = async (trackId: number, words: Uint32Array, bucket: number): Promise<void> => {
    const keys = fingerprintKeys(words, bucket);
    if (keys.length === 0) return;
    await db.deleteFrom("fingerprint_keys").where("key", "in", keys).where("track_id", "=", trackId).execute();
  };

  const durationOf = async (trackId: number): Promise<number | null> => {
    const row = await db.selectFrom("tracks").select("duration_ms").where("id", "=", trackId).executeTakeFirst();
    return row?.duration_ms ?? null;
  };

  return {
    async store(userId, trackId, words) {
      const before = await db
        .selectFrom("track_fingerprints")
        .select(["words", "bucket"])
        .where("track_id", "=", trackId)
        .executeTakeFirst();
      if (before) await dropKeys(trackId, fromBytes(before.words), before.bucket);
      await db.deleteFrom("track_fingerprints").where("track_id", "=", trackId).execute();
      if (words) {
        const bucket = lengthBucket(await durationOf(trackId));
        const row = { track_id: trackId, user_id: userId, version: FINGERPRINT_VERSION, bucket, words: toBytes(words) };
        await db.insertInto("track_fingerprints").values(row).execute();
        const keys = fingerprintKeys(words, bucket).map((key) => ({ key, track_id: trackId }));
        if (keys.length > 0) {
          await db
            .insertInto("fingerprint_keys")
            .values(keys)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
      }
      await db.updateTable("track_identities").set({ is_compared: 0 }).where("track_id", "=", trackId).execute();
    },
    async find(userId, trackIds) {
      if (trackIds.length === 0) return new Map();
      const rows = await db
        .selectFrom("track_fingerprints")
        .select(["track_id", "words"])
        .where("user_id", "=", userId)
        .where("version", "=", FINGERPRINT_VERSION)
        .where("track_id", "in", trackIds)
        .execute();
      return new Map(rows.map((row) => [row.track_id, fromBytes(row.words)]));
    },
    async alike(userId, { words, durationMs }, limit) {
      const shared = new Map<number, number>();
      const keys = copyBuckets(durationMs).flatMap((bucket) => fingerprintKeys(words, bucket));
      for (const key of keys) {
        const rows = await db
          .selectFrom("fingerprint_keys")
          .leftJoin("track_fingerprints", "track_fingerprints.track_id", "fingerprint_keys.track_id")
          .select(["fingerprint_keys.track_id", "user_id"])
          .where("key", "=", key)
          .limit(MOST_PER_KEY + 1)
          .execute();
        if (rows.length > MOST_PER_KEY) continue;
        const dangling = rows.filter((row) => row.user_id === null).map((row) => row.track_id);
        if (dangling.length > 0) {
          await db.deleteFrom("fingerprint_keys").where("key", "=", key).where("track_id", "in", dangling).execute();
        }
        for (const row of rows) {
          if (row.user_id === userId) shared.set(row.track_id, (shared.get(row.track_id) ?? 0) + 1);
        }
      }
      return [...shared]
        .sort(([a, most], [b, more]) => more - most || a - b)
        .slice(0, limit)
        .map(([trackId]) => trackId);
    },
  };
}

function toBytes(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, i * 4);
  return bytes;
}

/** `libsql` gives a bare buffer, `pg` a view of one. */
function fromBytes(stored: Uint8Array | ArrayBuffer): Uint32Array {
  const bytes =
    stored instanceof ArrayBuffer
      ? Buffer.from(stored)
      : Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32LE(i * 4));
}
