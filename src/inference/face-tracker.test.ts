import { describe, expect, it } from "vitest";
import { createFaceTracker } from "./face-tracker.ts";
import { faceOf, paintScene, type Actor } from "./fixtures/scene.ts";
import { centreOf } from "./image.ts";

const anna: Actor = { x: 80, y: 120, side: 70, seed: 4 };
const ben: Actor = { x: 230, y: 120, side: 70, seed: 9 };

/** Plays frames; every `detectEvery`th is a detection in which all actors of the frame are found, in the order given. */
function play(frames: Actor[][], detectEvery: number) {
  const tracker = createFaceTracker();
  const ids: number[][] = [];
  for (const [i, actors] of frames.entries()) {
    const image = paintScene({ actors });
    let { faces } = tracker.follow(image);
    if (i % detectEvery === 0) {
      faces = tracker.update(
        image,
        actors.map((actor) => faceOf(actor)),
        i * 33,
      );
    }
    ids.push(actors.map((actor) => nearest(faces, actor)));
  }
  return ids;
}

function nearest(
  faces: readonly { id: number; box: { x: number; y: number; width: number; height: number } }[],
  actor: Actor,
) {
  const distance = (face: (typeof faces)[number]): number =>
    Math.hypot(centreOf(face.box).x - actor.x, centreOf(face.box).y - actor.y);
  return faces.toSorted((a, b) => distance(a) - distance(b))[0]?.id ?? 0;
}

const steps = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("createFaceTracker", () => {
  it("gives every face a number of its own and keeps it while the face moves", () => {
    const ids = play(
      steps(24).map((i) => [
        { ...anna, x: anna.x + i * 2 },
        { ...ben, y: ben.y - i },
      ]),
      6,
    );
    for (const frame of ids) expect(frame).toEqual([1, 2]);
  });

  it("does not mix up numbers when the detector changes its order", () => {
    const ids = play(
      steps(12).map((i) => (i % 2 === 0 ? [anna, ben] : [ben, anna])),
      1,
    );
    for (const [i, frame] of ids.entries()) expect(frame).toEqual(i % 2 === 0 ? [1, 2] : [2, 1]);
  });

  it("keeps the numbers when two faces pass each other", () => {
    // Anna passes in front of Ben; they swap sides within a second.
    const ids = play(
      steps(31).map((i) => [
        { ...ben, x: ben.x - i * 5, y: 100 },
        { ...anna, x: anna.x + i * 5, y: 160 },
      ]),
      5,
    );
    expect(ids.at(0)).toEqual([1, 2]);
    expect(ids.at(-1)).toEqual([1, 2]);
  });

  it("lets looks decide where a face moves into the place of one that left", () => {
    const tracker = createFaceTracker();
    const left: Actor = { ...anna, x: 100 };
    const right: Actor = { ...ben, x: 165 };
    tracker.update(paintScene({ actors: [left, right] }), [faceOf(left), faceOf(right)], 0);
    // A third of a box from where Ben was, more than half from where she was herself.
    const moved: Actor = { ...left, x: 140 };
    const faces = tracker.update(paintScene({ actors: [moved] }), [faceOf(moved)], 200);
    expect(faces.map((face) => face.id)).toEqual([1]);
  });

  it("never gives a number twice: who leaves for good and comes back is new", () => {
    const tracker = createFaceTracker();
    const here = paintScene({ actors: [anna] });
    const empty = paintScene({ actors: [] });
    tracker.update(here, [faceOf(anna)], 0);
    expect(tracker.update(empty, [], 200)).toEqual([]);
    expect(tracker.update(empty, [], 1500)).toEqual([]);
    expect(tracker.update(here, [faceOf(anna)], 1700).map((face) => face.id)).toEqual([2]);
  });

  it("gives the number back to a face that the detector missed for a moment", () => {
    const tracker = createFaceTracker();
    const here = paintScene({ actors: [anna] });
    tracker.update(here, [faceOf(anna)], 0);
    expect(tracker.update(here, [], 200)).toEqual([]);
    expect(tracker.update(here, [faceOf(anna)], 400).map((face) => face.id)).toEqual([1]);
  });

  it("counts on for a face that enters", () => {
    const tracker = createFaceTracker();
    tracker.update(paintScene({ actors: [anna] }), [faceOf(anna)], 0);
    const both = paintScene({ actors: [anna, ben] });
    expect(tracker.knows(faceOf(anna))).toBe(true);
    expect(tracker.knows(faceOf(ben))).toBe(false);
    expect(tracker.update(both, [faceOf(ben), faceOf(anna)], 200).map((face) => face.id)).toEqual([2, 1]);
  });

  it("says when a face is lost, and where it cannot be followed leaves it where it was", () => {
    const tracker = createFaceTracker();
    tracker.update(paintScene({ actors: [anna] }), [faceOf(anna)], 0);
    expect(tracker.follow(paintScene({ actors: [anna] })).lost).toBe(false);
    const { faces, lost } = tracker.follow(paintScene({ actors: [] }));
    expect(lost).toBe(true);
    expect(Math.abs(centreOf(faces[0]!.box).x - anna.x)).toBeLessThan(2);
  });

  it("forgets on reset, but not how far it had counted", () => {
    const tracker = createFaceTracker();
    const image = paintScene({ actors: [anna] });
    tracker.update(image, [faceOf(anna)], 0);
    tracker.reset();
    expect(tracker.follow(image).faces).toEqual([]);
    expect(tracker.update(image, [faceOf(anna)], 50).map((face) => face.id)).toEqual([2]);
  });
});
