/** Reads the MOOD argument: one of the twelve names, or a point "valence,arousal". */
import type { MoodTarget } from "../contracts/common.ts";
import { isEmotion } from "../core/affect/emotion.ts";
import { isMoodName, MOOD_NAMES } from "../core/affect/mood-names.ts";
import { MoodSyncError } from "../core/errors.ts";

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;
const POINT = new RegExp(String.raw`^\s*(${NUMBER})\s*,\s*(${NUMBER})\s*$`, "u");

/**
 * The mood that `text` names; upper and lower case are the same.
 * @throws MoodSyncError `mood.unknown`, which lists the names, and `mood.out-of-range` for a point outside -1..1
 */
export function parseMood(text: string): MoodTarget {
  const name = text.trim().toLowerCase();
  if (isEmotion(name)) return { emotion: name };
  if (isMoodName(name)) return { name };
  const point = POINT.exec(text);
  if (point === null) {
    throw new MoodSyncError(
      "mood.unknown",
      `"${text}" is no mood. Choose one of ${MOOD_NAMES.join(", ")}, or a point as VALENCE,AROUSAL such as 0.6,-0.2.`,
      { kind: "invalid-input", details: { moods: [...MOOD_NAMES] } },
    );
  }
  const [valence, arousal] = [Number(point[1]), Number(point[2])];
  if (Math.abs(valence) > 1 || Math.abs(arousal) > 1) {
    throw new MoodSyncError("mood.out-of-range", "Valence and arousal both lie between -1 and 1.", {
      kind: "invalid-input",
    });
  }
  return { valence, arousal };
}
