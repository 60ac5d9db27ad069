/**
 * What the network is told at every step: six scaled values with a flag each, how far the piece is and how much is left.
 * The order and the scales are those of `models/composer/config.json`; what the values should be is left to `mood-attributes.ts`.
 */
import { MoodSyncError } from "../errors.ts";
import type { MusicAttributes } from "./mood-attributes.ts";

/** The six, in the order in which the network takes them. */
export const CONDITIONS = ["valence", "arousal", "mode", "density", "register", "tempo"] as const;

export type ConditionName = (typeof CONDITIONS)[number];

/** Values, flags, progress and remaining. */
export const CONDITION_SIZE = 2 * CONDITIONS.length + 2;

export interface ConditionScale {
  name: string;
  mean: number;
  std: number;
}

/** What one step is asked for; a name that is left out is dropped, as it was in a part of the training. */
export type Conditions = Partial<Record<ConditionName, number>>;

export interface Place {
  /** Share of the piece before this bar, 0..1. */
  progress: number;
  /** Bars that come after this one; `Infinity` for music that goes on. */
  barsAfter: number;
}

/** Bars before the end of which the network is told. */
const FORESEEN_BARS = 8;

/** Standard deviations from the training pieces beyond which the network has heard next to nothing. */
const FURTHEST = 2.5;

/** Writes conditions as the network takes them. */
export type ConditionEncoder = (conditions: Conditions, place: Place) => Float32Array;

/** @throws MoodSyncError `model.conditions-mismatch` where the config names others than the six */
export function createConditionEncoder(scales: readonly ConditionScale[]): ConditionEncoder {
  const fits = scales.length === CONDITIONS.length && CONDITIONS.every((name, i) => scales[i]!.name === name);
  if (!fits) {
    const names = scales.map(({ name }) => name).join(", ");
    throw new MoodSyncError(
      "model.conditions-mismatch",
      `The composer is conditioned on (${names.slice(0, 200)}), the app on (${CONDITIONS.join(", ")}).`,
    );
  }
  return (conditions, { progress, barsAfter }) => {
    const vector = new Float32Array(CONDITION_SIZE);
    for (const [i, name] of CONDITIONS.entries()) {
      const value = conditions[name];
      if (value === undefined) continue;
      const scaled = (value - scales[i]!.mean) / scales[i]!.std;
      vector[i] = Math.min(FURTHEST, Math.max(-FURTHEST, scaled));
      vector[CONDITIONS.length + i] = 1;
    }
    vector[CONDITION_SIZE - 2] = progress;
    vector[CONDITION_SIZE - 1] = Math.min(barsAfter, FORESEEN_BARS) / FORESEEN_BARS;
    return vector;
  };
}

/** The attributes that the network knows, with its mode either minor or major as in training. */
export function conditionsOf({ mode, density, register, tempo }: MusicAttributes): Conditions {
  return { mode: mode >= 0 ? 1 : -1, density, register, tempo };
}
