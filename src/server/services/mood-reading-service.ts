/** Keeps the moods that the listener's device read or the listener chose. */
import type { z } from "@hono/zod-openapi";
import type { MoodReading, NewMoodReadingSchema } from "../../contracts/mood-readings.ts";
import type { Storage } from "../db/storage.ts";

export interface MoodReadingService {
  keep(reading: z.infer<typeof NewMoodReadingSchema>): Promise<MoodReading>;
  /** Newest first. */
  list(page: { limit: number; offset: number }): Promise<{ readings: MoodReading[]; total: number }>;
}

export function createMoodReadingService(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
}): MoodReadingService {
  const { storage, userId, clock } = dependencies;
  return {
    keep: (reading) => storage.moodReadings.insert(userId, { ...reading, readAtMs: clock() }),
    list: (page) => storage.moodReadings.list(userId, page),
  };
}
