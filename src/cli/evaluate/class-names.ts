/** The names under which data sets keep the seven emotions. */
import { isEmotion, type Emotion } from "../../core/affect/emotion.ts";

const ALIASES: ReadonlyMap<string, Emotion> = new Map([
  ["anger", "angry"],
  ["disgusted", "disgust"],
  ["afraid", "fear"],
  ["fearful", "fear"],
  ["scared", "fear"],
  ["happiness", "happy"],
  ["joy", "happy"],
  ["sadness", "sad"],
  ["surprised", "surprise"],
  ["neutrality", "neutral"],
]);

/** The emotion that a folder's name means, whatever its case and with or without a number before it; undefined for others. */
export function emotionOfFolder(name: string): Emotion | undefined {
  const word = name
    .toLowerCase()
    .replace(/^\d+[ _.-]*/u, "")
    .trim();
  return isEmotion(word) ? word : ALIASES.get(word);
}
