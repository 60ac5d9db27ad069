import { BasicMIDI } from "spessasynth_core";
import { describe, expect, it } from "vitest";
import { pieceTitle, pieceToMidi } from "./midi-file.ts";
import type { Note, Piece } from "./piece.ts";

const note = (voice: Note["voice"], pitch: number, startTicks: number, durationTicks: number, velocity = 80): Note => ({
  voice,
  pitch,
  startTicks,
  durationTicks,
  velocity,
});

const piece: Piece = {
  mood: { emotion: "sad", valence: -0.65, arousal: -0.35 },
  seed: 7,
  bars: 2,
  tonic: 9,
  mode: "minor",
  tempos: [
    { ticks: 0, bpm: 72 },
    { ticks: 1920, bpm: 60.5 },
  ],
  chords: [{ ticks: 0, root: 9, quality: "min" }],
  notes: [
    note("melody", 69, 0, 480, 90),
    note("accompaniment", 45, 3, 1900),
    note("percussion", 36, 5, 120, 1),
    note("melody", 71, 480, 20_000, 127),
  ],
};

/** Independent of the writer: chunk names and lengths as the bytes say. */
function chunksOf(bytes: Uint8Array): { name: string; length: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at + 4);
    chunks.push({ name: String.fromCharCode(...bytes.subarray(at, at + 4)), length });
    at += 8 + length;
    expect(at).toBeLessThanOrEqual(bytes.length);
  }
  return chunks;
}

function read(bytes: Uint8Array<ArrayBuffer>): BasicMIDI {
  return BasicMIDI.fromArrayBuffer(bytes.buffer);
}

/** [channel, pitch, velocity, on tick] of every note that another program finds. */
function notesOf(midi: BasicMIDI): number[][] {
  return midi.tracks.flatMap((track) =>
    track.events
      .filter(({ statusByte, data }) => (statusByte & 0xf0) === 0x90 && data[1]! > 0)
      .map(({ statusByte, data, ticks }) => [statusByte & 15, data[0]!, data[1]!, ticks]),
  );
}

describe("pieceToMidi", () => {
  it("is a type 1 file that another program reads the same notes, tempos and names from", () => {
    const bytes = pieceToMidi(piece);
    expect(chunksOf(bytes).map(({ name }) => name)).toEqual(["MThd", "MTrk", "MTrk", "MTrk", "MTrk"]);
    const midi = read(bytes);
    expect([midi.format, midi.timeDivision]).toEqual([1, 480]);
    expect(midi.getName()).toBe("sad in A minor");
    expect(midi.tracks.map(({ name }) => name).slice(1)).toEqual(["Melody", "Accompaniment", "Percussion"]);
    expect(notesOf(midi)).toEqual([
      [0, 69, 90, 0],
      [0, 71, 127, 480],
      [1, 45, 80, 3],
      [9, 36, 1, 5],
    ]);
    const tempos = midi.tracks[0]!.events.filter(({ statusByte }) => statusByte === 0x51);
    const microseconds = tempos.map(({ data }) => data[0]! * 65_536 + data[1]! * 256 + data[2]!);
    expect(tempos.map(({ ticks }) => ticks)).toEqual([0, 1920]);
    expect(microseconds).toEqual([Math.round(60e6 / 72), Math.round(60e6 / 60.5)]);
  });

  it("ends a note before its pitch is struck again", () => {
    const notes = [note("bass", 40, 0, 960), note("bass", 40, 480, 100), note("bass", 40, 480, 50)];
    const midi = read(pieceToMidi({ ...piece, notes }));
    const events = midi.tracks[1]!.events.filter(({ statusByte }) => [0x92, 0x82].includes(statusByte));
    expect(events.map(({ statusByte, ticks }) => [statusByte, ticks])).toEqual([
      [0x92, 0],
      [0x82, 480],
      [0x92, 480],
      [0x82, 530],
    ]);
  });

  it("writes a title in any script, and a key signature", () => {
    const bytes = pieceToMidi(piece, "Für Elise 悲しい 🎹\uD800");
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain("Für Elise 悲しい 🎹\uFFFD");
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0x59 && bytes[i + 2] === 2);
    expect([...bytes.subarray(at + 3, at + 5)]).toEqual([0, 1]);
  });

  it("writes a piece without notes too", () => {
    expect(notesOf(read(pieceToMidi({ ...piece, notes: [] })))).toEqual([]);
  });
});

describe("pieceTitle", () => {
  it("names the mood and the key", () => {
    expect(pieceTitle(piece)).toBe("sad in A minor");
    const point = { emotion: null, valence: 0.25, arousal: -0.5 };
    expect(pieceTitle({ mood: point, tonic: 3, mode: "major" })).toBe("0.25, -0.50 in Eb major");
  });
});
