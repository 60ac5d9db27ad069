/**
 * The mood tracker on what the shipped nets said of clips of real faces: a bad lamp, a face that leaves, two people who
 * change places, a noisy empty room. `tests/fake-camera/record-readings.mjs` records them.
 */
import { describe, expect, it } from "vitest";
import { EMOTIONS, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import recordings from "./fixtures/recorded-sequences.json" with { type: "json" };
import type { FaceFrame } from "./mood.ts";
import { createMoodTracker, type MoodState, summariseReadings } from "./mood-tracker.ts";

function framesOf(name: keyof typeof recordings): FaceFrame[] {
  return recordings[name].map(({ timestampMs, faces }) => ({
    timestampMs,
    faces: faces.map(({ id, confidence, values }) => ({ id, confidence, probabilities: named(values) })),
  }));
}

function named(values: readonly number[]): EmotionProbabilities {
  const probabilities = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };
  for (const [i, emotion] of EMOTIONS.entries()) probabilities[emotion] = values[i]!;
  return probabilities;
}

function strongest(probabilities: EmotionProbabilities): Emotion {
  return EMOTIONS.reduce((best, emotion) => (probabilities[emotion] > probabilities[best] ? emotion : best));
}

/** Every value in turn, repeats left out. */
function runsOf<Value>(values: readonly Value[]): Value[] {
  return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

function play(frames: readonly FaceFrame[]): MoodState[] {
  const tracker = createMoodTracker();
  return frames.map((frame) => tracker.update(frame));
}

describe("recorded under a flickering lamp", () => {
  const frames = framesOf("poorLight");

  it("the net's own answer changes again and again, the shown mood does not", () => {
    const raw = runsOf(frames.map(({ faces }) => strongest(faces[0]!.probabilities)));
    expect(raw.length).toBeGreaterThan(8);
    const shown = runsOf(play(frames).map(({ room }) => room?.emotion ?? null));
    expect(shown.length).toBeLessThanOrEqual(4);
  });

  it("two seconds of it give one reading that does not claim to be sure", () => {
    const mood = summariseReadings(frames.filter(({ timestampMs }) => timestampMs < 2_000));
    expect(mood).not.toBeNull();
    expect(mood!.confidence).toBeLessThan(0.75);
  });
});

describe("recorded while a smiling face leaves and comes back", () => {
  const states = play(framesOf("leavesAndReturns"));

  it("is happy, then nobody, then happy, with no other word between", () => {
    expect(runsOf(states.map(({ room }) => room?.emotion ?? (room === null ? "nobody" : "unsure")))).toEqual([
      "unsure",
      "happy",
      "nobody",
      "unsure",
      "happy",
    ]);
  });

  it("leaves the music as it is while nobody is there", () => {
    expect(runsOf(states.map(({ music }) => music?.emotion ?? null))).toEqual([null, "happy"]);
  });
});

describe("recorded while two people change places", () => {
  const frames = framesOf("swapPlaces");
  const states = play(frames);

  it("each keeps the own mood: the smiling one is never read as the other", () => {
    const smiling = states.flatMap(({ faces }) => faces.filter(({ id }) => id === 2).map(({ mood }) => mood.emotion));
    expect(new Set(smiling)).toEqual(new Set([null, "happy"]));
    const last = states.at(-1)!.faces;
    expect(new Set(last.map(({ mood }) => mood.emotion))).toEqual(new Set(["happy", "neutral"]));
    expect(last).toHaveLength(2);
  });

  it("the room keeps its word when they cross, and moves gently when the hidden one is forgotten", () => {
    const settled = states.slice(frames.findIndex(({ timestampMs }) => timestampMs >= 3_000));
    expect(runsOf(settled.map(({ room }) => room?.emotion ?? null)).length).toBeLessThanOrEqual(2);
    const valences = settled.map(({ room }) => room!.point.valence);
    const steps = valences.slice(1).map((valence, i) => Math.abs(valence - valences[i]!));
    // Whoever was hidden is dropped when the grace time ends; what is left of them by then must be little.
    expect(Math.max(...steps)).toBeLessThan(0.2);
  });
});

describe("recorded in a noisy empty room", () => {
  it("nobody is there", () => {
    const states = play(framesOf("emptyNoise"));
    expect(states.every(({ faces, room, music }) => faces.length === 0 && room === null && music === null)).toBe(true);
  });
});
