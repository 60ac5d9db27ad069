/**
 * How a written note is played: how loud, how late, how long. Nothing here changes which notes there are.
 * Every bar draws from randomness of its own, so that one bar's playing never depends on another's length.
 */
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import type { BarPlace } from "./layers.ts";
import type { MusicAttributes } from "./mood-attributes.ts";
import { TICKS_PER_BAR, TICKS_PER_POSITION, type Note, type Voice } from "./piece.ts";

/** A note on the grid, of any voice. */
export interface WrittenNote {
  voice: Voice;
  pitch: number;
  position: number;
  sixteenths: number;
  accent: number;
}

/** Loudness beside the melody's, in MIDI steps. */
const VOICE_LEVEL: Readonly<Record<Voice, number>> = {
  melody: 8,
  accompaniment: -12,
  bass: -6,
  pad: -22,
  percussion: -14,
};

/** A hand is this late at most: 12 ticks are 8 ms at 92 beats a minute. */
const LATEST_TICKS = 12;
/** From one note of a chord to the next, in slow and quiet music. */
const ROLL_TICKS = 5;
/** Bars that belong together and swell and fall as one. */
const PHRASE_BARS = 4;
const PHRASE_SWELL = 7;
/** From here on the right pedal is down: the accompaniment rings on. */
const PEDAL_ARTICULATION = 0.84;

/** Plays one bar's notes; ticks count from the start of the piece. */
export function playNotes(
  notes: readonly WrittenNote[],
  place: BarPlace,
  attributes: MusicAttributes,
  seed: number,
): Note[] {
  const random = createSeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(place.index + 1, 0x85ebca6b));
  const melodyCentre = meanPitch(notes);
  return notes.map((note, i) => {
    const spread = gaussian(random) * attributes.unevenness;
    const late = random() * LATEST_TICKS;
    const velocity =
      attributes.velocity +
      VOICE_LEVEL[note.voice] +
      note.accent +
      metricAccent(note) +
      phraseSwell(place, note.position) +
      (note.voice === "melody" ? 0.45 * (note.pitch - melodyCentre) : 0) +
      spread;
    const offset = note.voice === "percussion" ? late / 2 : late + rollOffset(notes, i, attributes);
    const startTicks = Math.round(place.index * TICKS_PER_BAR + note.position * TICKS_PER_POSITION + offset);
    return {
      voice: note.voice,
      pitch: note.pitch,
      startTicks,
      durationTicks: Math.max(20, Math.round(soundingTicks(notes, note, place, attributes) - offset)),
      velocity: Math.round(Math.min(124, Math.max(12, velocity))),
    };
  });
}

function meanPitch(notes: readonly WrittenNote[]): number {
  const melody = notes.filter(({ voice }) => voice === "melody");
  return melody.reduce((sum, { pitch }) => sum + pitch, 0) / Math.max(1, melody.length);
}

/** The bar's first beat weighs most, then its half, then the other beats. */
function metricAccent({ voice, position }: WrittenNote): number {
  if (voice === "pad" || voice === "percussion") return 0;
  if (position === 0) return 5;
  if (position === 8) return 3;
  if (position % 4 === 0) return 1;
  return position % 2 === 0 ? -2 : -4;
}

/** Louder towards three fifths of the phrase, softer at its ends; the whole piece does so too, less. */
function phraseSwell({ index, bars }: BarPlace, position: number): number {
  const inPhrase = ((index % PHRASE_BARS) + position / 16) / PHRASE_BARS;
  const whole = Number.isFinite(bars) ? arch((index + position / 16) / bars) * 5 : 0;
  return arch(inPhrase) * PHRASE_SWELL + whole;
}

/** From below zero up and down again over a share 0..1; its top is at three fifths, its mean near zero. */
function arch(share: number): number {
  return Math.sin(Math.PI * share ** 1.3) - 0.55;
}

/** Chords of soft and slow music are rolled a little, from below. */
function rollOffset(notes: readonly WrittenNote[], index: number, { velocity, tempo }: MusicAttributes): number {
  const { voice, position } = notes[index]!;
  if (voice !== "accompaniment" || velocity > 72 || tempo > 100) return 0;
  let below = 0;
  while (notes[index - below - 1]?.voice === voice && notes[index - below - 1]!.position === position) below++;
  return Math.min(below, 4) * ROLL_TICKS;
}

/** From a note's place on the grid to where it falls silent. */
function soundingTicks(
  notes: readonly WrittenNote[],
  note: WrittenNote,
  { index, bars }: BarPlace,
  { articulation }: MusicAttributes,
): number {
  const written = note.sixteenths * TICKS_PER_POSITION;
  const close = index === bars - 1;
  if (close || note.voice === "pad") return written;
  if (note.voice === "percussion") return TICKS_PER_POSITION;
  if (note.voice === "bass") return written * Math.min(0.96, articulation + 0.12);
  if (note.voice === "accompaniment" && articulation >= PEDAL_ARTICULATION) return pedalTicks(notes, note);
  // Short notes are parted less than long ones, or staccato semiquavers would be clicks.
  const share = note.sixteenths <= 1 ? Math.max(articulation, 0.75) : articulation;
  return written * Math.min(1, share);
}

/** With the pedal a note rings until its pitch is struck again or the pedal changes, at every half of the bar. */
function pedalTicks(notes: readonly WrittenNote[], note: WrittenNote): number {
  const end = note.position + note.sixteenths;
  const change = end > 16 ? end : Math.max(end, note.position < 8 ? 8 : 16);
  const again = notes.find(
    ({ voice, pitch, position }) => voice === note.voice && pitch === note.pitch && position > note.position,
  );
  return (Math.min(change, again?.position ?? change) - note.position) * TICKS_PER_POSITION;
}

/** Standard normal by the polar form of Box and Muller, cut at two and a half. */
function gaussian(random: () => number): number {
  const [u, v] = [1 - random(), random()];
  return Math.max(-2.5, Math.min(2.5, Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)));
}
