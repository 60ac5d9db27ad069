/**
 * Names for groups of tracks: a cue word for how they differ from the rest of the library, and the genre that their tags
 * name most. "Sombre" is said of the most sombre part of this library; in another it might pass for cheerful.
 */

export interface ClusterToName {
  /** Mean of its tracks, by feature, in the library's spreads (see feature-scale). */
  traits: Readonly<Record<string, number>>;
  /** Tracks by genre, in the tags' own spelling folded; tracks without one are left out. */
  genres: ReadonlyMap<string, number>;
}

export interface ClusterName {
  name: string;
  /** Cue words that hold, the strongest first. */
  words: string[];
  genre: string | null;
}

/** What each word asks of a group: a weighted mean of its traits, each weight's sign the direction. */
const CUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  sombre: { valence: -2, arousal: -1.5, majorness: -0.5 },
  cheerful: { valence: 2, arousal: 0.7, majorness: 1 },
  driving: { arousal: 1.5, beatStrength: 1, onsetsPerSecond: 1, tempoBpm: 0.7 },
  dreamy: { onsetsPerSecond: -1.5, valence: 0.8, arousal: -1, beatStrength: -0.8 },
  fierce: { arousal: 2, valence: -2, loudnessLufs: 1, roughness: 0.7 },
  calm: { arousal: -2, valence: 1, loudnessLufs: -0.7 },
  danceable: { danceability: 2, beatStrength: 1.5, valence: 0.5 },
  bright: { brightnessHz: 2 },
  mellow: { brightnessHz: -1.5, roughness: -0.7, loudnessLufs: -0.4 },
  restless: { onsetsPerSecond: 1.5, dynamicRangeDb: 0.5, beatStrength: -1 },
  sweeping: { dynamicRangeDb: 2 },
  dense: { roughness: 1.5, dynamicRangeDb: -1, loudnessLufs: 0.7 },
  hushed: { loudnessLufs: -2 },
  loud: { loudnessLufs: 2 },
  slow: { tempoBpm: -2 },
  fast: { tempoBpm: 2 },
};

/** A word holds where the group lies so many spreads to its side. */
const LEAST_CUE = 0.25;
const MOST_WORDS = 3;
/** A genre names a group where it is on so many of the tracks that have one ... */
const LEAST_GENRE_SHARE = 0.35;
/** ... and on so many tracks. */
const LEAST_GENRE_TRACKS = 3;
/** Said where nothing sets a group apart. */
const MIDDLE = "in between";

/** Names all groups of a library at once, the largest first in line for the word that suits it; no two names are alike. */
export function nameClusters(
  clusters: readonly ClusterToName[],
  taken: ReadonlySet<string> = new Set(),
): ClusterName[] {
  const used = new Set(taken);
  const usedWords = new Set<string>();
  return clusters.map((cluster) => {
    const words = cueWords(cluster.traits);
    const genre = leadingGenre(cluster.genres);
    // A word that no other group bears first; the same one twice only where the genre tells them apart.
    const ordered = [...words.filter((word) => !usedWords.has(word)), ...words.filter((word) => usedWords.has(word))];
    const name = firstFree(candidates(ordered, genre), used);
    used.add(name);
    for (const word of words) if (name.toLowerCase().startsWith(word)) usedWords.add(word);
    return { name, words: words.slice(0, MOST_WORDS), genre };
  });
}

/** Words that hold, the strongest first. */
export function cueWords(traits: Readonly<Record<string, number>>): string[] {
  const scored = Object.entries(CUES).map(([word, weights]) => ({ word, score: cueScore(traits, weights) }));
  return scored
    .filter(({ score }) => score >= LEAST_CUE)
    .sort((a, b) => b.score - a.score)
    .map(({ word }) => word);
}

function cueScore(traits: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>>): number {
  let [sum, total] = [0, 0];
  for (const [feature, weight] of Object.entries(weights)) {
    sum += weight * (traits[feature] ?? 0);
    total += Math.abs(weight);
  }
  return sum / total;
}

function leadingGenre(genres: ReadonlyMap<string, number>): string | null {
  const all = [...genres].sort(([, a], [, b]) => b - a);
  const tagged = all.reduce((sum, [, count]) => sum + count, 0);
  const [first] = all;
  if (!first || first[1] < LEAST_GENRE_TRACKS || first[1] < LEAST_GENRE_SHARE * tagged) return null;
  return first[0];
}

function* candidates(words: readonly string[], genre: string | null): Generator<string> {
  for (const word of words) yield genre === null ? capital(word) : capital(`${word} ${genre}`);
  if (genre !== null) yield capital(genre);
  for (const [i, word] of words.entries()) {
    for (const other of words.slice(i + 1)) yield capital(`${word} and ${other}`);
  }
  const last = capital(words[0] ?? genre ?? MIDDLE);
  yield last;
  for (let number = 2; ; number++) yield `${last} ${number}`;
}

function firstFree(names: Iterable<string>, used: ReadonlySet<string>): string {
  for (const name of names) if (!used.has(name)) return name;
  throw new Error("the candidates never end");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
