/** How the seven classes are listed on the page: pleasant to unpleasant, neutral last. Words come from core/affect. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";

export const SHOWN_EMOTIONS: readonly Emotion[] = ["happy", "surprise", "sad", "fear", "angry", "disgust", "neutral"];

/** A mood's word as a heading or a button says it: "Happy". */
export function moodWord(mood: Parameters<typeof describeMood>[0]): string {
  const word = describeMood(mood);
  return `${word[0]!.toUpperCase()}${word.slice(1)}`;
}

/** A share of 1 as whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
