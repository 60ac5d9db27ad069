/**
 * A piece as a Standard MIDI File (MIDI 1.0 Detailed Specification 4.2, "Standard MIDI Files 1.0"): type 1, a track of
 * tempos and names first, then one track a voice. Which instruments sound where a SoundFont is at hand is left to `synthesis`.
 */
import { TICKS_PER_BAR, TICKS_PER_QUARTER, VOICES, type Note, type Piece, type Voice } from "./piece.ts";

/** Channel 9 is General MIDI's percussion channel. */
const CHANNELS: Readonly<Record<Voice, number>> = { melody: 0, accompaniment: 1, bass: 2, pad: 3, percussion: 9 };

/** General MIDI programs, from 0: grand piano twice, acoustic bass, string ensemble. */
const PROGRAMS: Readonly<Record<Voice, number>> = { melody: 0, accompaniment: 0, bass: 32, pad: 48, percussion: 0 };

const TRACK_NAMES: Readonly<Record<Voice, string>> = {
  melody: "Melody",
  accompaniment: "Accompaniment",
  bass: "Bass",
  pad: "Pad",
  percussion: "Percussion",
};

const NOTE_NAMES = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];

/** Sharps (or, below zero, flats) of the major key on each pitch class. */
const SHARPS = [0, -5, 2, -3, 4, -1, -6, 1, -4, 3, -2, 5];

/** One event: when, how it is ordered among those of the same tick, and its bytes. */
interface TrackEvent {
  ticks: number;
  order: number;
  bytes: readonly number[];
}

/** What to call a piece that nobody named, such as `happy in C major`. */
export function pieceTitle({ mood, tonic, mode }: Pick<Piece, "mood" | "tonic" | "mode">): string {
  const { emotion, valence, arousal } = mood;
  return `${emotion ?? `${valence.toFixed(2)}, ${arousal.toFixed(2)}`} in ${NOTE_NAMES[tonic]!} ${mode}`;
}

/** The piece as the bytes of a `.mid` file; a voice without notes has no track. */
export function pieceToMidi(piece: Piece, title = pieceTitle(piece)): Uint8Array<ArrayBuffer> {
  const voices = VOICES.filter((voice) => piece.notes.some((note) => note.voice === voice));
  const tracks = [conductorTrack(piece, title), ...voices.map((voice) => voiceTrack(piece, voice))];
  const header = chunk("MThd", [0, 1, 0, tracks.length, TICKS_PER_QUARTER >> 8, TICKS_PER_QUARTER & 0xff]);
  return Uint8Array.from([...header, ...tracks].flat());
}

function conductorTrack({ tempos, tonic, mode, bars }: Piece, title: string): number[] {
  const sharps = SHARPS[mode === "major" ? tonic : (tonic + 3) % 12]!;
  const events: TrackEvent[] = [
    meta(0, 0x03, utf8(title)),
    meta(0, 0x58, [4, 2, 24, 8]),
    meta(0, 0x59, [sharps & 0xff, mode === "major" ? 0 : 1]),
    ...tempos.map(({ ticks, bpm }) => meta(ticks, 0x51, threeBytes(Math.round(60e6 / bpm)))),
  ];
  return track(events, bars * TICKS_PER_BAR);
}

function voiceTrack({ notes, bars }: Piece, voice: Voice): number[] {
  const channel = CHANNELS[voice];
  const own = withoutOverlaps(notes.filter((note) => note.voice === voice));
  const events: TrackEvent[] = [
    meta(0, 0x03, utf8(TRACK_NAMES[voice])),
    { ticks: 0, order: 1, bytes: [0xc0 | channel, PROGRAMS[voice]] },
    ...own.flatMap(({ pitch, velocity, startTicks, durationTicks }): TrackEvent[] => [
      { ticks: startTicks, order: 3, bytes: [0x90 | channel, pitch, velocity] },
      { ticks: startTicks + durationTicks, order: 2, bytes: [0x80 | channel, pitch, 0] },
    ]),
  ];
  return track(events, bars * TICKS_PER_BAR);
}

/** A pitch that is struck again on its channel ends first: a note-off ends whichever note of its pitch sounds. */
function withoutOverlaps(notes: readonly Note[]): Note[] {
  const next = new Map<number, number>();
  return notes
    .toReversed()
    .flatMap((note) => {
      const until = next.get(note.pitch) ?? Infinity;
      // Of two at the same tick the longer one in the list's order stays.
      if (until <= note.startTicks) return [];
      next.set(note.pitch, note.startTicks);
      return [{ ...note, durationTicks: Math.min(note.durationTicks, until - note.startTicks) }];
    })
    .toReversed();
}

/** A whole MTrk chunk; it ends at `endTicks` or with its last event. */
function track(events: readonly TrackEvent[], endTicks: number): number[] {
  const sorted = events.toSorted((a, b) => a.ticks - b.ticks || a.order - b.order);
  const bytes: number[] = [];
  let at = 0;
  for (const { ticks, bytes: event } of sorted) {
    bytes.push(...variableLength(ticks - at), ...event);
    at = ticks;
  }
  bytes.push(...variableLength(Math.max(0, endTicks - at)), 0xff, 0x2f, 0);
  return chunk("MTrk", bytes);
}

function meta(ticks: number, type: number, content: readonly number[]): TrackEvent {
  return { ticks, order: 0, bytes: [0xff, type, ...variableLength(content.length), ...content] };
}

function chunk(name: string, content: readonly number[]): number[] {
  const length = content.length;
  return [...utf8(name), length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff, ...content];
}

function threeBytes(value: number): number[] {
  const limited = Math.min(0xffffff, value);
  return [limited >>> 16, (limited >>> 8) & 0xff, limited & 0xff];
}

/** Seven bits a byte, the highest first, all but the last with bit 7 set. */
function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** Text in UTF-8, as today's programs write it; `core` knows no TextEncoder. */
function utf8(text: string): number[] {
  // Half a surrogate pair has no bytes.
  const whole = text.replace(/\p{Surrogate}/gu, "\uFFFD");
  const escaped = encodeURIComponent(whole);
  return Array.from(escaped.matchAll(/%([0-9A-F]{2})|(.)/gu), ([, hex, character]) =>
    hex === undefined ? character!.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}
