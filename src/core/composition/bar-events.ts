/**
 * From the tokens of one bar to its chords and notes and back, still on the grid and in the normalised key.
 * Key, loudness and timing are left to `perform-bar.ts`.
 */
import { POSITIONS_PER_BAR, type ChordQuality } from "./piece.ts";
import type { Token, Vocabulary } from "./vocabulary.ts";

export interface ChordName {
  root: number;
  quality: ChordQuality;
}

/** A stretch of a bar with one harmony. */
export interface ChordSpan {
  /** Sixteenths from the start of the bar. */
  from: number;
  until: number;
  /** Null where no chord holds. */
  chord: ChordName | null;
}

export interface GridNote {
  voice: "melody" | "accompaniment";
  pitch: number;
  /** Sixteenths from the start of the bar. */
  position: number;
  sixteenths: number;
}

export interface BarEvents {
  /** From 0 to 16 without a gap. */
  chords: ChordSpan[];
  /** By position, melody first, then ascending. */
  notes: GridNote[];
}

/**
 * Read one bar.
 * @param tokens what the grammar let through between two bar lines
 * @param before the harmony that holds when the bar begins
 */
export function readBar(tokens: readonly Token[], before: ChordName | null): BarEvents {
  const chords: ChordSpan[] = [{ from: 0, until: POSITIONS_PER_BAR, chord: before }];
  const notes: GridNote[] = [];
  let position = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === "position") position = token.position;
    else if (token.kind === "chord") nameChord(chords, position, token.chord);
    else if (token.kind === "melody" || token.kind === "accompaniment") {
      const next = tokens[i + 1];
      if (next?.kind !== "duration") continue;
      if (token.kind === "melody") endMelody(notes, position);
      notes.push({ voice: token.kind, pitch: token.pitch, position, sixteenths: next.sixteenths });
    }
  }
  return { chords, notes };
}

function nameChord(chords: ChordSpan[], position: number, chord: ChordName | null): void {
  const last = chords.at(-1)!;
  if (last.from === position) last.chord = chord;
  else {
    last.until = position;
    chords.push({ from: position, until: POSITIONS_PER_BAR, chord });
  }
}

/** A new melody note ends the one that sounds. */
function endMelody(notes: readonly GridNote[], position: number): void {
  const last = notes.findLast(({ voice }) => voice === "melody");
  if (last !== undefined) last.sixteenths = Math.min(last.sixteenths, position - last.position);
}

const INTERVALS: Readonly<Record<ChordQuality, readonly number[]>> = { maj: [0, 4, 7], min: [0, 3, 7], dim: [0, 3, 6] };

/** Pitch classes of a triad: root, third, fifth. */
export function chordTones({ root, quality }: ChordName): number[] {
  return INTERVALS[quality].map((interval) => (root + interval) % 12);
}

/** The tokens of a bar that was read, its first chord named too: whether it holds already is seen when they are written again. */
export function writeBar({ chords, notes }: BarEvents, vocabulary: Vocabulary): Token[] {
  const positions = new Set([...chords.map(({ from }) => from), ...notes.map(({ position }) => position)]);
  return [...positions]
    .sort((a, b) => a - b)
    .flatMap((position): Token[] => [
      { kind: "position", position },
      ...chords.filter(({ from }) => from === position).map(({ chord }): Token => ({ kind: "chord", chord })),
      ...notes.filter((note) => note.position === position).flatMap((note) => noteTokens(note, vocabulary)),
    ]);
}

/** A melody note that another one ended may have a length without a token: the next shorter one is taken. */
function noteTokens({ voice, pitch, sixteenths }: GridNote, vocabulary: Vocabulary): Token[] {
  const lengths = vocabulary.idsOf("duration").flatMap((id) => {
    const token = vocabulary.tokens[id]!;
    return token.kind === "duration" && token.sixteenths <= sixteenths ? [token.sixteenths] : [];
  });
  return lengths.length === 0
    ? []
    : [
        { kind: voice, pitch },
        { kind: "duration", sixteenths: Math.max(...lengths) },
      ];
}
