/**
 * The twelve moods that music can be asked for by name: the seven classes that a face shows, and five that no face says
 * but that people want music for. Where a point of the plane does not say enough, a mood also wishes for features.
 */
import { affectDistance, EMOTION_POINTS, EMOTIONS, isEmotion, type AffectPoint, type Emotion } from "./emotion.ts";
import { describeMood } from "./mood-words.ts";

/** Moods that are asked for by name and never read from a face. */
export const WISHED_MOODS = ["calm", "anxious", "focused", "tender", "energetic"] as const;

export type WishedMood = (typeof WISHED_MOODS)[number];

export const MOOD_NAMES = [...EMOTIONS, ...WISHED_MOODS] as const;

export type MoodName = (typeof MOOD_NAMES)[number];

/** Measured features that a mood may wish for; units are those of a track's features. */
export type WishedFeature = "tempoBpm" | "onsetsPerSecond" | "dynamicRangeDb" | "beatStrength";

/** A wish costs nothing at `good` or beyond it, `weight` at `bad` or beyond, and in between in proportion. */
export interface FeatureWish {
  feature: WishedFeature;
  good: number;
  bad: number;
  /** Distance on the plane that a track at `bad` is put back by; neighbouring moods lie about .5 apart. */
  weight: number;
}

/**
 * Where the five lie. As with `EMOTION_POINTS` they stand between the word norms of Warriner et al. (2013) and NRC-VAD
 * (Mohammad 2018) on one side and the circumplex of Russell (1980) on the other:
 * - calm: pleasant and the lowest in arousal of all that norms and circumplex name; the point of the project's model notes.
 * - anxious: unpleasant and aroused, as fear, but it smoulders: less of both.
 * - energetic: beside Russell's "excited", above happy in arousal, below it in valence.
 * - tender: reasoned from listeners' ratings of film music (Eerola and Vuoskoski 2011), in which tender is high in valence
 *   and low in energy, between calm and content.
 * - focused: reasoned alone. Neither pole of valence holds the attention, and music to work by is rather quiet than lively;
 *   what makes it so is said by its wishes more than by its point.
 */
const WISHED_POINTS: Readonly<Record<WishedMood, AffectPoint>> = {
  calm: { valence: 0.45, arousal: -0.6 },
  anxious: { valence: -0.45, arousal: 0.4 },
  focused: { valence: 0.15, arousal: -0.2 },
  tender: { valence: 0.5, arousal: -0.3 },
  energetic: { valence: 0.6, arousal: 0.75 },
};

/** Few events and an even level let music be overheard; drive is tempo, events and a clear beat. */
const WISHES: Readonly<Partial<Record<MoodName, readonly FeatureWish[]>>> = {
  focused: [
    { feature: "onsetsPerSecond", good: 2, bad: 5, weight: 0.15 },
    { feature: "dynamicRangeDb", good: 6, bad: 14, weight: 0.15 },
  ],
  energetic: [
    { feature: "tempoBpm", good: 120, bad: 85, weight: 0.15 },
    { feature: "onsetsPerSecond", good: 3.5, bad: 1.5, weight: 0.1 },
    { feature: "beatStrength", good: 0.5, bad: 0.15, weight: 0.1 },
  ],
};

const NO_WISHES: readonly FeatureWish[] = [];

/** Whether a string names one of the twelve. */
export function isMoodName(name: string): name is MoodName {
  return (MOOD_NAMES as readonly string[]).includes(name);
}

/** Where a mood lies on the plane. */
export function moodPoint(name: MoodName): AffectPoint {
  return { ...(isEmotion(name) ? EMOTION_POINTS[name] : WISHED_POINTS[name]) };
}

/** What a mood wishes of the sound beside its point; mostly nothing. */
export function moodWishes(name: MoodName): readonly FeatureWish[] {
  return WISHES[name] ?? NO_WISHES;
}

/** The class of that name; null for the five that no face shows. */
export function emotionOfMood(name: MoodName): Emotion | null {
  return isEmotion(name) ? name : null;
}

/** The word to show: "disgusted" for disgust, "calm" for calm. */
export function moodNameWord(name: MoodName): string {
  return isEmotion(name) ? describeMood(name) : name;
}

/** The mood whose point is nearest; of anger and fear, which share one, anger. */
export function nearestMoodName(point: AffectPoint): MoodName {
  let best: MoodName = "neutral";
  for (const name of MOOD_NAMES) {
    if (affectDistance(moodPoint(name), point) < affectDistance(moodPoint(best), point)) best = name;
  }
  return best;
}
