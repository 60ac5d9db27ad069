/** Words for moods: one word to show, one sentence to read out. Colours and layout are left to the page. */
import { affectDistance, EMOTION_POINTS, EMOTIONS, type AffectPoint, type Emotion } from "./emotion.ts";
import type { Mood } from "./mood.ts";

const EMOTION_WORDS: Readonly<Record<Emotion, string>> = {
  angry: "angry",
  disgust: "disgusted",
  fear: "afraid",
  happy: "happy",
  sad: "sad",
  surprise: "surprised",
  neutral: "neutral",
};

/**
 * Words for any point of the plane, placed after the circumplex of Russell (1980); those that are also one of the seven
 * classes stand on the class's point. Anger and fear share a point that only a face can tell apart: there it says "tense".
 */
const PLANE_WORDS: readonly (AffectPoint & { word: string })[] = [
  { word: "neutral", ...EMOTION_POINTS.neutral },
  { word: "happy", ...EMOTION_POINTS.happy },
  { word: "excited", valence: 0.65, arousal: 0.85 },
  { word: "alert", valence: 0.1, arousal: 0.65 },
  { word: "tense", ...EMOTION_POINTS.angry },
  { word: "upset", valence: -0.75, arousal: 0.1 },
  { word: "sad", ...EMOTION_POINTS.sad },
  { word: "tired", valence: -0.15, arousal: -0.7 },
  { word: "calm", valence: 0.45, arousal: -0.6 },
  { word: "content", valence: 0.6, arousal: -0.1 },
];

type HasMood = Pick<Mood, "emotion" | "point">;

/** The class whose point is nearest; where anger and fear share a point, anger. */
export function nearestEmotion(point: AffectPoint): Emotion {
  return nearest(
    EMOTIONS.map((emotion) => ({ emotion, ...EMOTION_POINTS[emotion] })),
    point,
  ).emotion;
}

/** The word shown for a mood ("unsure" where it has no label), for one of the seven classes, or for a point of the plane. */
export function describeMood(mood: HasMood | Emotion | AffectPoint): string {
  if (typeof mood === "string") return EMOTION_WORDS[mood];
  if ("valence" in mood) return nearest(PLANE_WORDS, mood).word;
  return mood.emotion === null ? "unsure" : EMOTION_WORDS[mood.emotion];
}

/** One plain sentence on a mood or a point, fit for a screen reader, such as "Happy: pleasant and lively." */
export function explainMood(mood: HasMood | AffectPoint): string {
  const point = "valence" in mood ? mood : mood.point;
  const word = describeMood(mood);
  const lead = word === "unsure" ? "Unsure, leaning" : `${word[0]!.toUpperCase()}${word.slice(1)}:`;
  return `${lead} ${axisWord(point.valence, "unpleasant", "pleasant")} and ${axisWord(point.arousal, "quiet", "lively")}.`;
}

/** Beyond .5 plainly so, from .15 rather so, within .15 in between: thirds of what the classes' points span. */
function axisWord(value: number, low: string, high: string): string {
  const pole = value < 0 ? low : high;
  if (Math.abs(value) < 0.15) return `neither ${low} nor ${high}`;
  return Math.abs(value) < 0.5 ? `rather ${pole}` : pole;
}

function nearest<T extends AffectPoint>(places: readonly T[], point: AffectPoint): T {
  return places.reduce((best, place) => (affectDistance(place, point) < affectDistance(best, point) ? place : best));
}
