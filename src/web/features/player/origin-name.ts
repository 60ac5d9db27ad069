/** What a playlist was made for, as the page writes it. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import type { PlaylistOrigin } from "../../playback/queue.ts";

const NAMES: Readonly<Record<Emotion, string>> = {
  angry: "Angry",
  disgust: "Disgusted",
  fear: "Afraid",
  happy: "Happy",
  sad: "Sad",
  surprise: "Surprised",
  neutral: "Neutral",
};

/** What a playlist was wished for: a mood by its name, a point of the plane, or songs like another. */
export function originName({ emotion, wish }: Pick<PlaylistOrigin, "emotion" | "wish">): string {
  if (wish === "similar") return "More of that kind";
  return emotion === null ? "Your own mood" : NAMES[emotion];
}
