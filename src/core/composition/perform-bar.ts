/**
 * One bar from the network's grid to notes that can be played: arranged voices added, transposed to the piece's key, played
 * with expression. The same for pieces and for live music, bar by bar.
 */
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import type { BarEvents } from "./bar-events.ts";
import { bassLine, type ArrangedNote } from "./bass-line.ts";
import { playNotes, type WrittenNote } from "./expression.ts";
import { layersAt, type BarPlace } from "./layers.ts";
import type { MusicAttributes } from "./mood-attributes.ts";
import { padChords } from "./pad.ts";
import { percussionStrokes } from "./percussion.ts";
import { TICKS_PER_BAR, TICKS_PER_POSITION, type Chord, type Note, type PieceMood, type Voice } from "./piece.ts";

export interface BarScore {
  /** In the normalised key. */
  events: BarEvents;
  place: BarPlace;
  mood: PieceMood;
  attributes: MusicAttributes;
  /** Semitones from the normalised key to the piece's. */
  shift: number;
  seed: number;
}

export interface PerformedBar {
  /** By startTicks, which count from the start of the piece. */
  notes: Note[];
  chords: Chord[];
  /** How the pad lies when the bar ends, for the next bar. */
  padVoicing: number[];
}

/** Pitch around which a pad lies when the music's register is in the middle. */
const PAD_CENTRE = 61;

/**
 * Perform one bar.
 * @param padBefore `padVoicing` of the bar before, empty at the start
 */
export function performBar(score: BarScore, padBefore: readonly number[]): PerformedBar {
  const { events, place, mood, attributes, shift, seed } = score;
  const layers = layersAt(place, mood, attributes);
  const pad = layers.pad ? padChords(events, padBefore, PAD_CENTRE - shift) : [];
  const random = createSeededRandom(seed ^ Math.imul(place.index + 1, 0xc2b2ae35));
  const written: WrittenNote[] = [
    ...events.notes.map((note) => ({ ...note, accent: 0 })),
    ...arranged("bass", bassLine(events, layers.bass)),
    ...arranged("pad", pad),
  ].map((note) => ({ ...note, pitch: note.pitch + shift }));
  const percussion = arranged("percussion", percussionStrokes(layers.percussion, place, random));
  const notes = playNotes([...written, ...percussion], place, attributes, seed);
  return {
    notes: notes.sort((a, b) => a.startTicks - b.startTicks),
    chords: chordsOf(events, place, shift),
    padVoicing: pad.slice(-3).map(({ pitch }) => pitch),
  };
}

function arranged(voice: Voice, notes: readonly ArrangedNote[]): WrittenNote[] {
  return notes.map((note) => ({ ...note, voice }));
}

function chordsOf({ chords }: BarEvents, { index }: BarPlace, shift: number): Chord[] {
  return chords.flatMap(({ from, chord }) =>
    chord === null
      ? []
      : [
          {
            ticks: index * TICKS_PER_BAR + from * TICKS_PER_POSITION,
            root: (chord.root + shift + 12) % 12,
            quality: chord.quality,
          },
        ],
  );
}
