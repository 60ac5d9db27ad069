import { describe, expect, it } from "vitest";
import { createFaceReader } from "./face-reader.ts";
import { constantEmotion, scriptedDetector } from "./fixtures/faces.ts";
import { faceOf, paintScene, type Actor } from "./fixtures/scene.ts";

const anna: Actor = { x: 80, y: 120, side: 70, seed: 4 };
const ben: Actor = { x: 230, y: 120, side: 90, seed: 9 };
const frame = paintScene({ actors: [anna, ben] });

function reader() {
  const detector = scriptedDetector(() => [faceOf(anna), faceOf(ben)]);
  return { detector, faces: createFaceReader({ detector, emotion: constantEmotion("happy") }) };
}

describe("read", () => {
  it("gives every face with its probabilities, the largest first", async () => {
    const { faces } = reader();
    const reading = await faces.read(frame, 0);
    expect(reading.detected).toBe(true);
    expect(reading.faces.map((face) => Math.round(face.box.width))).toEqual([90, 70]);
    expect(reading.faces[0]).toMatchObject({ usable: true, readAtMs: 0 });
    expect(reading.faces[0]!.probabilities!.happy).toBeCloseTo(0.7);
    expect(reading.timings.totalMs).toBeGreaterThanOrEqual(reading.timings.detectMs);
  });

  it("follows in the next frames under the same numbers", async () => {
    const { detector, faces } = reader();
    const first = await faces.read(frame, 0);
    const second = await faces.read(frame, 33);
    expect(second.detected).toBe(false);
    expect(detector.detections).toBe(1);
    expect(second.faces.map((face) => face.id)).toEqual(first.faces.map((face) => face.id));
  });

  it.each([
    ["after a gap of more than a second", frame, 1100],
    ["when time runs backwards", frame, -10],
    ["when the frame's size changes", paintScene({ actors: [anna, ben], width: 330 }), 33],
  ])("starts anew %s", async (_when, next, timestampMs) => {
    const { faces } = reader();
    const first = await faces.read(frame, 0);
    const second = await faces.read(next, timestampMs);
    expect(second.detected).toBe(true);
    const before = first.faces.map((face) => face.id);
    for (const face of second.faces) expect(before).not.toContain(face.id);
  });

  it("refuses a second frame before the first is done, and goes on afterwards", async () => {
    const { faces } = reader();
    const first = faces.read(frame, 0);
    await expect(faces.read(frame, 33)).rejects.toMatchObject({ code: "face-reader.busy" });
    await first;
    expect((await faces.read(frame, 66)).faces).toHaveLength(2);
  });

  it("is free again after a failure", async () => {
    const detector = scriptedDetector(() => {
      throw new Error("out of memory");
    });
    const faces = createFaceReader({ detector, emotion: constantEmotion("sad") });
    await expect(faces.read(frame, 0)).rejects.toThrow("out of memory");
    await expect(faces.read(frame, 33)).rejects.toThrow("out of memory");
  });
});

describe("readPhoto", () => {
  it("reads each face once, although several input sizes find it", async () => {
    const { faces } = reader();
    const reading = await faces.readPhoto(frame);
    expect(reading.faces.map((face) => face.id)).toEqual([1, 2]);
    expect(reading.faces[0]!.box.width).toBe(90);
    expect(reading.faces[0]!.probabilities!.happy).toBeCloseTo(0.7);
    expect(reading.faces[0]!.readAtMs).toBeUndefined();
  });

  it("leaves the camera's faces alone", async () => {
    const { faces } = reader();
    const before = await faces.read(frame, 0);
    await faces.readPhoto(paintScene({ actors: [anna], width: 200 }));
    const after = await faces.read(frame, 33);
    expect(after.detected).toBe(false);
    expect(after.faces.map((face) => face.id)).toEqual(before.faces.map((face) => face.id));
  });

  it("looks closer and wider before it gives up", async () => {
    const detector = scriptedDetector(() => []);
    const faces = createFaceReader({ detector, emotion: constantEmotion("happy") });
    expect((await faces.readPhoto(frame)).faces).toEqual([]);
    expect(detector.detections).toBe(3);
    detector.detections = 0;
    await faces.readPhoto(paintScene({ actors: [], width: 1100, height: 40 }));
    expect(detector.detections).toBe(4);
  });

  it("shows a face that cannot be read, with the reason", async () => {
    const detector = scriptedDetector(() => [faceOf({ ...anna, side: 20 })]);
    const faces = createFaceReader({ detector, emotion: constantEmotion("happy") });
    const [face] = (await faces.readPhoto(frame)).faces;
    expect(face).toMatchObject({ usable: false, reason: "too-small" });
    expect(face!.probabilities).toBeUndefined();
  });
});
