/** Keeps the moods that the listener's device read or the listener chose. */
import type { z } from "@hono/zod-openapi";
import type { MoodReading, NewMoodReadingSchema } from "../../contracts/mood-readings.ts";
import type { Storage } from "../db/storage.ts";
import type { LearningService } from "./learning-service.ts";

export interface MoodReadingService {
  keep(reading: z.infer<typeof NewMoodReadingSchema>): Promise<MoodReading>;
  /** Newest first. */
  list(page: { limit: number; offset: number }): Promise<{ readings: MoodReading[]; total: number }>;
}

export function createMoodReadingService(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
  /** Told of corrections: what was just heard was heard in that mood. */
  learning?: Pick<LearningService, "moodCorrected">;
}): MoodReadingService {
  const { storage, userId, clock, learning } = dependencies;
  return {
    async keep(reading) {
      const { source, valence, arousal } = reading;
      const kept = await storage.moodReadings.insert(userId, { ...reading, readAtMs: clock() });
      if (source === "correction") await learning?.moodCorrected({ valence, arousal });
      return kept;
    },
    list: (page) => storage.moodReadings.list(userId, page),
  };
}
