/** The pad of one bar by rule: each chord held in three voices that move as little as they can. */
import { chordTones, type BarEvents } from "./bar-events.ts";
import type { ArrangedNote } from "./bass-line.ts";

/** Voices stay between E3 and E5. */
const LOWEST = 52;
const HIGHEST = 76;

/**
 * The pad's notes of a bar.
 * @param before pitches of the chord before, empty where none sounded
 * @param centre pitch around which the voices lie when nothing sounded before
 */
export function padChords({ chords }: BarEvents, before: readonly number[], centre: number): ArrangedNote[] {
  let voicing = before;
  return chords.flatMap(({ from, until, chord }) => {
    if (chord === null) return [];
    voicing = nearestVoicing(chordTones(chord), voicing, centre);
    return voicing.map((pitch) => ({ pitch, position: from, sixteenths: until - from, accent: 0 }));
  });
}

/** Of all close positions the one with the least movement. */
function nearestVoicing(tones: readonly number[], before: readonly number[], centre: number): number[] {
  let best: number[] = [];
  let least = Infinity;
  for (let bottom = LOWEST; bottom <= HIGHEST - 9; bottom++) {
    const at = tones.indexOf(bottom % 12);
    if (at < 0) continue;
    const voicing = [bottom];
    for (const step of [1, 2]) {
      const below = voicing.at(-1)!;
      voicing.push(below + ((tones[(at + step) % 3]! - below + 120) % 12));
    }
    const movement = movementOf(voicing, before, centre);
    if (movement < least) [best, least] = [voicing, movement];
  }
  return best;
}

function movementOf(voicing: readonly number[], before: readonly number[], centre: number): number {
  const pull = Math.abs(voicing[1]! - centre);
  if (before.length !== voicing.length) return pull;
  // A light pull to the centre, so that many small steps the same way do not carry the voices off.
  return voicing.reduce((sum, pitch, i) => sum + Math.abs(pitch - before[i]!), 0) + 0.2 * pull;
}
