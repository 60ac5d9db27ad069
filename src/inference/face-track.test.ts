import { describe, expect, it } from "vitest";
import { captureTemplates, followFace, resemblance } from "./face-track.ts";
import { faceOf, paintScene, type Actor } from "./fixtures/scene.ts";
import { centreOf, intersectionOverUnion } from "./image.ts";

const start: Actor = { x: 150, y: 110, side: 80, seed: 4 };
const templates = captureTemplates(paintScene({ actors: [start] }), faceOf(start));

function follow(moved: Actor, light = 1) {
  return followFace(paintScene({ actors: [moved], light }), faceOf(start), templates);
}

describe("followFace", () => {
  it.each([
    ["stays", 0, 0],
    ["creeps", 3, -2],
    ["walks", 14, 6],
    ["rushes, a third of its width", -27, 10],
  ])("finds a face that %s", (_name, dx, dy) => {
    const { face, correlation } = follow({ ...start, x: start.x + dx, y: start.y + dy });
    expect(correlation).toBeGreaterThan(0.9);
    expect(Math.abs(centreOf(face.box).x - start.x - dx)).toBeLessThan(1.5);
    expect(Math.abs(centreOf(face.box).y - start.y - dy)).toBeLessThan(1.5);
  });

  it("takes the landmarks along", () => {
    const { face } = follow({ ...start, x: start.x + 14 });
    expect(face.landmarks.mouth.x - faceOf(start).landmarks.mouth.x).toBeGreaterThan(12);
  });

  it.each([0.96, 1.04])("notices that a face is %f times as large", (zoom) => {
    const { face } = follow({ ...start, side: start.side * zoom });
    expect(Math.abs(face.box.width / start.side - zoom)).toBeLessThan(0.015);
  });

  it("follows through a change of light", () => {
    const { face, correlation } = follow({ ...start, x: start.x + 8 }, 0.5);
    expect(correlation).toBeGreaterThan(0.9);
    expect(Math.abs(centreOf(face.box).x - start.x - 8)).toBeLessThan(1.5);
  });

  it("says that a face is gone", () => {
    expect(followFace(paintScene({ actors: [] }), faceOf(start), templates).correlation).toBeLessThan(0.7);
  });

  it("keeps to a face over many frames without drifting off", () => {
    let face = faceOf(start);
    let actor = start;
    for (let frame = 1; frame <= 30; frame++) {
      const turn = (frame / 30) * 2 * Math.PI;
      actor = { ...start, x: start.x + 40 * Math.sin(turn), y: start.y + 20 * (1 - Math.cos(turn)) };
      ({ face } = followFace(paintScene({ actors: [actor] }), face, templates));
    }
    expect(intersectionOverUnion(face.box, faceOf(actor).box)).toBeGreaterThan(0.9);
  });
});

describe("resemblance", () => {
  it("tells a face from another one in the same place", () => {
    const same = paintScene({ actors: [{ ...start, x: start.x + 6 }] });
    const other = paintScene({ actors: [{ ...start, seed: 9 }] });
    expect(resemblance(same, faceOf({ ...start, x: start.x + 6 }), templates)).toBeGreaterThan(0.9);
    expect(resemblance(other, faceOf(start), templates)).toBeLessThan(0.5);
  });
});
