import { describe, expect, it } from "vitest";
import { mapEmotions } from "../../../core/affect/emotion.ts";
import {
  FIRST_POSE,
  POSE_ORDER,
  posedEmotion,
  poseReducer,
  PREPARE_MS,
  SAMPLE_EVERY_MS,
  SHOW_MS,
  type PoseEvent,
  type PoseSequence,
} from "./pose-sequence.ts";

const probabilities = mapEmotions(() => 1 / 7);
type Read = Extract<PoseEvent, { kind: "frame" }>["read"];

/** Plays frames every `everyMs` for a while; time goes on from the state's last frame. */
function play(state: PoseSequence, forMs: number, everyMs = 50, read?: Read): PoseSequence {
  let now = state;
  const startMs = state.lastFrameMs ?? 0;
  for (let t = startMs + everyMs; t <= startMs + forMs; t += everyMs) {
    now = poseReducer(now, {
      kind: "frame",
      timestampMs: t,
      faceCount: 1,
      read: read ?? { probabilities, readAtMs: t },
    });
  }
  return now;
}

const countOf = (state: PoseSequence, emotion: string) => state.samples.filter(({ shown }) => shown === emotion).length;

describe("poseReducer", () => {
  it("asks for seven different faces", () => {
    expect(new Set(POSE_ORDER).size).toBe(7);
  });

  it("lets the listener get ready, takes frames for three seconds, and goes on to the next face", () => {
    const ready = play(FIRST_POSE, PREPARE_MS);
    expect(ready).toMatchObject({ step: "prepare", index: 0 });
    expect(ready.samples).toEqual([]);
    const showing = play(ready, 100);
    expect(showing).toMatchObject({ step: "show", index: 0 });
    const next = play(showing, SHOW_MS);
    expect(next).toMatchObject({ step: "prepare", index: 1 });
    expect(countOf(next, "neutral")).toBeGreaterThanOrEqual(SHOW_MS / SAMPLE_EVERY_MS - 1);
    expect(countOf(next, "neutral")).toBeLessThanOrEqual(SHOW_MS / SAMPLE_EVERY_MS + 1);
  });

  it("ends after the last face and stays there", () => {
    const over = play(FIRST_POSE, 7 * (PREPARE_MS + SHOW_MS) + 2000);
    expect(over).toMatchObject({ step: "over", index: 7 });
    expect(posedEmotion(over)).toBeNull();
    for (const emotion of POSE_ORDER) expect(countOf(over, emotion)).toBeGreaterThan(25);
    expect(play(over, 1000)).toBe(over);
    expect(poseReducer(over, { kind: "skip" })).toBe(over);
  });

  it.each(["nobody", "too-dark", "reading"] as const)("stands still while the face is missing (%s)", (why) => {
    const showing = play(FIRST_POSE, PREPARE_MS + 1000);
    const waiting = play(showing, 60_000, 50, why);
    expect(waiting).toMatchObject({ step: "show", index: 0, wait: why, elapsedMs: showing.elapsedMs });
    expect(waiting.samples).toBe(showing.samples);
    const back = play(waiting, 100);
    expect(back.wait).toBeNull();
    expect(back.elapsedMs).toBe(showing.elapsedMs + 50);
  });

  it("does not let a camera that stalls use up the time", () => {
    const showing = play(FIRST_POSE, PREPARE_MS + 500);
    const stalled = play(showing, 30_000, 30_000);
    expect(stalled.step).toBe("show");
    expect(stalled.elapsedMs).toBeLessThanOrEqual(showing.elapsedMs + 500);
  });

  it("takes ten frames a second at most, and none twice", () => {
    const ready = play(FIRST_POSE, PREPARE_MS + 50);
    expect(countOf(play(ready, 1000, 10), "neutral")).toBeLessThanOrEqual(11);
    const stale = play(ready, 1000, 50, { probabilities, readAtMs: 1000 });
    expect(countOf(stale, "neutral")).toBeLessThanOrEqual(1);
  });

  it("skips a face with all that was seen of it, while getting ready and while showing", () => {
    const skippedEarly = poseReducer(FIRST_POSE, { kind: "skip" });
    expect(skippedEarly).toMatchObject({ step: "prepare", index: 1, elapsedMs: 0 });
    const half = play(skippedEarly, PREPARE_MS + 1500);
    expect(countOf(half, "happy")).toBeGreaterThan(5);
    const skipped = poseReducer(half, { kind: "skip" });
    expect(skipped).toMatchObject({ step: "prepare", index: 2 });
    expect(skipped.samples).toEqual([]);
  });

  it("is over when every face is skipped", () => {
    const over = POSE_ORDER.reduce((state) => poseReducer(state, { kind: "skip" }), FIRST_POSE);
    expect(over).toMatchObject({ step: "over", samples: [] });
  });
});
