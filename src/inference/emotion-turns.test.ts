import { describe, expect, it } from "vitest";
import { createEmotionTurns } from "./emotion-turns.ts";
import { constantEmotion } from "./fixtures/faces.ts";
import { faceOf, paintScene, type Actor } from "./fixtures/scene.ts";

const actors: Actor[] = [
  { x: 60, y: 60, side: 70, seed: 1 },
  { x: 160, y: 60, side: 60, seed: 2 },
  { x: 250, y: 60, side: 50, seed: 3 },
  { x: 60, y: 170, side: 45, seed: 4 },
  { x: 160, y: 170, side: 40, seed: 5 },
];
const image = paintScene({ actors });
const faces = actors.map((actor, i) => ({ ...faceOf(actor), id: i + 1 }));

describe("createEmotionTurns", () => {
  it("reads all faces at once within the budget", async () => {
    const emotion = constantEmotion("happy");
    const readings = await createEmotionTurns(emotion, 8).read(image, faces, 40);
    expect(emotion.batches).toEqual([5]);
    expect(readings.map((reading) => reading.id)).toEqual([1, 2, 3, 4, 5]);
    for (const reading of readings) {
      expect(reading).toMatchObject({ usable: true, readAtMs: 40 });
      expect(reading.probabilities!.happy).toBeCloseTo(0.7);
    }
  });

  it("lets faces take turns beyond it, and shows the last reading of the others", async () => {
    const emotion = constantEmotion("happy");
    const turns = createEmotionTurns(emotion, 2);
    expect((await turns.read(image, faces, 0)).map((each) => each.readAtMs)).toEqual([
      0,
      0,
      undefined,
      undefined,
      undefined,
    ]);
    expect((await turns.read(image, faces, 33)).map((each) => each.readAtMs)).toEqual([0, 0, 33, 33, undefined]);
    expect((await turns.read(image, faces, 66)).map((each) => each.readAtMs)).toEqual([66, 0, 33, 33, 66]);
    expect(emotion.batches).toEqual([2, 2, 2]);
  });

  it("says why a face is not read, and spends nothing on it", async () => {
    const emotion = constantEmotion("happy");
    const [first, second] = faces;
    const readings = await createEmotionTurns(emotion, 1).read(image, [{ ...first!, score: 0.4 }, second!], 0);
    expect(readings[0]).toMatchObject({ usable: false, reason: "uncertain" });
    expect(readings[0]!.probabilities).toBeUndefined();
    expect(readings[1]!.probabilities).toBeDefined();
  });

  it("passes on that the net found no usable face, until that face is read again", async () => {
    const emotion = constantEmotion("happy");
    let hidden = true;
    const judging = {
      ...emotion,
      read: async (crops: readonly Float32Array[]) =>
        (await emotion.read(crops)).map((reading) => ({ ...reading, usable: !hidden })),
    };
    const turns = createEmotionTurns(judging, 1);
    const [first, second] = faces;
    const [covered] = await turns.read(image, [first!, second!], 0);
    expect(covered).toMatchObject({ usable: false, reason: "unreadable" });
    expect(covered!.probabilities).toBeUndefined();
    hidden = false;
    const waiting = await turns.read(image, [first!, second!], 33);
    expect(waiting.map(({ usable }) => usable)).toEqual([false, true]);
    const shown = await turns.read(image, [first!, second!], 66);
    expect(shown[0]).toMatchObject({ usable: true, readAtMs: 66 });
  });

  it("does not show a reading of a face that can no longer be read", async () => {
    const turns = createEmotionTurns(constantEmotion("happy"), 3);
    await turns.read(image, [faces[0]!], 0);
    const [reading] = await turns.read(image, [{ ...faces[0]!, score: 0.4 }], 33);
    expect(reading!.probabilities).toBeUndefined();
  });

  it("forgets faces that left, and readings older than a second", async () => {
    const turns = createEmotionTurns(constantEmotion("happy"), 1);
    await turns.read(image, [faces[0]!], 0);
    await turns.read(image, [faces[1]!], 500);
    const [first] = await turns.read(image, [faces[0]!, faces[1]!], 600);
    expect(first!.readAtMs).toBe(600);
    const later = await turns.read(image, [faces[0]!, faces[1]!], 1700);
    expect(later.map((reading) => reading.readAtMs)).toEqual([undefined, 1700]);
  });

  it("calls a black face too dark", async () => {
    const dark = paintScene({ actors, light: 0.02 });
    const [reading] = await createEmotionTurns(constantEmotion("sad"), 1).read(dark, [faces[0]!], 0);
    expect(reading).toMatchObject({ usable: false, reason: "too-dark" });
  });
});
