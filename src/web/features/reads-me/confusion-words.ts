/** The net's mistakes in plain words, "of 100 afraid faces ...". Pure. */
import { EMOTIONS, mapEmotions, type Emotion } from "../../../core/affect/emotion.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import type { Confusion, ModelFacts } from "./model-facts.ts";

/** Of 100 faces that show one thing, how many are read as each; rounded, so that they may add up to 99 or 101. */
export function ofHundred(row: Record<Emotion, number>): Record<Emotion, number> {
  const total = EMOTIONS.reduce((sum, emotion) => sum + row[emotion], 0);
  return mapEmotions((emotion) => (total === 0 ? 0 : Math.round((100 * row[emotion]) / total)));
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}

/** "Of 100 afraid faces it reads 38 as afraid, 21 as sad and 14 as surprised." The commonest mistakes, `most` at most. */
export function mistakeSentence(shown: Emotion, confusion: Confusion, most = 3): string {
  const read = ofHundred(confusion[shown]);
  const mistakes = EMOTIONS.filter((emotion) => emotion !== shown && read[emotion] > 0)
    .toSorted((a, b) => read[b] - read[a])
    .slice(0, most);
  const parts = [shown, ...mistakes].map((emotion) => `${read[emotion]} as ${describeMood(emotion)}`);
  return `Of 100 ${describeMood(shown)} faces it reads ${joined(parts)}.`;
}

/** The share of each class that is read right, the worst first: from the matrix, else as given. */
export function recallsOf({ recall, confusion }: ModelFacts): { emotion: Emotion; share: number }[] {
  return EMOTIONS.flatMap((emotion) => {
    const row = confusion?.[emotion];
    const total = row === undefined ? 0 : EMOTIONS.reduce((sum, read) => sum + row[read], 0);
    const share = recall[emotion] ?? (row === undefined ? undefined : row[emotion] / total);
    return share === undefined ? [] : [{ emotion, share }];
  }).toSorted((a, b) => a.share - b.share);
}
