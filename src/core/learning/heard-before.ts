/** What truly happened with a track or an artist, counted by mood, so that no reason claims what was not so. */
import type { JudgedTracks } from "./judged-tracks.ts";
import type { TasteModel } from "./taste-model.ts";

export interface Times {
  kept: number;
  turnedAway: number;
}

export interface HeardBefore {
  /** Of the track in the mood of that word; without a word in any mood. */
  ofTrack(track: number, mood?: string): Times;
  ofArtist(artist: number, mood?: string): Times;
  /** All in the mood of that word. */
  ofMood(mood: string): Times;
  /** How many judgements there are in the mood of that word, those that say neither included. */
  inMood(mood: string): number;
}

/** Counts once; asking is cheap. */
export function countHeard({ judged }: TasteModel): HeardBefore {
  const ofTrack = countBy(judged, judged.track, judged.trackIds.length);
  const ofArtist = countBy(judged, judged.artist, judged.artistKeys.length);
  const ofAll = countBy(judged, new Int32Array(judged.count), 1);
  const numbers = new Map(judged.moodWords.map((word, number) => [word, number]));
  const inMoods = new Int32Array(judged.moodWords.length);
  for (const word of judged.moodWord) if (word >= 0) inMoods[word]!++;
  return {
    ofTrack: (track, mood) => ofTrack(track, numberOf(mood)),
    ofArtist: (artist, mood) => ofArtist(artist, numberOf(mood)),
    ofMood: (mood) => ofAll(0, numberOf(mood)),
    inMood: (mood) => inMoods[numbers.get(mood) ?? -1] ?? 0,
  };

  /** -1 for any mood, -2 for one that nothing was judged in. */
  function numberOf(mood: string | undefined): number {
    return mood === undefined ? -1 : (numbers.get(mood) ?? -2);
  }
}

/** Counts in columns, one for any mood and one for each: ten thousand judgements take a millisecond. */
function countBy(judged: JudgedTracks, groups: Int32Array, groupCount: number) {
  const width = judged.moodWords.length + 1;
  const kept = new Int32Array(groupCount * width);
  const turnedAway = new Int32Array(groupCount * width);
  for (let i = 0; i < judged.count; i++) {
    const group = groups[i]!;
    const stance = judged.stance[i]!;
    if (group < 0 || stance === 0) continue;
    const counts = stance > 0 ? kept : turnedAway;
    counts[group * width]!++;
    if (judged.moodWord[i]! >= 0) counts[group * width + 1 + judged.moodWord[i]!]!++;
  }
  return (group: number, mood: number): Times => {
    if (mood < -1) return { kept: 0, turnedAway: 0 };
    const at = group * width + 1 + mood;
    return { kept: kept[at]!, turnedAway: turnedAway[at]! };
  };
}

/** Whether what happened bears out "you tend to keep": twice at least, and twice as often as not. */
export function tendsToKeep({ kept, turnedAway }: Times): boolean {
  return kept >= 2 && kept >= 2 * turnedAway;
}

/** Whether it bears out "you often skip": twice at least, and more often than not. */
export function tendsToTurnAway({ kept, turnedAway }: Times): boolean {
  return turnedAway >= 2 && turnedAway > kept;
}
