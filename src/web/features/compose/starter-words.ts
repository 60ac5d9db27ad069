/** How far the starter library is, in words. */
import type { StarterLibrary } from "../../../contracts/starter-library.ts";
import { moodWord } from "../mood-display/emotion-order.ts";

/** One sentence; empty where there is nothing to say. */
export function starterSentence({ state, done, total, current, problem }: StarterLibrary): string {
  switch (state) {
    case "composing":
      return `${done} of ${total} pieces are there${current === null ? "" : `, the next is ${moodWord(current).toLowerCase()}`}.`;
    case "elsewhere":
      return "Another MoodSync on the same data folder is composing it.";
    case "ready":
      return `All ${total} pieces are there.`;
    case "failed":
      return problem === null ? "Composing it failed." : `Composing it failed: ${problem.message}`;
    case "idle":
      return "There is other music, so none is composed.";
    default:
      return "";
  }
}
