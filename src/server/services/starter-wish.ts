/** What the listener wishes of the starter library, kept as a setting. */
import { z } from "zod";
import type { Storage } from "../db/storage.ts";

const WishSchema = z.object({
  /** Null until it has begun or was decided about. */
  enabled: z.boolean().nullable(),
  /** Raised with every removal: a removed piece is never made again. */
  generation: z.number().int().min(1).max(1e6),
});
export type StarterWish = z.infer<typeof WishSchema>;

const UNDECIDED: StarterWish = { enabled: null, generation: 1 };

export async function readStarterWish(storage: Storage, userId: number): Promise<StarterWish> {
  const text = await storage.settings.get(userId, "starter-library");
  if (text === null) return UNDECIDED;
  try {
    return WishSchema.parse(JSON.parse(text));
  } catch {
    return UNDECIDED;
  }
}

export async function writeStarterWish(storage: Storage, userId: number, wish: StarterWish): Promise<void> {
  await storage.settings.set(userId, "starter-library", JSON.stringify(wish));
}
