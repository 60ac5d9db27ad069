/**
 * Which instrument of the SoundFont plays a voice in a mood, how loud, where, and in how large a room.
 * The programs are those that the build gives them (scripts/steps/soundfont.mjs), which are General MIDI's nearest.
 */
import type { Emotion } from "../core/affect/emotion.ts";
import type { PieceMood, Voice } from "../core/composition/piece.ts";

/** Programs of bank 0, counted from 0. */
export const PROGRAMS = {
  piano: 0,
  pluckedBass: 32,
  softBass: 35,
  warmPad: 89,
  glassyPad: 92,
  darkPad: 94,
} as const;

export type Program = keyof typeof PROGRAMS;

/** How one voice is to sound; the numbers are MIDI controller values, 0..127. */
export interface VoicePreset {
  program: number;
  /** Controller 7. */
  volume: number;
  /** Controller 10: 0 left, 64 middle, 127 right. */
  pan: number;
  /** Controller 91. */
  reverb: number;
  /** Controller 93. */
  chorus: number;
  /** Controller 74: 64 leaves the filter as it is. */
  brightness: number;
}

export type Ensemble = Readonly<Record<Voice, VoicePreset>>;

/** The MIDI channel of each voice, from 0; percussion is where General MIDI has it. */
export const VOICE_CHANNELS: Readonly<Record<Voice, number>> = {
  melody: 0,
  accompaniment: 1,
  bass: 2,
  pad: 3,
  percussion: 9,
};

interface Character {
  pad: Program;
  bass: Program;
  /** 0 dry .. 1 a large hall. */
  room: number;
  /** 0 none .. 1 thick. */
  chorus: number;
  /** -1 duller .. 1 brighter than the samples. */
  brightness: number;
  /** Decibels that a voice differs by from the balance of all moods. */
  levels?: Partial<Record<Voice, number>>;
}

const CHARACTERS: Readonly<Record<Emotion, Character>> = {
  happy: { pad: "warmPad", bass: "pluckedBass", room: 0.35, chorus: 0.25, brightness: 0.15 },
  sad: { pad: "warmPad", bass: "softBass", room: 0.8, chorus: 0.35, brightness: -0.25, levels: { pad: 1 } },
  angry: {
    pad: "darkPad",
    bass: "pluckedBass",
    room: 0.2,
    chorus: 0.1,
    brightness: 0.1,
    levels: { bass: 2, percussion: 2, pad: -1 },
  },
  fear: { pad: "glassyPad", bass: "softBass", room: 0.9, chorus: 0.7, brightness: -0.15, levels: { pad: 1.5 } },
  disgust: { pad: "darkPad", bass: "pluckedBass", room: 0.25, chorus: 0.5, brightness: -0.2 },
  surprise: { pad: "glassyPad", bass: "pluckedBass", room: 0.5, chorus: 0.3, brightness: 0.2 },
  neutral: { pad: "warmPad", bass: "softBass", room: 0.5, chorus: 0.3, brightness: 0 },
};

/** Controller 7 of each voice: with the SoundFont's own levels, these give the balance that the tests measure. */
const VOLUMES: Readonly<Record<Voice, number>> = {
  melody: 108,
  accompaniment: 90,
  bass: 110,
  pad: 70,
  percussion: 92,
};

const PANS: Readonly<Record<Voice, number>> = { melody: 70, accompaniment: 58, bass: 64, pad: 64, percussion: 64 };

/** How much of the room and of the chorus each voice gets; deep and short sounds stay clear of both. */
const SENDS: Readonly<Record<Voice, { reverb: number; chorus: number }>> = {
  melody: { reverb: 0.75, chorus: 0.1 },
  accompaniment: { reverb: 0.7, chorus: 0.15 },
  bass: { reverb: 0.12, chorus: 0 },
  pad: { reverb: 1, chorus: 1 },
  percussion: { reverb: 0.4, chorus: 0 },
};

/** The class whose character a mood has: the one that was named, else the one of its region of the plane. */
function characterOf({ emotion, valence, arousal }: PieceMood): Character {
  if (emotion !== null) return CHARACTERS[emotion];
  if (Math.hypot(valence, arousal) < 0.25) return CHARACTERS.neutral;
  if (valence >= 0) return arousal > 0.5 && valence < 0.4 ? CHARACTERS.surprise : CHARACTERS.happy;
  return arousal > 0.2 ? CHARACTERS.angry : CHARACTERS.sad;
}

/**
 * Controller 7 works as (value / 127)^2 on the amplitude.
 * @returns 0..127
 */
function withLevel(volume: number, decibels: number): number {
  return Math.min(127, Math.max(0, Math.round(volume * 10 ** (decibels / 40))));
}

/** How every voice sounds in a mood. */
export function ensembleFor(mood: PieceMood): Ensemble {
  const character = characterOf(mood);
  const preset = (voice: Voice): VoicePreset => ({
    program: programOf(voice, character),
    volume: withLevel(VOLUMES[voice], character.levels?.[voice] ?? 0),
    pan: PANS[voice],
    reverb: Math.round(127 * character.room * SENDS[voice].reverb),
    chorus: Math.round(127 * character.chorus * SENDS[voice].chorus),
    // Percussion keeps its colour: a closed filter would take its attack away.
    brightness: voice === "percussion" ? 64 : Math.round(64 + 20 * character.brightness),
  });
  return {
    melody: preset("melody"),
    accompaniment: preset("accompaniment"),
    bass: preset("bass"),
    pad: preset("pad"),
    percussion: preset("percussion"),
  };
}

function programOf(voice: Voice, character: Character): number {
  if (voice === "bass") return PROGRAMS[character.bass];
  if (voice === "pad") return PROGRAMS[character.pad];
  return voice === "percussion" ? 0 : PROGRAMS.piano;
}
