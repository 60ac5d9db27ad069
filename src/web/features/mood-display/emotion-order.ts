/** How moods are listed on the page, and in whose colours: pleasant to unpleasant. Words come from core/affect. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import { isEmotion } from "../../../core/affect/emotion.ts";
import { type MoodName, moodNameWord, type WishedMood } from "../../../core/affect/mood-names.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";

export const SHOWN_EMOTIONS: readonly Emotion[] = ["happy", "surprise", "sad", "fear", "angry", "disgust", "neutral"];

/** The twelve that music can be asked for by name. */
export const SHOWN_MOODS: readonly MoodName[] = [
  "happy",
  "energetic",
  "surprise",
  "tender",
  "calm",
  "focused",
  "neutral",
  "sad",
  "anxious",
  "fear",
  "angry",
  "disgust",
];

/** Moods that no face shows take the colour of a class near them; their word always stands beside it. */
const BORROWED: Readonly<Record<WishedMood, Emotion>> = {
  calm: "neutral",
  focused: "neutral",
  tender: "happy",
  energetic: "surprise",
  anxious: "fear",
};

/** Whose colours a mood is shown in. */
export function moodColour(name: MoodName): Emotion {
  return isEmotion(name) ? name : BORROWED[name];
}

/** One of the twelve as a heading or a button says it: "Calm". */
export function moodNameTitle(name: MoodName): string {
  const word = moodNameWord(name);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** A mood's word as a heading or a button says it: "Happy". */
export function moodWord(mood: Parameters<typeof describeMood>[0]): string {
  const word = describeMood(mood);
  return `${word[0]!.toUpperCase()}${word.slice(1)}`;
}

/** A share of 1 as whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
