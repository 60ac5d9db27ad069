/**
 * Keeps what is asked and what is heard together: a network that writes fewer notes, or lower ones, than it was asked for
 * is asked for more the next bar. A leaky integral controller a quantity, so that one odd bar is forgiven.
 */
import type { GridNote } from "./bar-events.ts";
import type { MusicAttributes } from "./mood-attributes.ts";

/** What is asked beyond the wish. */
export interface Steering {
  /** Onsets a bar. */
  density: number;
  /** Semitones. */
  register: number;
}

export const UNSTEERED: Steering = { density: 0, register: 0 };

/** Share of the correction that is kept from bar to bar. */
const MEMORY = 0.9;
/** Share of a bar's error that is added to the correction. */
const GAIN: Readonly<Steering> = { density: 0.3, register: 0.25 };
/** No correction leads further: about one and a half standard deviations of the training pieces. */
const FURTHEST: Readonly<Steering> = { density: 8, register: 6 };

/**
 * The correction after a bar.
 * @param notes the bar's, as the network wrote them
 * @param wished density and register, in the key that the network writes in
 */
export function steer(before: Steering, notes: readonly GridNote[], wished: Steering): Steering {
  if (notes.length === 0) return before;
  const register = notes.reduce((sum, { pitch }) => sum + pitch, 0) / notes.length;
  return {
    density: corrected("density", before, wished.density - notes.length),
    register: corrected("register", before, wished.register - register),
  };
}

function corrected(name: keyof Steering, before: Steering, error: number): number {
  const value = MEMORY * before[name] + GAIN[name] * error;
  return Math.min(FURTHEST[name], Math.max(-FURTHEST[name], value));
}

/** What to ask for, so that what is wished is heard. */
export function steered(wished: MusicAttributes, { density, register }: Steering): MusicAttributes {
  return { ...wished, density: Math.max(1, wished.density + density), register: wished.register + register };
}
