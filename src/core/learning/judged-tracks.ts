/** Judgements in columns of numbers: which track, whose, in which mood, how much it still weighs. */
import type { AffectPoint } from "../affect/emotion.ts";
import { describeMood } from "../affect/mood-words.ts";
import { isKept, isTurnedAway, isWord, type Judgement } from "./judgement.ts";
import { cellOf } from "./mood-cells.ts";

const DAY_MS = 86_400_000;
/** Tastes change: what was done so long ago counts half. */
export const HALF_LIFE_MS = 60 * DAY_MS;
/** The judgements in columns, those of one track under one number, with what the weights leave unexplained. */
export interface JudgedTracks {
  count: number;
  /** By judgement. */
  track: Int32Array;
  artist: Int32Array;
  cell: Int32Array;
  weight: Float64Array;
  residual: Float64Array;
  /** 1 where the listener said something: what that does to the very track is `feedback-bias`'s. */
  spoken: Uint8Array;
  /** 1 where the track was kept, -1 where it was turned away, 0 where neither. */
  stance: Int8Array;
  /** Number of the word for the listener's mood, -1 where it was not known. */
  moodWord: Int16Array;
  /** By track number. */
  trackIds: number[];
  /** The artist number of each track, -1 where unknown. */
  artistOfTrack: number[];
  /** By artist number. */
  artistKeys: string[];
  /** By number of a mood's word, such as "sad". */
  moodWords: string[];
}

/** @param nowMs what is dated later counts as said now */
export function gather(judgements: readonly Judgement[], nowMs: number): JudgedTracks {
  const count = judgements.length;
  const tracks = new Map<number, number>();
  const artists = new Map<string, number>();
  const judged: JudgedTracks = {
    count,
    track: new Int32Array(count),
    artist: new Int32Array(count),
    cell: new Int32Array(count),
    weight: new Float64Array(count),
    residual: new Float64Array(count),
    spoken: new Uint8Array(count),
    stance: new Int8Array(count),
    moodWord: new Int16Array(count),
    trackIds: [],
    artistOfTrack: [],
    artistKeys: [],
    moodWords: [],
  };
  const words = new Map<string, number>();
  const wordNumbers = new Map<string, number>();
  const wordOf = (mood: AffectPoint): number => {
    const key = `${mood.valence} ${mood.arousal}`;
    let number = wordNumbers.get(key);
    if (number === undefined) wordNumbers.set(key, (number = numberOf(words, describeMood(mood))));
    return number;
  };
  judgements.forEach((each, i) => {
    const artist = each.artistKey === null ? -1 : numberOf(artists, each.artistKey);
    const track = numberOf(tracks, each.trackId);
    judged.track[i] = track;
    judged.artist[i] = artist;
    judged.artistOfTrack[track] = artist;
    judged.cell[i] = cellOf(each.mood);
    judged.weight[i] = each.weight * 2 ** (-Math.max(0, nowMs - each.atMs) / HALF_LIFE_MS);
    judged.spoken[i] = isWord(each) ? 1 : 0;
    judged.stance[i] = isKept(each) ? 1 : isTurnedAway(each) ? -1 : 0;
    judged.moodWord[i] = each.mood === null ? -1 : wordOf(each.mood);
  });
  judged.trackIds = [...tracks.keys()];
  judged.artistKeys = [...artists.keys()];
  judged.moodWords = [...words.keys()];
  return judged;
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
