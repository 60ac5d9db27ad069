/**
 * Which of the arranged voices play in a bar, and how busily: from the mood and the place in the piece, so that it builds
 * up, changes every eight bars and thins out at the end. The patterns themselves are left to `bass-line.ts`, `pad.ts` and `percussion.ts`.
 */
import type { MusicAttributes } from "./mood-attributes.ts";
import type { PieceMood } from "./piece.ts";

export type BassStyle = "none" | "held" | "halves" | "walking" | "driving";
export type PercussionStyle = "none" | "heartbeat" | "light" | "groove" | "pounding" | "scattered";

export interface Layers {
  bass: BassStyle;
  pad: boolean;
  percussion: PercussionStyle;
}

/** Where a bar stands. */
export interface BarPlace {
  /** From 0. */
  index: number;
  /** `Infinity` for music that goes on. */
  bars: number;
}

/** The layers of a mood when all of them play. */
export function fullLayers({ emotion, valence, arousal }: PieceMood, { articulation }: MusicAttributes): Layers {
  const pad = articulation >= 0.74;
  if (emotion === "angry") return { bass: "driving", pad: false, percussion: "pounding" };
  if (emotion === "fear") return { bass: "held", pad: true, percussion: "heartbeat" };
  if (emotion === "disgust") return { bass: "halves", pad: true, percussion: "none" };
  if (emotion === "surprise") return { bass: "halves", pad: false, percussion: "scattered" };
  if (arousal < -0.2) return { bass: "held", pad, percussion: "none" };
  if (arousal < 0.2) return { bass: "halves", pad, percussion: valence < -0.4 ? "none" : "light" };
  return { bass: valence < -0.3 ? "driving" : "walking", pad, percussion: arousal > 0.6 ? "pounding" : "groove" };
}

/** Bars after which a layer first plays: short pieces wait for nothing. */
const BASS_ENTERS = 2;
const PERCUSSION_ENTERS = 4;
const SHORTEST_BUILD_UP = 12;
/** Length of a section; every fourth one is sparer. */
const SECTION = 8;

/** The layers of one bar. */
export function layersAt(place: BarPlace, mood: PieceMood, attributes: MusicAttributes): Layers {
  const { index, bars } = place;
  const full = fullLayers(mood, attributes);
  const builds = bars >= SHORTEST_BUILD_UP;
  const spare = Math.floor(index / SECTION) % 4 === 2 && index % SECTION < SECTION / 2 && builds;
  const last = index === bars - 1;
  const withoutDrums = last || spare || (builds && index < PERCUSSION_ENTERS);
  return {
    bass: last ? "held" : builds && index < BASS_ENTERS ? "none" : spare ? calmer(full.bass) : full.bass,
    pad: full.pad || (spare && attributes.articulation > 0.6),
    percussion: withoutDrums ? "none" : full.percussion,
  };
}

function calmer(bass: BassStyle): BassStyle {
  return bass === "driving" || bass === "walking" ? "halves" : bass;
}
