import { describe, expect, it } from "vitest";
import { summariseReadings } from "../../core/affect/mood-tracker.ts";
import { createSingleReading, FACE_WAIT_MS, READ_MS } from "./single-reading.ts";

const happy = { angry: 0, disgust: 0, fear: 0, happy: 0.9, sad: 0, surprise: 0, neutral: 0.1 };
const face = { id: 1, probabilities: happy, confidence: 0.9 };

describe("createSingleReading", () => {
  it("reads for two seconds from the first face on", () => {
    const reading = createSingleReading(summariseReadings);
    expect(reading.add({ timestampMs: 1000, faces: [] })).toBe(0);
    expect(reading.add({ timestampMs: 3000, faces: [face] })).toBe(0);
    expect(reading.add({ timestampMs: 4000, faces: [face, { ...face, id: 2 }] })).toBe(0.5);
    expect(reading.isOver()).toBe(false);
    expect(reading.add({ timestampMs: 3000 + READ_MS, faces: [face] })).toBe(1);
    expect(reading.isOver()).toBe(true);
    expect(reading.outcome()).toMatchObject({ mood: { emotion: "happy" }, faceCount: 2 });
  });

  it("gives up where nobody comes", () => {
    const reading = createSingleReading(summariseReadings);
    reading.add({ timestampMs: 0, faces: [] });
    reading.add({ timestampMs: FACE_WAIT_MS - 1, faces: [] });
    expect(reading.isOver()).toBe(false);
    reading.add({ timestampMs: FACE_WAIT_MS, faces: [] });
    expect(reading.isOver()).toBe(true);
    expect(reading.outcome()).toBeNull();
  });

  it("is not over before it began", () => {
    expect(createSingleReading(summariseReadings).isOver()).toBe(false);
  });
});
