/**
 * Sets of MIDI channels, one channel for each voice. The synthesiser cannot take back what it was given for the next second, so after
 * a stop its channels are muted until that second is over, and another set plays.
 */
import type { Voice } from "../core/composition/piece.ts";
import { VOICE_CHANNELS } from "./presets.ts";

export type ChannelBank = Readonly<Record<Voice, number>>;

/** Three sets fill fifteen of the sixteen channels. */
export const CHANNEL_BANKS: readonly ChannelBank[] = [
  VOICE_CHANNELS,
  { melody: 4, accompaniment: 5, bass: 6, pad: 7, percussion: 10 },
  { melody: 11, accompaniment: 12, bass: 13, pad: 14, percussion: 15 },
];

/** The set that is free first. @param freeAt seconds, one for each set */
export function bankToUse(freeAt: readonly number[]): number {
  return freeAt.indexOf(Math.min(...freeAt));
}
