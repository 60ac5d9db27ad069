/**
 * The seven emotion classes and the valence-arousal plane; everything else in `affect` builds on these.
 * Class order is that of FER2013 and of every face model's `labels`.
 */

export const EMOTIONS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"] as const;

export type Emotion = (typeof EMOTIONS)[number];

/** One probability per class, each in 0..1, summing to 1. */
export type EmotionProbabilities = Record<Emotion, number>;

/** A point on the affect plane: valence (unpleasant to pleasant) and arousal (calm to excited), each in -1..1. */
export interface AffectPoint {
  valence: number;
  arousal: number;
}

/**
 * Where each class lies on the plane.
 * Between the word norms of Warriner et al. (2013) and NRC-VAD (Mohammad 2018), surprise pulled to neutral valence
 * because a surprised face, unlike the word, is not positive.
 */
export const EMOTION_POINTS: Readonly<Record<Emotion, AffectPoint>> = {
  happy: { valence: 0.8, arousal: 0.4 },
  sad: { valence: -0.65, arousal: -0.35 },
  angry: { valence: -0.6, arousal: 0.55 },
  fear: { valence: -0.6, arousal: 0.55 },
  disgust: { valence: -0.6, arousal: 0.25 },
  surprise: { valence: 0.1, arousal: 0.65 },
  neutral: { valence: 0, arousal: 0 },
};

/** Whether a string names one of the seven classes. */
export function isEmotion(name: string): name is Emotion {
  return (EMOTIONS as readonly string[]).includes(name);
}

/** Makes a value for every class, calling `valueOf` in the order of `EMOTIONS`. */
export function mapEmotions(valueOf: (emotion: Emotion, index: number) => number): EmotionProbabilities {
  return {
    angry: valueOf("angry", 0),
    disgust: valueOf("disgust", 1),
    fear: valueOf("fear", 2),
    happy: valueOf("happy", 3),
    sad: valueOf("sad", 4),
    surprise: valueOf("surprise", 5),
    neutral: valueOf("neutral", 6),
  };
}

/** The expected point under the probabilities: the mean of the class points, not the point of the arg-max. */
export function expectedPoint(probabilities: EmotionProbabilities): AffectPoint {
  let valence = 0;
  let arousal = 0;
  for (const emotion of EMOTIONS) {
    valence += probabilities[emotion] * EMOTION_POINTS[emotion].valence;
    arousal += probabilities[emotion] * EMOTION_POINTS[emotion].arousal;
  }
  return { valence, arousal };
}

/** Straight-line distance between two points of the plane, 0..2.83. */
export function affectDistance(a: AffectPoint, b: AffectPoint): number {
  return Math.hypot(a.valence - b.valence, a.arousal - b.arousal);
}
