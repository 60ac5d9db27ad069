import { expect, test } from "vitest";
import type { Note } from "../core/composition/piece.ts";
import { noteTimeline } from "./note-timeline.ts";

const note = (startTicks: number, durationTicks: number, change: Partial<Note> = {}): Note => ({
  voice: "melody",
  pitch: 60,
  velocity: 70,
  startTicks,
  durationTicks,
  ...change,
});

test("follows the tempo changes, inside a note too", () => {
  const tempos = [
    { ticks: 0, bpm: 60 },
    { ticks: 960, bpm: 120 },
    { ticks: 1920, bpm: 240 },
  ];
  const events = noteTimeline({ notes: [note(480, 960), note(2400, 480, { pitch: 62 })], tempos });
  // 480 ticks: 1 s at 60, 0.5 s at 120, 0.25 s at 240.
  expect(events.map(({ seconds, kind, pitch }) => [seconds, kind, pitch])).toEqual([
    [1, "on", 60],
    [2.5, "off", 60],
    [3.25, "on", 62],
    [3.5, "off", 62],
  ]);
});

test("ends a note before its key is struck again, however long it was to last", () => {
  const events = noteTimeline({ notes: [note(0, 1000), note(480, 480)], tempos: [{ ticks: 0, bpm: 60 }] });
  expect(events.map(({ kind }) => kind)).toEqual(["on", "off", "on", "off"]);
  expect(events[1]!.seconds).toBeLessThan(1);
  expect(events[1]!.seconds).toBeGreaterThan(0.99);
});

test("leaves notes of the same pitch in other voices alone", () => {
  const notes = [note(0, 960), note(480, 240, { voice: "accompaniment" })];
  const ends = noteTimeline({ notes, tempos: [{ ticks: 0, bpm: 60 }] }).filter(({ kind }) => kind === "off");
  expect(ends.map(({ seconds }) => seconds)).toEqual([1.5, 2]);
});

test("where one note ends as another begins, the end comes first", () => {
  const notes = [note(480, 480, { pitch: 64 }), note(0, 480)];
  const kinds = noteTimeline({ notes, tempos: [{ ticks: 0, bpm: 60 }] }).map(({ kind, pitch }) => `${kind} ${pitch}`);
  expect(kinds).toEqual(["on 60", "off 60", "on 64", "off 64"]);
});
