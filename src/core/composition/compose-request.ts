/** What a piece may be asked to be, with the limits that every way in (command line, page, server) shares. */
import { isEmotion, EMOTIONS, type AffectPoint, type Emotion } from "../affect/emotion.ts";
import { MoodSyncError } from "../errors.ts";
import type { MusicAttributes } from "./mood-attributes.ts";
import { pieceMood } from "./mood-attributes.ts";
import type { PieceMood } from "./piece.ts";

export const FEWEST_BARS = 1;
/** About seventeen minutes at a middling tempo. */
export const MOST_BARS = 512;

/** One of the seven classes, or a point on the plane, or a mood that has both. */
export type MoodWish = { mood: Emotion | PieceMood } | { point: AffectPoint };

/** How tokens are drawn; what is left out is as the model's config or, failing that, the app has it. */
export interface DrawingOptions {
  /** Above 0, at most 2. */
  temperature?: number | undefined;
  /** Above 0, at most 1. */
  topP?: number | undefined;
  /** Weight of what is asked against what is likely anyway (Ho and Salimans 2022); 1 is none, at most 5. */
  guidance?: number | undefined;
}

export type ComposeRequest = MoodWish &
  DrawingOptions & {
    /** 1..512 */
    bars: number;
    /** A whole number; its lower 32 bits count. */
    seed: number;
    /** Attributes to ask for in place of the mood's own, for measurements. */
    attributes?: Partial<MusicAttributes>;
  };

/**
 * The mood of a wish, checked.
 * @throws MoodSyncError `mood.unknown`, `mood.out-of-range`
 */
export function moodOfWish(wish: MoodWish): PieceMood {
  const mood: Emotion | PieceMood = "mood" in wish ? wish.mood : { ...wish.point, emotion: null };
  if (typeof mood === "string") return pieceMood(knownEmotion(mood));
  const { emotion, valence, arousal } = mood;
  if (!(Math.abs(valence) <= 1 && Math.abs(arousal) <= 1)) {
    throw invalid("mood.out-of-range", "Valence and arousal both lie between -1 and 1.");
  }
  return { emotion: emotion === null ? null : knownEmotion(emotion), valence, arousal };
}

/** @throws MoodSyncError `composer.bars-out-of-range` */
export function checkBars(bars: number): void {
  if (Number.isInteger(bars) && bars >= FEWEST_BARS && bars <= MOST_BARS) return;
  throw invalid("composer.bars-out-of-range", `A piece has ${FEWEST_BARS} to ${MOST_BARS} whole bars.`);
}

/** @throws MoodSyncError `composer.seed-invalid` */
export function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed)) return;
  throw invalid("composer.seed-invalid", "A seed is a whole number, such as 7.");
}

/** @throws MoodSyncError `composer.options-out-of-range` */
export function checkDrawing({ temperature = 1, topP = 1, guidance = 1 }: DrawingOptions): void {
  const fine = temperature > 0 && temperature <= 2 && topP > 0 && topP <= 1 && guidance >= 0 && guidance <= 5;
  if (fine) return;
  throw invalid(
    "composer.options-out-of-range",
    "The temperature is above 0 and at most 2, top-p above 0 and at most 1, the guidance 0 to 5.",
  );
}

/** A string from outside may name no emotion, whatever the types say. */
function knownEmotion(name: string): Emotion {
  if (isEmotion(name)) return name;
  throw invalid("mood.unknown", `"${name.slice(0, 40)}" is no mood. Choose one of ${EMOTIONS.join(", ")}.`);
}

function invalid(code: string, message: string): MoodSyncError {
  return new MoodSyncError(code, message, { kind: "invalid-input" });
}
