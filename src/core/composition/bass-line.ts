/** The bass of one bar by rule: roots of the chords, or what the left hand plays lowest, in the rhythm of the style. */
import type { BarEvents, ChordName, GridNote } from "./bar-events.ts";
import { chordTones } from "./bar-events.ts";
import type { BassStyle } from "./layers.ts";

/** A note of an arranged voice, on the grid and in the normalised key. */
export interface ArrangedNote {
  pitch: number;
  position: number;
  sixteenths: number;
  /** Added to the voice's velocity, in MIDI steps. */
  accent: number;
}

/** E1 to E flat 2: the low octave of a bass. */
const LOWEST = 28;
/** An accompaniment note below this already plays the bass's part. */
const LEFT_HAND_TOP = 52;

interface Stroke {
  position: number;
  sixteenths: number;
  fifth?: boolean;
  accent?: number;
}

const PATTERNS: Readonly<Record<Exclude<BassStyle, "none" | "held">, readonly Stroke[]>> = {
  halves: [
    { position: 0, sixteenths: 8 },
    { position: 8, sixteenths: 8, accent: -3 },
  ],
  walking: [
    { position: 0, sixteenths: 4 },
    { position: 6, sixteenths: 2, accent: -6 },
    { position: 8, sixteenths: 4, fifth: true },
    { position: 12, sixteenths: 2, accent: -3 },
    { position: 14, sixteenths: 2, fifth: true, accent: -6 },
  ],
  driving: [0, 2, 4, 6, 8, 10, 12, 14].map((position) => ({
    position,
    sixteenths: 2,
    accent: position % 8 === 0 ? 4 : position % 4 === 0 ? 0 : -5,
  })),
};

/** The bass notes of a bar; a chord change always gets its root. */
export function bassLine({ chords, notes }: BarEvents, style: BassStyle): ArrangedNote[] {
  if (style === "none") return [];
  return chords.flatMap(({ from, until, chord }) => {
    if (chord === null) return [];
    const strokes = style === "held" ? [] : PATTERNS[style].filter((s) => s.position > from && s.position < until);
    const first = style === "held" ? undefined : PATTERNS[style].find((s) => s.position === from);
    return [first ?? { position: from, sixteenths: 16 }, ...strokes].map((stroke, i, all) => ({
      pitch: pitchOf(stroke, chord, notes),
      position: stroke.position,
      sixteenths: Math.min(stroke.sixteenths, (all[i + 1]?.position ?? until) - stroke.position),
      accent: stroke.accent ?? 0,
    }));
  });
}

/** The left hand's lowest note may turn the chord over; a bass that played its root then would rub against it. */
function pitchOf({ position, fifth }: Stroke, chord: ChordName, notes: readonly GridNote[]): number {
  const low = notes
    .filter((note) => note.voice === "accompaniment" && note.pitch < LEFT_HAND_TOP && note.position <= position)
    .filter((note) => note.position + note.sixteenths > position)
    .reduce((lowest, { pitch }) => Math.min(lowest, pitch), Infinity);
  const tones = chordTones(chord);
  const pitchClass = Number.isFinite(low) && tones.includes(low % 12) ? low % 12 : fifth ? tones[2]! : tones[0]!;
  return LOWEST + ((pitchClass - LOWEST + 120) % 12);
}
