/** The listener's wish when standing playlists renew themselves, kept as a setting. */
import { z } from "zod";
import { RenewalScheduleSchema, type RenewalSchedule } from "../../contracts/standing-playlists.ts";
import type { Storage } from "../db/storage.ts";

const KeptSchema = z.object({ schedule: RenewalScheduleSchema, sinceMs: z.number() });

/** The schedule, and when it was set: what was made before counts as made then. */
export type KeptSchedule = z.infer<typeof KeptSchema>;

/** Nothing is replaced that the listener did not ask to have replaced. */
const OFF: { schedule: RenewalSchedule; sinceMs: number } = { schedule: { every: "off", hour: 5 }, sinceMs: 0 };

export async function readSchedule(storage: Storage, userId: number): Promise<KeptSchedule> {
  const text = await storage.settings.get(userId, "renewal-schedule");
  if (text === null) return OFF;
  try {
    return KeptSchema.parse(JSON.parse(text));
  } catch {
    return OFF;
  }
}

export async function writeSchedule(storage: Storage, userId: number, kept: KeptSchedule): Promise<void> {
  await storage.settings.set(userId, "renewal-schedule", JSON.stringify(kept));
}
