/** What truly happened with a track or an artist, counted by mood, so that no reason claims what was not so. */
import type { TasteModel } from "./taste-model.ts";

export interface Times {
  kept: number;
  turnedAway: number;
}

export interface HeardBefore {
  /** Of the track in the mood of that word; without a word in any mood. */
  ofTrack(track: number, mood?: string): Times;
  ofArtist(artist: number, mood?: string): Times;
  /** How many judgements there are in the mood of that word. */
  inMood(mood: string): number;
}

/** Counts once; asking is cheap. */
export function countHeard({ judged }: TasteModel): HeardBefore {
  const tracks = new Map<string, Times>();
  const artists = new Map<string, Times>();
  const moods = new Map<string, number>();
  for (let i = 0; i < judged.count; i++) {
    const word = judged.moodWords[judged.moodWord[i]!] ?? null;
    if (word !== null) moods.set(word, (moods.get(word) ?? 0) + 1);
    const stance = judged.stance[i]!;
    add(tracks, judged.track[i]!, word, stance);
    if (judged.artist[i]! >= 0) add(artists, judged.artist[i]!, word, stance);
  }
  const NEVER: Times = { kept: 0, turnedAway: 0 };
  return {
    ofTrack: (track, mood) => tracks.get(keyOf(track, mood)) ?? NEVER,
    ofArtist: (artist, mood) => artists.get(keyOf(artist, mood)) ?? NEVER,
    inMood: (mood) => moods.get(mood) ?? 0,
  };
}

const keyOf = (number: number, mood?: string): string => (mood === undefined ? `${number}` : `${number} ${mood}`);

function add(counts: Map<string, Times>, number: number, word: string | null, stance: number): void {
  for (const key of word === null ? [keyOf(number)] : [keyOf(number), keyOf(number, word)]) {
    let times = counts.get(key);
    if (!times) counts.set(key, (times = { kept: 0, turnedAway: 0 }));
    if (stance > 0) times.kept++;
    else if (stance < 0) times.turnedAway++;
  }
}

/** Whether what happened bears out "you tend to keep": twice at least, and twice as often as not. */
export function tendsToKeep({ kept, turnedAway }: Times): boolean {
  return kept >= 2 && kept >= 2 * turnedAway;
}

/** Whether it bears out "you often skip": twice at least, and more often than not. */
export function tendsToTurnAway({ kept, turnedAway }: Times): boolean {
  return turnedAway >= 2 && turnedAway > kept;
}
