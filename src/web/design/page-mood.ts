/** Tints the page with a mood: sets `data-mood` on the root, which tokens.css turns into colours. */
import type { Emotion } from "../../core/affect/emotion.ts";

/** Null (no mood, or unsure) takes the tint of neutral. */
export function setPageMood(emotion: Emotion | null): void {
  document.documentElement.dataset["mood"] = emotion ?? "neutral";
}
