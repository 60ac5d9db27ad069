/** What was learned, mood by mood, as facts for a list: artists and cues that moved something, how surely, how often heard. */
import type { AffectPoint } from "../affect/emotion.ts";
import { CUES, TASTE_CUES, type TasteCue } from "./cues.ts";
import { CONFIDENT, ENOUGH_IN_MOOD, MATERIAL_MOVE } from "./explain-taste.ts";
import { countHeard, tendsToKeep, tendsToTurnAway, type Times } from "./heard-before.ts";
import { cellMood } from "./mood-cells.ts";
import { tasteIn } from "./rank-by-taste.ts";
import { contextOf } from "./taste-features.ts";
import { PRIOR_SLOPE, spreadsIn, type TasteModel } from "./taste-model.ts";
import { soundOf } from "./taste-words.ts";

export type Confidence = "low" | "medium" | "high";

export interface LearnedArtist extends Times {
  artistKey: string;
  /** Distance on the plane that their tracks move by; negative is nearer. */
  move: number;
  confidence: Confidence;
}

export interface LearnedCue {
  cue: TasteCue;
  more: boolean;
  /** Distance on the plane for one spread of the cue, above 0. */
  move: number;
  confidence: Confidence;
  text: string;
}

export interface LearnedMood extends Times {
  mood: string;
  /** The middle of where it lay. */
  point: AffectPoint;
  observations: number;
  artists: LearnedArtist[];
  cues: LearnedCue[];
}

/** Artists told of in each mood, those that moved most. */
const MOST_ARTISTS = 8;

/** Every mood with something heard in it, the most heard first. */
export function describeTaste(model: TasteModel): LearnedMood[] {
  const { judged } = model;
  const heard = countHeard(model);
  const moods = judged.moodWords.map((mood, number): LearnedMood => {
    const point = middleOf(model, number);
    const taste = tasteIn(model, point, null);
    const artists = judged.artistKeys.flatMap((artistKey, artist): LearnedArtist[] => {
      const times = heard.ofArtist(artist, mood);
      const move = -taste.artists[artist]! / PRIOR_SLOPE;
      const isBorneOut = move < 0 ? tendsToKeep(times) : tendsToTurnAway(times);
      if (Math.abs(move) < MATERIAL_MOVE || !isBorneOut) return [];
      return [{ artistKey, ...times, move, confidence: confidenceOf(times) }];
    });
    artists.sort((a, b) => Math.abs(b.move) - Math.abs(a.move));
    const observations = heard.inMood(mood);
    const cues = observations < ENOUGH_IN_MOOD ? [] : cuesIn(model, point, taste.weights);
    return { mood, point, observations, ...heard.ofMood(mood), artists: artists.slice(0, MOST_ARTISTS), cues };
  });
  return moods.sort((a, b) => b.observations - a.observations);
}

function cuesIn(model: TasteModel, point: AffectPoint, weights: Float64Array): LearnedCue[] {
  const spreads = spreadsIn(model.precision, contextOf(point));
  const cues = TASTE_CUES.flatMap((cue): LearnedCue[] => {
    const j = CUES.indexOf(cue);
    const sureness = Math.abs(weights[j]!) / spreads[j]!;
    const move = Math.abs(weights[j]!) / PRIOR_SLOPE;
    if (sureness < CONFIDENT || move < MATERIAL_MOVE) return [];
    const more = weights[j]! > 0;
    const confidence = sureness < 2.5 ? "low" : sureness < 4 ? "medium" : "high";
    return [{ cue, more, move, confidence, text: soundOf(cue, more) }];
  });
  return cues.sort((a, b) => b.move - a.move);
}

function middleOf({ judged }: TasteModel, mood: number): AffectPoint {
  const sum = { valence: 0, arousal: 0 };
  let count = 0;
  for (let i = 0; i < judged.count; i++) {
    const point = judged.moodWord[i] === mood ? cellMood(judged.cell[i]!) : null;
    if (point === null) continue;
    sum.valence += point.valence;
    sum.arousal += point.arousal;
    count++;
  }
  return { valence: sum.valence / Math.max(1, count), arousal: sum.arousal / Math.max(1, count) };
}

/** So many more of one kind than of the other: three is little, ten is much. */
function confidenceOf({ kept, turnedAway }: Times): Confidence {
  const ahead = Math.abs(kept - turnedAway);
  return ahead < 4 ? "low" : ahead < 10 ? "medium" : "high";
}
