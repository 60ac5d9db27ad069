/** What a piece should express: one of the seven moods, or a point on the plane. */
import { type ReactNode, useId, useRef } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { explainMood, nearestEmotion } from "../../../core/affect/mood-words.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Slider } from "../../design/slider.tsx";
import { moodOfTarget } from "../../composing/mood-journey.ts";
import type { ChosenTarget } from "../../mood-store.ts";
import { AffectPlane } from "../mood-display/affect-plane.tsx";
import { moodWord, SHOWN_EMOTIONS } from "../mood-display/emotion-order.ts";
import { axisWords, PAD_STEP, tidy } from "../mood-pad/pad-point.ts";
import { usePadPointer } from "../mood-pad/pad-pointer.ts";
import styles from "./mood-choice.module.css";

export interface MoodChoiceProps {
  value: ChosenTarget;
  onChange: (target: ChosenTarget) => void;
}

/** Radio buttons drawn as chips; the last opens the plane. */
export function MoodChoice({ value, onChange }: MoodChoiceProps): ReactNode {
  const name = useId();
  const point = moodOfTarget(value);
  const isPoint = !("emotion" in value);
  return (
    <div className={styles.choice}>
      <fieldset className={styles.moods}>
        <legend className={styles.heading}>For which mood?</legend>
        <div className={styles.row}>
          {SHOWN_EMOTIONS.map((emotion) => (
            <label key={emotion} className={styles.chip} data-mood={emotion}>
              <input
                type="radio"
                name={name}
                checked={!isPoint && value.emotion === emotion}
                onChange={() => onChange({ emotion })}
              />
              <MoodDot emotion={emotion} />
              {moodWord(emotion)}
            </label>
          ))}
          <label className={styles.chip} data-mood={nearestEmotion(point)}>
            <input
              type="radio"
              name={name}
              checked={isPoint}
              onChange={() => onChange({ valence: tidy(point.valence), arousal: tidy(point.arousal) })}
            />
            <MoodDot emotion={null} />A point of your own
          </label>
        </div>
      </fieldset>
      {isPoint ? <PointPad point={value} onChange={onChange} /> : null}
    </div>
  );
}

function PointPad({ point, onChange }: { point: AffectPoint; onChange: (point: AffectPoint) => void }): ReactNode {
  const latest = useRef(point);
  const move = (next: AffectPoint): void => {
    latest.current = next;
    onChange(next);
  };
  const pointer = usePadPointer(move, () => onChange(latest.current));
  return (
    <div className={styles.pad}>
      <div className={styles.surface} {...pointer} data-testid="piece-pad">
        <AffectPlane point={point} />
      </div>
      <div className={styles.sliders}>
        <div className={styles.axis}>
          <span aria-hidden="true">Unpleasant – pleasant</span>
          <Slider
            label="Valence of the piece: unpleasant to pleasant"
            min={-1}
            max={1}
            step={PAD_STEP}
            value={point.valence}
            valueText={axisWords(point.valence, "unpleasant", "pleasant")}
            onChange={(valence) => move({ ...point, valence: tidy(valence) })}
          />
        </div>
        <div className={styles.axis}>
          <span aria-hidden="true">Quiet – lively</span>
          <Slider
            label="Arousal of the piece: quiet to lively"
            min={-1}
            max={1}
            step={PAD_STEP}
            value={point.arousal}
            valueText={axisWords(point.arousal, "quiet", "lively")}
            onChange={(arousal) => move({ ...point, arousal: tidy(arousal) })}
          />
        </div>
        <p className={styles.words}>{explainMood(point)}</p>
      </div>
    </div>
  );
}
