/** What every database must promise of transactions: whole or not at all, and as if one came after the other. */
import { describe, expect, test } from "vitest";
import { MoodSyncError } from "../../src/core/errors.ts";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { ContractSubject } from "./repository-contract.ts";

export function transactionContract(name: string, { open }: ContractSubject): void {
  describe(`transactions on ${name}`, () => {
    test("a transaction that fails leaves nothing behind, and the next one works", async () => {
      const storage = await open();
      const failing = storage.inTransaction(async ({ settings }) => {
        await settings.set(ME, "music-folder", "/half");
        throw new MoodSyncError("test.failed", "on purpose");
      });
      await expect(failing).rejects.toMatchObject({ code: "test.failed" });
      expect(await storage.settings.get(ME, "music-folder")).toBeNull();
      await storage.inTransaction(({ settings }) => settings.set(ME, "music-folder", "/whole"));
      expect(await storage.settings.get(ME, "music-folder")).toBe("/whole");
    });

    test("many at once are all kept", async () => {
      const storage = await open();
      const reading = { source: "pad" as const, emotion: null, valence: 0, arousal: 0, confidence: 1, faceCount: 0 };
      await Promise.all(
        Array.from({ length: 50 }, (_, readAtMs) =>
          storage.inTransaction(({ moodReadings }) => moodReadings.insert(ME, { ...reading, readAtMs })),
        ),
      );
      expect((await storage.moodReadings.list(ME, { limit: 1, offset: 0 })).total).toBe(50);
    });

    test("what is read and then written is as if one came after the other", async () => {
      const storage = await open();
      await storage.settings.set(ME, "music-folder", "0");
      const raised = Array.from({ length: 8 }, () =>
        storage.inTransaction(async ({ settings }) => {
          const before = Number(await settings.get(ME, "music-folder"));
          await settings.set(ME, "music-folder", String(before + 1));
        }),
      );
      await Promise.all(raised);
      expect(await storage.settings.get(ME, "music-folder")).toBe("8");
    });

    test("of many who look first and insert if there is nothing, one inserts", async () => {
      const storage = await open();
      const look = Array.from({ length: 6 }, (_, index) =>
        storage.inTransaction(async ({ scans }) => {
          if ((await scans.open(ME)).length > 0) return false;
          await scans.insert(ME, { folder: `/${index}`, startedAtMs: 1, ownerPid: 1 });
          return true;
        }),
      );
      expect((await Promise.all(look)).filter(Boolean)).toHaveLength(1);
      expect(await storage.scans.open(ME)).toHaveLength(1);
    });
  });
}
