/**
 * Says a mood as a point: touch or drag on the plane, or move its two labelled sliders by keyboard.
 * The plane itself is for pointers; the sliders carry the same values for keys and screen readers.
 */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { explainMood, nearestEmotion } from "../../../core/affect/mood-words.ts";
import { Slider } from "../../design/slider.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { AffectPlane } from "../mood-display/affect-plane.tsx";
import { PlaneFrame } from "../mood-display/plane-frame.tsx";
import { moodWord } from "../mood-display/emotion-order.ts";
import { axisWords, PAD_STEP, tidy } from "./pad-point.ts";
import { usePadPointer } from "./pad-pointer.ts";
import styles from "./mood-pad.module.css";

const MIDDLE: AffectPoint = { valence: 0, arousal: 0 };

/** Keys that follow each other faster than this say one thing, not many: no playlist for every step on the way. */
const KEYS_SETTLE_MS = 500;

/** The point being moved, which counts only once it is let go (pointer) or at rest (keys). */
function usePad() {
  const inForce = useMoodStore((store) => store.mood?.point ?? MIDDLE);
  const [moving, setMoving] = useState<AffectPoint | null>(null);
  const latest = useRef<AffectPoint | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const end = (): void => {
    window.clearTimeout(timer.current);
    latest.current = null;
    setMoving(null);
  };
  const move = (point: AffectPoint): void => {
    window.clearTimeout(timer.current);
    latest.current = point;
    setMoving(point);
  };
  const commit = (): void => {
    if (latest.current !== null) useMoodStore.getState().chooseMood(latest.current, "pad");
    end();
  };
  const commitSoon = (): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(commit, KEYS_SETTLE_MS);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const shown = moving ?? inForce;
  return {
    point: { valence: tidy(shown.valence), arousal: tidy(shown.arousal) },
    move,
    commit,
    commitSoon,
    cancel: end,
  };
}

/** Works with no camera, no model and no network. */
export function MoodPad(): ReactNode {
  const { point, move, commit, commitSoon, cancel } = usePad();
  const pointer = usePadPointer(move, commit);
  return (
    <fieldset className={styles.pad} data-mood={nearestEmotion(point)}>
      <legend className={styles.heading}>
        Where are you? <strong>{moodWord(point)}</strong>
      </legend>
      <PlaneFrame>
        <div className={styles.surface} {...pointer} onPointerCancel={cancel} data-testid="mood-pad">
          <AffectPlane point={point} />
        </div>
      </PlaneFrame>
      <div className={styles.sliders}>
        <div className={styles.axis}>
          <span aria-hidden="true">Unpleasant – pleasant</span>
          <Slider
            label="Valence: unpleasant to pleasant"
            min={-1}
            max={1}
            step={PAD_STEP}
            value={point.valence}
            valueText={axisWords(point.valence, "unpleasant", "pleasant")}
            onChange={(valence) => move({ ...point, valence: tidy(valence) })}
            onCommit={commitSoon}
          />
        </div>
        <div className={styles.axis}>
          <span aria-hidden="true">Quiet – lively</span>
          <Slider
            label="Arousal: quiet to lively"
            min={-1}
            max={1}
            step={PAD_STEP}
            value={point.arousal}
            valueText={axisWords(point.arousal, "quiet", "lively")}
            onChange={(arousal) => move({ ...point, arousal: tidy(arousal) })}
            onCommit={commitSoon}
          />
        </div>
      </div>
      <p className={styles.words}>{explainMood(point)}</p>
    </fieldset>
  );
}
