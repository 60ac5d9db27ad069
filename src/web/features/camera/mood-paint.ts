/** The moods' colours as a canvas takes them, read from the design tokens of the moment (theme and contrast included). */
import { EMOTIONS } from "../../../core/affect/emotion.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";

/** Bright enough on a video in either theme: the glow of each mood. */
export type MoodPaint = Readonly<Record<Emotion, string>>;

/** Reads all seven through a probe inside `host`; costs one style pass, so not for every frame. */
export function readMoodPaint(host: HTMLElement): MoodPaint {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const paint: Record<Emotion, string> = {
    angry: "",
    disgust: "",
    fear: "",
    happy: "",
    sad: "",
    surprise: "",
    neutral: "",
  };
  for (const emotion of EMOTIONS) {
    probe.dataset["mood"] = emotion;
    paint[emotion] = getComputedStyle(probe).getPropertyValue("--mood-glow");
  }
  probe.remove();
  return paint;
}
