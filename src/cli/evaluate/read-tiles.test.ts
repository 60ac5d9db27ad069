import { expect, it } from "vitest";
import { mapEmotions } from "../../core/affect/emotion.ts";
import { levelCrop } from "../../inference/face-crop.ts";
import type { FaceEmotionReader } from "../../inference/face-emotion.ts";
import type { LabelledTile } from "./labelled-tile.ts";
import { readTiles } from "./read-tiles.ts";

/** Tiles of one gray each, their number. */
const tiles = (count: number): LabelledTile[] =>
  Array.from({ length: count }, (_, i) => ({ truth: "sad", pixels: new Uint8Array(4).fill(i) }));

/** Puts a tile's first gray value, over 1000, into `sad`, and calls the tile usable or not. */
function fakeReader(
  onBatch: (size: number, crops: readonly Float32Array[]) => void,
  usable: (crop: number) => boolean = () => true,
): FaceEmotionReader {
  return {
    cropSize: 2,
    answer: "labels",
    read: async (crops) => {
      onBatch(crops.length, crops);
      return crops.map((crop, i) => ({
        probabilities: mapEmotions((emotion) => (emotion === "sad" ? crop[0]! / 1000 : 0)),
        usable: usable(i),
      }));
    },
    release: async () => undefined,
  };
}

it("runs batches of 32 and keeps every tile's own reading", async () => {
  const sizes: number[] = [];
  const progress: string[] = [];
  const { readings } = await readTiles(
    fakeReader((size) => sizes.push(size)),
    tiles(70),
    "raw",
    {
      signal: new AbortController().signal,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    },
  );
  expect(sizes).toEqual([32, 32, 6]);
  expect(progress).toEqual(["32/70", "64/70", "70/70"]);
  expect(readings.map(({ probabilities }) => Math.round(probabilities.sad * 1000))).toEqual(
    Array.from({ length: 70 }, (_, i) => i),
  );
});

it("gives the net what the app would, or the tile as it is", async () => {
  const pixels = Uint8Array.from([20, 40, 30, 50]);
  const given: number[][] = [];
  const reader = fakeReader((_, crops) => given.push(Array.from(crops[0]!)));
  const watched = { signal: new AbortController().signal, onProgress: () => undefined };
  await readTiles(reader, [{ truth: "sad", pixels }], "raw", watched);
  await readTiles(reader, [{ truth: "sad", pixels }], "levelled", watched);
  const levelled = Float32Array.from(pixels);
  levelCrop(levelled);
  expect(given).toEqual([[20, 40, 30, 50], Array.from(levelled)]);
  expect(given[1]).not.toEqual(given[0]);
});

it("counts the tiles that the app would refuse, and reads them all the same", async () => {
  const dark = { truth: "sad", pixels: new Uint8Array(4).fill(3) } as const;
  const good = { truth: "sad", pixels: Uint8Array.from([20, 40, 30, 50]) } as const;
  const watched = { signal: new AbortController().signal, onProgress: () => undefined };
  const { readings, refusedByApp } = await readTiles(
    // The net refuses the first, which is too dark as well and counts once, and the last.
    fakeReader(
      () => undefined,
      (i) => i === 1 || i === 2,
    ),
    [dark, good, dark, good],
    "levelled",
    watched,
  );
  expect(refusedByApp).toBe(3);
  expect(readings).toHaveLength(4);
});

it("stops between two batches", async () => {
  const controller = new AbortController();
  let batches = 0;
  const reader = fakeReader(() => {
    batches++;
    controller.abort();
  });
  const running = readTiles(reader, tiles(70), "raw", { signal: controller.signal, onProgress: () => undefined });
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
  expect(batches).toBe(1);
});
