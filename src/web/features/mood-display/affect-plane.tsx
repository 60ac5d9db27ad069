/** The valence-arousal plane as a picture: seven coloured regions, named axes, and the point of a mood. */
import type { ReactNode } from "react";
import { EMOTION_POINTS } from "../../../core/affect/emotion.ts";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { classNames } from "../../design/class-names.ts";
import styles from "./affect-plane.module.css";

/** Regions named on the large plane, placed where their words in core/affect lie. */
const REGIONS: readonly (AffectPoint & { name: string })[] = [
  { name: "excited", valence: 0.65, arousal: 0.85 },
  { name: "happy", valence: 0.8, arousal: 0.4 },
  { name: "content", valence: 0.6, arousal: -0.1 },
  { name: "calm", valence: 0.45, arousal: -0.6 },
  { name: "tired", valence: -0.15, arousal: -0.7 },
  { name: "sad", valence: -0.65, arousal: -0.35 },
  { name: "upset", valence: -0.75, arousal: 0.1 },
  { name: "tense", valence: -0.6, arousal: 0.55 },
  { name: "alert", valence: 0.1, arousal: 0.65 },
];

/** Fear lies where anger does; calm has no class of its own and takes the colour of neutral. */
const GLOWS: readonly { emotion: Emotion; at: AffectPoint }[] = [
  ...(["happy", "surprise", "sad", "angry", "disgust", "neutral"] as const).map((emotion) => ({
    emotion,
    at: EMOTION_POINTS[emotion],
  })),
  { emotion: "neutral", at: { valence: 0.45, arousal: -0.6 } },
];

export interface AffectPlaneProps {
  /** Null shows the empty plane. */
  point: AffectPoint | null;
  /** Colour of the point; default that of the nearest class. */
  emotion?: Emotion | null;
  /** Small planes carry no region names. */
  small?: boolean;
  /** Shown as an open ring: the point is a leaning, not a finding. */
  unsure?: boolean;
}

function placed({ valence, arousal }: AffectPoint) {
  return { "--x": `${((valence + 1) * 50).toFixed(1)}%`, "--y": `${((1 - arousal) * 50).toFixed(1)}%` } as const;
}

/** Decorative: hidden from screen readers, the words beside it say the same. */
export function AffectPlane({ point, emotion, small, unsure }: AffectPlaneProps): ReactNode {
  return (
    <div className={classNames(styles.plane, small && styles.small)} aria-hidden="true">
      {GLOWS.map(({ emotion: colour, at }) => (
        <span key={`${colour}-${at.valence}`} className={styles.glow} data-mood={colour} style={placed(at)} />
      ))}
      <span className={styles.acrossAxis} />
      <span className={styles.upAxis} />
      {small ? (
        <>
          <span className={classNames(styles.axisWord, styles.top)}>lively</span>
          <span className={classNames(styles.axisWord, styles.bottom)}>quiet</span>
          <span className={classNames(styles.axisWord, styles.start)}>unpleasant</span>
          <span className={classNames(styles.axisWord, styles.end)}>pleasant</span>
        </>
      ) : (
        REGIONS.map(({ name, ...at }) => (
          <span key={name} className={styles.region} style={placed(at)}>
            {name}
          </span>
        ))
      )}
      {point === null ? null : (
        <span
          className={classNames(styles.point, unsure && styles.unsure)}
          data-mood={emotion ?? nearestEmotion(point)}
          style={placed(point)}
        />
      )}
    </div>
  );
}
