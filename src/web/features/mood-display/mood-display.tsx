/** The mood in force: its word in its colour, what it means, where it came from, its point on the plane, and the way to correct it. */
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { explainMood, nearestEmotion } from "../../../core/affect/mood-words.ts";
import type { Mood } from "../../../core/affect/mood-tracker.ts";
import { Button } from "../../design/button.tsx";
import { useMoodStore } from "../../mood-store.ts";
import type { MoodSource } from "../../mood-store.ts";
import { AffectPlane } from "./affect-plane.tsx";
import { moodWord, percent } from "./emotion-order.ts";
import { FeelButtons } from "./feel-buttons.tsx";
import styles from "./mood-display.module.css";

interface ShownMood {
  word: string;
  meaning: string;
  origin: string;
}

interface Origin {
  source: MoodSource | null;
  faceCount: number;
  /** Whether the camera is still reading. */
  live: boolean;
}

function originOf(mood: Mood, { source, faceCount, live }: Origin): string {
  if (source === "pad") return "From the mood pad";
  if (source === "button" || source === "correction") return "You said so";
  const whose = faceCount > 1 ? `${faceCount} faces together` : "One face";
  const where = source === "photo" ? " in your photo" : live ? " in view" : ", when the camera last looked";
  return mood.emotion === null ? `${whose}${where}` : `${whose}${where}, ${percent(mood.confidence)} sure`;
}

/** The sentence on a mood without its word, which stands above it in large type. */
function meaningOf(mood: Mood | AffectPoint): string {
  const sentence = explainMood(mood).replace(/^[^:]*: /, "");
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}`;
}

/** The words for a mood; a point from the pad is named by its region, where a sensed mood without a label is "unsure". */
export function shownMood(mood: Mood | null, origin: Origin): ShownMood {
  if (mood === null && origin.source === "camera" && origin.live) {
    return { word: "Nobody here", meaning: "No face is in view.", origin: "" };
  }
  if (mood === null) {
    return { word: "How are you?", meaning: "Let the camera read it, use a photo, or just say so.", origin: "" };
  }
  const named = origin.source === "pad" ? mood.point : mood;
  return { word: moodWord(named), meaning: meaningOf(named), origin: originOf(mood, origin) };
}

function HeldChoice(): ReactNode {
  const sensed = useMoodStore((store) => (store.choice === null ? null : store.sensed?.mood));
  const isPhoto = useMoodStore((store) => store.choice?.source === "photo");
  if (sensed === null || sensed === undefined) return null;
  return (
    <div className={styles.held}>
      <p>
        {isPhoto ? "Your photo" : "Your word"} counts for ten minutes. The camera reads:{" "}
        <strong>{moodWord(sensed).toLowerCase()}</strong>.
      </p>
      <Button
        size="small"
        icon={<RotateCcw size={16} aria-hidden="true" />}
        onClick={() => useMoodStore.getState().followFace()}
      >
        Follow my face
      </Button>
    </div>
  );
}

/** The whole display; the page's live region is in features/mood. */
export function MoodDisplay(): ReactNode {
  const mood = useMoodStore((store) => store.mood);
  const source = useMoodStore((store) => store.source);
  const faceCount = useMoodStore((store) => store.faceCount);
  const live = useMoodStore((store) => store.sensed !== null);
  const { word, meaning, origin } = shownMood(mood, { source, faceCount, live });
  const unsure = mood !== null && mood.emotion === null && source !== "pad";
  const colour = mood === null || unsure ? "neutral" : (mood.emotion ?? nearestEmotion(mood.point));
  return (
    <div className={styles.display} data-mood={colour} data-testid="mood-display">
      <div className={styles.said}>
        <p className={styles.word}>{word}</p>
        <p className={styles.meaning}>{meaning}</p>
        {origin === "" ? null : <p className={styles.origin}>{origin}</p>}
      </div>
      <div className={styles.plane}>
        <AffectPlane small point={mood?.point ?? null} emotion={colour} unsure={unsure} />
      </div>
      <HeldChoice />
      <FeelButtons />
    </div>
  );
}
