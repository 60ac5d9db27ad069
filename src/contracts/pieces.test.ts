import { expect, test } from "vitest";
import { smallPiece } from "../core/composition/fixtures/small-piece.ts";
import { MOST_NOTES, NewPieceSchema } from "./pieces.ts";

const piece = smallPiece("sad", 4);
const [note] = piece.notes;

test.each([
  ["a mood alone", { mood: { emotion: "happy" } }],
  ["a point with all one may say", { mood: { valence: 0.1, arousal: -1 }, bars: 512, seed: 0, name: "  Evening  " }],
  ["a piece from the page", { piece, name: "Mine" }],
])("%s is taken", (_, body) => {
  expect(NewPieceSchema.safeParse(body).success).toBe(true);
});

test.each([
  ["nothing", {}, "mood"],
  ["both", { mood: { emotion: "sad" }, piece }, "mood"],
  ["an unknown mood", { mood: { emotion: "bored" } }, "mood"],
  ["no bars", { mood: { emotion: "sad" }, bars: 0 }, "bars"],
  ["10,000 bars", { mood: { emotion: "sad" }, bars: 10_000 }, "bars"],
  ["half a bar", { mood: { emotion: "sad" }, bars: 1.5 }, "bars"],
  ["a seed in words", { mood: { emotion: "sad" }, seed: "seven" }, "seed"],
  ["a seed below 0", { mood: { emotion: "sad" }, seed: -1 }, "seed"],
  ["a name of two lines", { mood: { emotion: "sad" }, name: "a\nb" }, "name"],
  ["an empty name", { mood: { emotion: "sad" }, name: "   " }, "name"],
  ["bars beside a piece", { piece, bars: 4 }, "piece"],
  ["a pitch of 128", { piece: { ...piece, notes: [{ ...note, pitch: 128 }] } }, "piece.notes.0.pitch"],
  ["a silent note", { piece: { ...piece, notes: [{ ...note, velocity: 0 }] } }, "piece.notes.0.velocity"],
  [
    "a note of no length",
    { piece: { ...piece, notes: [{ ...note, durationTicks: 0 }] } },
    "piece.notes.0.durationTicks",
  ],
  ["notes out of order", { piece: { ...piece, notes: piece.notes.toReversed() } }, "piece.notes"],
  ["a note after the end", { piece: { ...piece, notes: [{ ...note, startTicks: 50_000 }] } }, "piece.notes"],
  ["no tempo", { piece: { ...piece, tempos: [] } }, "piece.tempos"],
  ["a late first tempo", { piece: { ...piece, tempos: [{ ticks: 5, bpm: 90 }] } }, "piece.tempos"],
  ["a tempo of 0", { piece: { ...piece, tempos: [{ ticks: 0, bpm: 0 }] } }, "piece.tempos.0.bpm"],
  ["too many notes", { piece: { ...piece, notes: Array(MOST_NOTES + 1).fill(note) } }, "piece.notes"],
  ["a field too many", { mood: { emotion: "sad" }, temperature: 9 }, ""],
])("%s is refused where it stands", (_, body, path) => {
  const { error } = NewPieceSchema.safeParse(body);
  expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
});
