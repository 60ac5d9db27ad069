/**
 * From a mood to what the music should be like: mode, tempo, density, register, loudness and articulation.
 * Cues of emotion in music add up almost linearly (Eerola, Friberg and Bresin 2013, who rank them mode, tempo, register,
 * dynamics, articulation), so each attribute is a centre plus a share of valence and a share of arousal.
 */
import { EMOTION_POINTS, type AffectPoint, type Emotion } from "../affect/emotion.ts";
import type { Mode, PieceMood } from "./piece.ts";

export interface MusicAttributes {
  /** -1 minor to 1 major; its sign decides. */
  mode: number;
  /** Quarter notes a minute. */
  tempo: number;
  /** Note onsets a bar, melody and accompaniment together. */
  density: number;
  /** Mean MIDI pitch, melody and accompaniment together. */
  register: number;
  /** MIDI velocity of a melody note without accent. */
  velocity: number;
  /** Share of its written length that a note sounds: 0.4 staccato to 1 legato. */
  articulation: number;
  /** Spread of velocities from note to note, in MIDI steps. */
  unevenness: number;
}

export const ATTRIBUTES = [
  "mode",
  "tempo",
  "density",
  "register",
  "velocity",
  "articulation",
  "unevenness",
] as const satisfies readonly (keyof MusicAttributes)[];

interface Cue {
  centre: number;
  perValence: number;
  perArousal: number;
  lowest: number;
  highest: number;
}

/** Centres and reach of density and register are those of the training pieces: what lies beyond was never heard. */
const CUES: Readonly<Record<keyof MusicAttributes, Cue>> = {
  mode: { centre: 0, perValence: 2, perArousal: 0, lowest: -1, highest: 1 },
  tempo: { centre: 102, perValence: 12, perArousal: 44, lowest: 54, highest: 160 },
  density: { centre: 14.6, perValence: 1.5, perArousal: 6, lowest: 6, highest: 26 },
  register: { centre: 61.5, perValence: 3.5, perArousal: 2, lowest: 52, highest: 71 },
  velocity: { centre: 78, perValence: 4, perArousal: 30, lowest: 36, highest: 116 },
  articulation: { centre: 0.88, perValence: 0, perArousal: -0.26, lowest: 0.4, highest: 1 },
  unevenness: { centre: 3, perValence: -1.5, perArousal: 1, lowest: 1, highest: 9 },
};

/**
 * What the plane cannot tell: anger and fear share a point, and differ in dominance. Anger is loud and low, fear soft,
 * high and uneven (Juslin and Laukka 2003); disgust (heavy, slow) and surprise (high, short, sudden) follow their names.
 */
const CHARACTERS: Readonly<Partial<Record<Emotion, Partial<MusicAttributes>>>> = {
  angry: { tempo: 16, density: 4, register: -4.5, velocity: 14, articulation: -0.1 },
  fear: { tempo: -6, density: -3, register: 5.5, velocity: -26, articulation: -0.12, unevenness: 4 },
  disgust: { tempo: -18, density: -3, register: -4, velocity: -2, articulation: 0.12 },
  surprise: { tempo: 12, density: 0.5, register: 3, velocity: 2, articulation: -0.2, unevenness: 3 },
};

/** The mood that a class names, or a point on the plane without a class. */
export function pieceMood(wish: Emotion | AffectPoint): PieceMood {
  return typeof wish === "string"
    ? { emotion: wish, ...EMOTION_POINTS[wish] }
    : { emotion: null, valence: clamp(wish.valence, -1, 1), arousal: clamp(wish.arousal, -1, 1) };
}

/** What music for `mood` should be like. */
export function attributesForMood({ emotion, valence, arousal }: PieceMood): MusicAttributes {
  const character = emotion === null ? {} : (CHARACTERS[emotion] ?? {});
  return mapAttributes((name) => {
    const { centre, perValence, perArousal, lowest, highest } = CUES[name];
    return clamp(centre + perValence * valence + perArousal * arousal + (character[name] ?? 0), lowest, highest);
  });
}

/** How much of the way to what is wanted live music goes in one bar: nine tenths within two. */
const SHARE_PER_BAR = 0.7;

/** One bar on the way from how the music is to how it should be; the mode changes at once, since there is none between. */
export function bendTowards(from: MusicAttributes, to: MusicAttributes): MusicAttributes {
  return mapAttributes((name) => (name === "mode" ? to.mode : from[name] + (to[name] - from[name]) * SHARE_PER_BAR));
}

/** Major at exactly between. @param before the mode so far, kept while the wish is not clear */
export function modeOf({ mode }: Pick<MusicAttributes, "mode">, before?: Mode): Mode {
  if (before !== undefined && Math.abs(mode) < 0.2) return before;
  return mode >= 0 ? "major" : "minor";
}

/** Makes a value for every attribute. */
function mapAttributes(valueOf: (name: keyof MusicAttributes) => number): MusicAttributes {
  return {
    mode: valueOf("mode"),
    tempo: valueOf("tempo"),
    density: valueOf("density"),
    register: valueOf("register"),
    velocity: valueOf("velocity"),
    articulation: valueOf("articulation"),
    unevenness: valueOf("unevenness"),
  };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
