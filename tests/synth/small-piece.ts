/** A piece of a few bars in which every voice plays, for tests of how pieces sound. */
import { TICKS_PER_BAR, type Note, type Piece, type PieceMood, type Voice } from "../../src/core/composition/piece.ts";

const TRIADS = { maj: [0, 4, 7], min: [0, 3, 7] } as const;
/** Roots and qualities of one bar each. */
const MAJOR = [
  [0, "maj"],
  [9, "min"],
  [5, "maj"],
  [7, "maj"],
] as const;
const MINOR = [
  [9, "min"],
  [5, "maj"],
  [2, "min"],
  [4, "maj"],
] as const;

/** Velocities are moderate and alike in all moods, so that what differs is the instruments. */
export function smallPiece(mood: PieceMood, { bars = 4, bpm = 100 } = {}): Piece {
  const progression = mood.valence >= 0 ? MAJOR : MINOR;
  const notes: Note[] = [];
  for (let bar = 0; bar < bars; bar++) {
    const [root, quality] = progression[bar % 4]!;
    addBar(notes, bar * TICKS_PER_BAR, root, TRIADS[quality]);
  }
  return {
    mood,
    seed: 1,
    bars,
    tonic: mood.valence >= 0 ? 0 : 9,
    mode: mood.valence >= 0 ? "major" : "minor",
    tempos: [{ ticks: 0, bpm }],
    chords: [],
    notes: notes.sort((a, b) => a.startTicks - b.startTicks),
  };
}

function addBar(notes: Note[], at: number, root: number, triad: readonly number[]): void {
  const add = (voice: Voice, pitch: number, offset: number, durationTicks: number, velocity: number): void => {
    notes.push({ voice, pitch, startTicks: at + offset, durationTicks, velocity });
  };
  const chord = triad.map((interval) => 52 + ((root + interval + 8) % 12)).sort((a, b) => a - b);
  for (let beat = 0; beat < 4; beat++) for (const pitch of chord) add("accompaniment", pitch, 480 * beat, 440, 55);
  for (let eighth = 0; eighth < 8; eighth++) {
    add("melody", 67 + ((root + triad[(eighth * 2) % 3]! + 5) % 12), 240 * eighth, 230, 72);
    add("percussion", 42, 240 * eighth, 60, 45);
  }
  add("bass", 31 + ((root + 5) % 12), 0, 940, 68);
  add("bass", 31 + ((root + 5) % 12), 960, 900, 62);
  for (const pitch of chord) add("pad", pitch, 0, 1900, 60);
  add("percussion", 36, 0, 120, 64);
  add("percussion", 38, 960, 120, 56);
}
