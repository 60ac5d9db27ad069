/**
 * Words that people and tag editors use for the mood of music, placed on the valence-arousal plane. Set by hand in steps
 * of a tenth: the plane's own words where core/affect puts them, the others around them by their place in the circumplex
 * of Russell (1980) and by the mood clusters of the MIREX audio mood task. Nothing here was fitted.
 */
import type { AffectPoint } from "../../core/affect/emotion.ts";

type Placed = readonly [valence: number, arousal: number, words: string];

const PLACES: readonly Placed[] = [
  [0.8, 0.4, "happy happiness joyful joyous cheerful glad merry feelgood feel-good"],
  [0.7, 0.7, "euphoric ecstatic jubilant elated exuberant rousing triumphant celebratory"],
  [0.6, 0.8, "exciting excited energetic energizing energising upbeat lively party dance danceable dancing pump-up"],
  [0.6, 0.5, "fun playful funny humorous silly whimsical quirky witty amiable good-natured"],
  [0.5, 0.6, "uplifting motivational motivating inspiring inspirational empowering confident boisterous"],
  [0.6, 0.2, "bright sunny summer optimistic positive hopeful carefree rollicking"],
  [0.6, -0.1, "content warm sweet sentimental-happy tender heartwarming cosy cozy pleasant"],
  [0.5, 0.1, "romantic love loving sensual sexy passionate-love intimate"],
  [
    0.5,
    -0.5,
    "calm calming relaxed relaxing peaceful serene tranquil chill chillout chill-out laid-back mellow easygoing",
  ],
  [0.4, -0.7, "soothing gentle soft quiet meditative meditation sleep sleepy lullaby ambient-calm"],
  [0.3, -0.3, "dreamy ethereal atmospheric floating spacey hypnotic reflective contemplative thoughtful"],
  [0.2, -0.2, "nostalgic nostalgia bittersweet wistful autumnal poignant"],
  [0.1, 0.6, "epic dramatic powerful intense driving fiery cinematic"],
  [0.1, 0.2, "groovy funky cool smooth"],
  [-0.6, -0.4, "sad sadness unhappy sorrow sorrowful sombre somber gloomy tearful heartbreak heartbroken"],
  [-0.4, -0.4, "melancholy melancholic melancholia blue brooding pensive longing yearning lonely loneliness"],
  [-0.7, -0.5, "depressing depressive depressed despair hopeless bleak desolate mournful funeral"],
  [-0.5, 0.1, "dark ominous eerie haunting mysterious sinister creepy spooky"],
  [-0.5, 0.6, "tense anxious anxiety nervous scary fear fearful suspenseful paranoid"],
  [-0.6, 0.7, "angry anger aggressive furious rage violent hostile hateful"],
  [-0.3, 0.7, "rebellious raw visceral volatile gritty chaotic frantic"],
  [-0.6, 0.2, "bitter disgusted cynical sarcastic resentful"],
];

const LEXICON: ReadonlyMap<string, AffectPoint> = new Map(
  PLACES.flatMap(([valence, arousal, words]) => words.split(" ").map((word) => [word, { valence, arousal }])),
);

/** Where a mood word stands; null for words that are no moods, such as genres, years and names. */
export function affectOfMoodWord(word: string): AffectPoint | null {
  const key = word
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, "-")
    .replace(/-music$/, "");
  return LEXICON.get(key) ?? LEXICON.get(key.replaceAll("-", "")) ?? null;
}

export interface WeightedWord {
  word: string;
  /** How much it counts; 0 or less not at all. */
  weight: number;
}

/** The weighted mean of the words' places, and how much weight was known; null where no word is a mood. */
export function affectOfWords(words: readonly WeightedWord[]): (AffectPoint & { knownWeight: number }) | null {
  const sum = { valence: 0, arousal: 0, knownWeight: 0 };
  for (const { word, weight } of words) {
    const point = weight > 0 ? affectOfMoodWord(word) : null;
    if (point === null) continue;
    sum.valence += weight * point.valence;
    sum.arousal += weight * point.arousal;
    sum.knownWeight += weight;
  }
  if (sum.knownWeight === 0) return null;
  const { knownWeight } = sum;
  return { valence: sum.valence / knownWeight, arousal: sum.arousal / knownWeight, knownWeight };
}
