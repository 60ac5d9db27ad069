/** Runs the emotion net over labelled tiles, as batches, with the preparation that the app gives a face. */
import type { LabelledReading } from "../../core/evaluation/evaluate-readings.ts";
import { levelCrop } from "../../inference/face-crop.ts";
import type { FaceEmotionReader } from "../../inference/face-emotion.ts";
import { judgeCrop } from "../../inference/face-quality.ts";
import type { LabelledTile } from "./labelled-tile.ts";

/** `levelled`: brought to one light, as the app does with every face; `raw`: the tile as it is, as in training. */
export type Preparation = "levelled" | "raw";

export interface ReadTiles {
  readings: LabelledReading[];
  /** Tiles so dark or flat, or so little of a face, that the app would say so instead of reading them; they count here all the same. */
  refusedByApp: number;
}

/** Tiles run at once. */
export const BATCH = 32;

/** @throws the signal's reason when aborted; no figures come of a part */
export async function readTiles(
  reader: FaceEmotionReader,
  tiles: readonly LabelledTile[],
  preparation: Preparation,
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
): Promise<ReadTiles> {
  const read: ReadTiles = { readings: [], refusedByApp: 0 };
  for (let start = 0; start < tiles.length; start += BATCH) {
    options.signal.throwIfAborted();
    const batch = tiles.slice(start, start + BATCH);
    const crops = batch.map(({ pixels }) => Float32Array.from(pixels));
    const refused = crops.map((crop) => judgeCrop(crop) !== undefined);
    read.refusedByApp += refused.filter(Boolean).length;
    if (preparation === "levelled") for (const crop of crops) levelCrop(crop);
    const results = await reader.read(crops);
    for (const [i, { truth }] of batch.entries()) {
      const { probabilities, usable } = results[i]!;
      if (!usable && !refused[i]) read.refusedByApp++;
      read.readings.push({ truth, probabilities });
    }
    options.onProgress(read.readings.length, tiles.length);
    // WASM runs on this thread: without a pause neither Ctrl-C nor the bar would get a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return read;
}
