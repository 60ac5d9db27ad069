/** What the analyser measured, in the words of a listener. */
import type { Track, TrackFeatures } from "../../../contracts/tracks.ts";

const PITCH_NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"] as const;

/** `A minor`, `C`, or null where no key was found. */
export function keyText({ tonic, mode }: Pick<TrackFeatures, "tonic" | "mode">): string | null {
  const name = tonic === null ? undefined : PITCH_NAMES[tonic];
  if (name === undefined) return null;
  return mode === null ? name : `${name} ${mode}`;
}

/** `122 bpm`, or null where no pulse was found. */
export function tempoText(tempoBpm: number | null): string | null {
  return tempoBpm === null ? null : `${Math.round(tempoBpm)} bpm`;
}

/** How a place on the plane feels: one word for the energy, one for the colour. */
export function feelText({ valence, arousal }: Pick<TrackFeatures, "valence" | "arousal">): string {
  const energy = arousal > 0.25 ? "lively" : arousal < -0.25 ? "calm" : "steady";
  const colour = valence > 0.2 ? "bright" : valence < -0.2 ? "dark" : "mellow";
  return `${energy}, ${colour}`;
}

/** The facts of one song for its line in the list; empty while it is not analysed. */
export function factsOf({ features }: Pick<Track, "features">): string[] {
  if (features === null) return [];
  return [feelText(features), tempoText(features.tempoBpm), keyText(features)].filter((fact) => fact !== null);
}
