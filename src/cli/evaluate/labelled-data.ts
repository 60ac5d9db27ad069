/**
 * Labelled faces for an evaluation, from an image folder or a FER2013 CSV: validated whole, before anything is run on them.
 */
import { stat } from "node:fs/promises";
import { dataError, unreadable } from "./data-errors.ts";
import { readFerCsv } from "./fer-csv.ts";
import { readImageFolder } from "./image-folder.ts";
import type { DataWish, LabelledData } from "./labelled-tile.ts";

/**
 * Read what lies at `location`.
 * @throws MoodSyncError `data.*` or `photo.*`, one sentence that names the place; the signal's reason when aborted
 */
export async function readLabelledData(location: string, wish: DataWish): Promise<LabelledData> {
  const stats = await stat(location).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(location, cause);
  });
  if (stats.isDirectory()) return readImageFolder(location, wish);
  if (!stats.isFile()) throw dataError("data.unreadable", `${location} is neither a folder nor a file.`);
  if (stats.size === 0) throw dataError("data.empty", `${location} is an empty file.`);
  return readFerCsv(location, stats.size, wish);
}
