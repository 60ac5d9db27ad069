import { describe, expect, it } from "vitest";
import type { Emotion } from "./emotion.ts";
import { between, face, mixed, mostly, record, strongest } from "./fixtures/face-sequences.ts";
import type { FaceFrame, Mood } from "./mood.ts";
import { DEFAULT_MOOD_OPTIONS } from "./mood-options.ts";
import { createMoodTracker, type MoodState } from "./mood-tracker.ts";

interface Change {
  atMs: number;
  to: Emotion | "unsure" | "nobody";
}

/** Plays the frames and lists every change of one mood, the first value included. */
function changesOf(frames: readonly FaceFrame[], pick: (state: MoodState) => Mood | null | undefined): Change[] {
  const tracker = createMoodTracker();
  const changes: Change[] = [];
  for (const frame of frames) {
    const mood = pick(tracker.update(frame));
    const to = mood === null || mood === undefined ? "nobody" : (mood.emotion ?? "unsure");
    if (changes.at(-1)?.to !== to) changes.push({ atMs: frame.timestampMs, to });
  }
  return changes;
}

const room = (state: MoodState): Mood | null => state.room;
const music = (state: MoodState): Mood | null => state.music;
const ofFace = (id: number) => (state: MoodState) => state.faces.find((each) => each.id === id)?.mood;
const words = (changes: readonly Change[]) => changes.map(({ to }) => to);

/** Happy, and from the fifth to the fifteenth second ever less so. */
const falling = (to: number) =>
  record({ durationMs: 30_000, framesPerSecond: 15, seed: 6 }, (atMs) => [
    face(1, between(mostly("happy", 0.7), mixed({ happy: to, neutral: 0.3, sad: 0.2 }), (atMs - 5_000) / 10_000)),
  ]);

/** One mood after another. */
const threeMoods = (atMs: number) => [face(1, mostly(atMs < 20_000 ? "happy" : atMs < 60_000 ? "sad" : "angry", 0.85))];

/** A happy face that is away for a while. */
const present = (gone: readonly [number, number]) => (atMs: number) =>
  atMs >= gone[0] && atMs < gone[1] ? [] : [face(1, mostly("happy"))];

describe("a single face", () => {
  it("shows one label while the net's own answer flickers dozens of times", () => {
    const frames = record({ durationMs: 30_000, framesPerSecond: 15, seed: 1, logitNoise: 1.2 }, () => [
      face(1, mixed({ happy: 0.6, surprise: 0.2, neutral: 0.1 })),
    ]);
    const raw = frames.map(({ faces }) => strongest(faces[0]!.probabilities));
    expect(raw.filter((each, i) => i > 0 && each !== raw[i - 1]).length).toBeGreaterThan(100);
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "happy"]);
    expect(words(changesOf(frames, music))).toEqual(["nobody", "happy"]);
  });

  it("shows the first label within a second, and a new one within three seconds of a change", () => {
    const frames = record({ durationMs: 20_000, framesPerSecond: 15, seed: 2, logitNoise: 0.5 }, (atMs) => [
      face(1, mostly(atMs < 10_000 ? "happy" : "sad")),
    ]);
    const changes = changesOf(frames, ofFace(1));
    expect(words(changes)).toEqual(["unsure", "happy", "sad"]);
    expect(changes[1]!.atMs).toBeLessThan(1_000);
    expect(changes[2]!.atMs - 10_000).toBeGreaterThan(500);
    expect(changes[2]!.atMs - 10_000).toBeLessThan(3_000);
  });

  it("ignores a grimace of half a second", () => {
    const frames = record({ durationMs: 12_000, framesPerSecond: 20, seed: 3 }, (atMs) => [
      face(1, mostly(atMs > 6_000 && atMs < 6_500 ? "disgust" : "neutral", 0.9)),
    ]);
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "neutral"]);
  });

  it("keeps every label for the dwell time, however fast the face alternates", () => {
    const frames = record({ durationMs: 60_000, framesPerSecond: 15, seed: 4 }, (atMs) => [
      face(1, mostly(Math.floor(atMs / 1_900) % 2 === 0 ? "happy" : "angry", 0.95)),
    ]);
    const changes = changesOf(frames, ofFace(1)).slice(1);
    expect(changes.length).toBeGreaterThan(3);
    for (let i = 1; i < changes.length; i++) {
      expect(changes[i]!.atMs - changes[i - 1]!.atMs).toBeGreaterThanOrEqual(DEFAULT_MOOD_OPTIONS.dwellMs);
    }
  });

  it.each([
    ["flat probabilities", mixed({}), 0.9],
    ["no class that reaches the limit", mixed({ sad: 0.4, neutral: 0.2 }), 0.9],
    ["a near tie", mixed({ fear: 0.48, surprise: 0.46 }), 0.9],
    ["a face that is hardly one", mostly("happy", 0.95), 0.15],
  ])("says unsure for %s", (_, probabilities, confidence) => {
    const frames = record({ durationMs: 20_000, framesPerSecond: 15, seed: 5 }, () => [
      face(1, probabilities, confidence),
    ]);
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure"]);
    expect(words(changesOf(frames, room))).toEqual(["unsure"]);
    expect(words(changesOf(frames, music))).not.toContain("happy");
  });

  it("holds a label between the two limits and gives it up below the lower", () => {
    expect(words(changesOf(falling(0.38), ofFace(1)))).toEqual(["unsure", "happy"]);
    expect(words(changesOf(falling(0.32), ofFace(1)))).toEqual(["unsure", "happy", "unsure"]);
  });

  it("tells its confidence and where it lies on the plane", () => {
    const tracker = createMoodTracker();
    const frames = record({ durationMs: 5_000, framesPerSecond: 15, seed: 7 }, () => [
      face(1, mostly("happy", 1), 0.8),
    ]);
    const mood = frames.map((frame) => tracker.update(frame)).at(-1)!.faces[0]!.mood;
    expect(mood.point.valence).toBeCloseTo(0.8, 6);
    expect(mood.point.arousal).toBeCloseTo(0.4, 6);
    expect(mood.confidence).toBeCloseTo(0.8, 6);
  });
});

describe("time", () => {
  it.each([5, 10, 15, 30, 60])(
    "gives the same labels at the same moments at an irregular %i frames a second",
    (rate) => {
      for (const pick of [ofFace(1), music]) {
        const [reference, here] = [30, rate].map((framesPerSecond) =>
          changesOf(record({ durationMs: 100_000, framesPerSecond, seed: rate }, threeMoods), pick),
        );
        expect(words(here!)).toEqual(words(reference!));
        here!.forEach(({ atMs }, i) => expect(Math.abs(atMs - reference![i]!.atMs)).toBeLessThan(450));
      }
    },
  );

  it("is not swayed by the one odd frame that follows a hidden tab", () => {
    const frames = [
      ...record({ durationMs: 40_000, framesPerSecond: 15, seed: 8 }, () => [face(1, mostly("happy"))]),
      { timestampMs: 100_000, faces: [face(1, mostly("angry", 0.99))] },
      ...record({ durationMs: 10_000, framesPerSecond: 15, seed: 9 }, () => [face(1, mostly("happy"))]).map(
        (frame) => ({ ...frame, timestampMs: 100_070 + frame.timestampMs }),
      ),
    ];
    expect(words(changesOf(frames, room))).not.toContain("angry");
    expect(words(changesOf(frames, music))).toEqual(["nobody", "happy"]);
  });

  it("survives a clock that repeats or steps back, and observations that are not numbers", () => {
    const tracker = createMoodTracker();
    for (const timestampMs of [0, 0, 500, 400, 400, 900, 1_400, 1_900]) {
      tracker.update({ timestampMs, faces: [face(1, mostly("sad")), face(2, mostly("happy", Number.NaN))] });
    }
    const { faces } = tracker.update({ timestampMs: 2_000, faces: [face(1, mostly("sad")), face(1, mostly("happy"))] });
    expect(faces.map(({ id, mood }) => [id, mood.emotion])).toEqual([[1, "sad"]]);
    expect(Number.isFinite(faces[0]!.mood.confidence)).toBe(true);
  });
});

describe("coming and going", () => {
  it("keeps a face that is away for a second, and since when it has its mood", () => {
    const frames = record({ durationMs: 12_000, framesPerSecond: 15, seed: 10 }, present([6_000, 7_000]));
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "happy"]);
    expect(words(changesOf(frames, room))).toEqual(["unsure", "happy"]);
  });

  it("forgets a face after the grace time, and starts afresh when it returns, while the music goes on", () => {
    const frames = record({ durationMs: 30_000, framesPerSecond: 15, seed: 11 }, present([6_000, 16_000]));
    const changes = changesOf(frames, ofFace(1));
    expect(words(changes)).toEqual(["unsure", "happy", "nobody", "unsure", "happy"]);
    const goneForMs = changes[2]!.atMs - 6_000;
    expect(goneForMs).toBeGreaterThan(DEFAULT_MOOD_OPTIONS.graceMs - 150);
    expect(goneForMs).toBeLessThan(DEFAULT_MOOD_OPTIONS.graceMs + 150);
    expect(words(changesOf(frames, room))).toEqual(["unsure", "happy", "nobody", "unsure", "happy"]);
    expect(words(changesOf(frames, music))).toEqual(["nobody", "happy"]);
  });

  it("lets somebody who is gone weigh less in the room before they are forgotten", () => {
    const tracker = createMoodTracker();
    const sadness = record({ durationMs: 9_000, framesPerSecond: 15, seed: 21 }, (atMs) =>
      atMs < 8_000 ? [face(1, mostly("happy")), face(2, mostly("sad"))] : [face(1, mostly("happy"))],
    ).map((frame) => tracker.update(frame).room!.probabilities.sad);
    expect(sadness.find((_, i) => i === 60)).toBeCloseTo(0.417, 2);
    expect(sadness.at(-1)).toBeGreaterThan(0.1);
    expect(sadness.at(-1)).toBeLessThan(0.32);
  });

  it("forgets everything on reset", () => {
    const tracker = createMoodTracker();
    for (const frame of record({ durationMs: 5_000, framesPerSecond: 15, seed: 12 }, present([9e9, 9e9]))) {
      tracker.update(frame);
    }
    tracker.reset();
    expect(tracker.update({ timestampMs: 6_000, faces: [] })).toEqual({ faces: [], room: null, music: null });
  });
});

describe("several people", () => {
  const plan = { durationMs: 30_000, framesPerSecond: 15, seed: 13, logitNoise: 0.5 };

  it("gives each their mood and the room none when they differ evenly", () => {
    const frames = record(plan, () => [face(1, mostly("happy")), face(2, mostly("sad"))]);
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "happy"]);
    expect(words(changesOf(frames, ofFace(2)))).toEqual(["unsure", "sad"]);
    expect(words(changesOf(frames, room))).toEqual(["unsure"]);
  });

  it("lets nearness and sureness decide the room", () => {
    const near = record(plan, () => [face(1, mostly("happy"), 0.9, 0.2), face(2, mostly("sad"), 0.9, 0.02)]);
    expect(changesOf(near, room).at(-1)!.to).toBe("happy");
    const sure = record(plan, () => [face(1, mostly("happy"), 0.3), face(2, mostly("sad"), 0.95)]);
    expect(changesOf(sure, room).at(-1)!.to).toBe("sad");
  });

  it("changes nothing when two people swap places and keep their ids", () => {
    const frames = record(plan, (atMs) => {
      const faces = [face(1, mostly("happy"), 0.9, 0.1), face(2, mostly("neutral"), 0.9, 0.03)];
      return atMs < 15_000 ? faces : faces.toReversed();
    });
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "happy"]);
    expect(words(changesOf(frames, ofFace(2)))).toEqual(["unsure", "neutral"]);
    expect(words(changesOf(frames, music))).toEqual(["nobody", "happy"]);
  });

  it("corrects each label once, and neither room nor music at all, when the tracker mixes up the ids", () => {
    const frames = record(plan, (atMs) => {
      const [a, b] = atMs < 15_000 ? [1, 2] : [2, 1];
      return [face(a, mostly("happy", 0.85)), face(b, mostly("neutral", 0.65))];
    });
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure", "happy", "neutral"]);
    expect(words(changesOf(frames, ofFace(2)))).toEqual(["unsure", "neutral", "happy"]);
    const ofTheRoom = changesOf(frames, room).filter(({ atMs }) => atMs > 5_000);
    expect(ofTheRoom).toEqual([]);
    expect(changesOf(frames, music).length).toBe(2);
  });
});

describe("the music's mood", () => {
  it.each([0.5, 0.7, 0.95])("comes two to three seconds after a clear face seen with confidence %f", (confidence) => {
    const frames = record({ durationMs: 5_000, framesPerSecond: 15, seed: 14, logitNoise: 0.5 }, () => [
      face(1, mostly("sad", 0.7), confidence),
    ]);
    const [, first] = changesOf(frames, music);
    expect(first!.to).toBe("sad");
    expect(first!.atMs).toBeGreaterThan(1_500);
    expect(first!.atMs).toBeLessThan(3_300);
  });

  it("starts unsure within ten seconds when the face says nothing clear, with a point to play by", () => {
    const tracker = createMoodTracker();
    const frames = record({ durationMs: 10_000, framesPerSecond: 15, seed: 15 }, () => [
      face(1, mixed({ sad: 0.4, neutral: 0.37 })),
    ]);
    const mood = frames.map((frame) => tracker.update(frame).music).at(-1)!;
    expect(mood?.emotion).toBeNull();
    expect(mood?.point.valence).toBeLessThan(-0.2);
  });

  it("turns to somebody new only after some seconds of them", () => {
    const frames = record({ durationMs: 150_000, framesPerSecond: 15, seed: 22 }, (atMs) => {
      if (atMs < 40_000) return [face(1, mostly("happy"))];
      return atMs < 130_000 ? [] : [face(2, mostly("sad"))];
    });
    const changes = changesOf(frames, music);
    expect(words(changes)).toEqual(["nobody", "happy", "sad"]);
    expect(changes[2]!.atMs - 130_000).toBeGreaterThan(3_500);
    expect(changes[2]!.atMs - 130_000).toBeLessThan(7_000);
  });

  it("goes from one faint mood to another without a stop at unsure", () => {
    const frames = record({ durationMs: 90_000, framesPerSecond: 15, seed: 23 }, (atMs) => [
      face(1, mostly(atMs < 45_000 ? "happy" : "sad", 0.6)),
    ]);
    const changes = changesOf(frames, music);
    expect(words(changes)).toEqual(["nobody", "happy", "sad"]);
    expect(changes[2]!.atMs - 45_000).toBeLessThan(20_000);
  });

  it("does not take the way from one mood to another for a mood, at any strength", () => {
    for (const strength of [0.6, 0.7, 0.8, 0.9, 1]) {
      const tracker = createMoodTracker();
      const moods = new Set<Mood>();
      for (const frame of record({ durationMs: 70_000, framesPerSecond: 15, seed: 24, logitNoise: 0.3 }, (atMs) => [
        face(1, mostly(atMs < 45_000 ? "happy" : "sad", strength)),
      ])) {
        const { music: mood } = tracker.update(frame);
        if (mood !== null) moods.add(mood);
      }
      expect([...moods].map(({ emotion }) => emotion)).toEqual(["happy", "sad"]);
    }
  });

  it("becomes unsure when a clear face stays unclear", () => {
    const frames = record({ durationMs: 90_000, framesPerSecond: 15, seed: 25 }, (atMs) => [
      face(1, atMs < 40_000 ? mostly("happy", 0.7) : mixed({ happy: 0.25, neutral: 0.25, sad: 0.25 })),
    ]);
    const changes = changesOf(frames, music);
    expect(words(changes)).toEqual(["nobody", "happy", "unsure"]);
    expect(changes[2]!.atMs - 40_000).toBeLessThan(30_000);
  });

  it("corrects a wrong first second after eight seconds, not after twenty-five", () => {
    const frames = record({ durationMs: 30_000, framesPerSecond: 15, seed: 16 }, (atMs) => [
      face(1, mostly(atMs < 2_600 ? "surprise" : "happy", 0.85)),
    ]);
    const changes = changesOf(frames, music);
    expect(words(changes)).toEqual(["nobody", "surprise", "happy"]);
    expect(changes[2]!.atMs - changes[1]!.atMs).toBeLessThan(9_000);
  });

  it("follows a slow change once, well after the label did", () => {
    const frames = record({ durationMs: 120_000, framesPerSecond: 15, seed: 17, logitNoise: 0.7 }, (atMs) => [
      face(1, between(mostly("happy"), mostly("sad"), (atMs - 30_000) / 40_000)),
    ]);
    const shown = changesOf(frames, ofFace(1)).find(({ to }) => to === "sad")!;
    const heard = changesOf(frames, music).find(({ to }) => to === "sad")!;
    expect(heard.atMs - shown.atMs).toBeGreaterThan(2_000);
    expect(heard.atMs - shown.atMs).toBeLessThan(40_000);
    expect(changesOf(frames, music).length).toBeLessThanOrEqual(4);
  });

  it("is the same object until it changes, and changes at most every twenty-five seconds after the first correction", () => {
    const tracker = createMoodTracker();
    const moods: Mood[] = [];
    const frames = record({ durationMs: 300_000, framesPerSecond: 10, seed: 18 }, (atMs) => [
      face(1, mostly(Math.floor(atMs / 14_000) % 2 === 0 ? "happy" : "sad", 0.95)),
    ]);
    for (const frame of frames) {
      const mood = tracker.update(frame).music;
      if (mood !== null && mood !== moods.at(-1)) moods.push(mood);
    }
    expect(moods.length).toBeGreaterThan(3);
    const gaps = moods.slice(2).map((mood, i) => mood.sinceMs - moods[i + 1]!.sinceMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(DEFAULT_MOOD_OPTIONS.musicDwellMs);
  });

  it("stays unsure through a minute of pure noise", () => {
    const frames = record({ durationMs: 60_000, framesPerSecond: 15, seed: 19, logitNoise: 2 }, () => [
      face(1, mixed({})),
    ]);
    expect(words(changesOf(frames, music))).toEqual(["nobody", "unsure"]);
    expect(words(changesOf(frames, ofFace(1)))).toEqual(["unsure"]);
  });

  it("follows a smile that becomes a laugh although the label stays", () => {
    const tracker = createMoodTracker();
    const points = new Set<number>();
    const smile = mixed({ happy: 0.5, neutral: 0.44 });
    for (const frame of record({ durationMs: 90_000, framesPerSecond: 10, seed: 20 }, (atMs) => [
      face(1, between(smile, mostly("happy", 1), atMs < 40_000 ? 0 : 1)),
    ])) {
      const mood = tracker.update(frame).music;
      if (mood !== null) points.add(mood.point.valence);
    }
    expect(points.size).toBe(2);
    expect(Math.max(...points)).toBeGreaterThan(0.65);
  });
});
