/** The seven moods as the page writes them. */
import type { Emotion } from "../../../core/affect/emotion.ts";

const NAMES: Readonly<Record<Emotion, string>> = {
  angry: "Angry",
  disgust: "Disgusted",
  fear: "Afraid",
  happy: "Happy",
  sad: "Sad",
  surprise: "Surprised",
  neutral: "Neutral",
};

/** Null is a point of the plane that the listener chose. */
export function moodName(emotion: Emotion | null): string {
  return emotion === null ? "Your own mood" : NAMES[emotion];
}
