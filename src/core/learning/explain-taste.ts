/**
 * Why learning moved a track: the largest of its parts, said only where it moved the track by something and where what the
 * listener did bears it out.
 */
import { describeMood } from "../affect/mood-words.ts";
import { CUES, TASTE_CUES, type TasteCue } from "./cues.ts";
import { countHeard, tendsToKeep, tendsToTurnAway, type HeardBefore, type Times } from "./heard-before.ts";
import type { TrackSound } from "./judgement.ts";
import type { RankedColumns, RankedIndex, TasteInMood } from "./rank-by-taste.ts";
import { contextOf, writeCues } from "./taste-features.ts";
import { PRIOR_SLOPE, spreadsIn, type TasteModel } from "./taste-model.ts";
import { CLAUSES, soundOf } from "./taste-words.ts";

/** What moves a track by less is not worth saying: about what chance alone moves it by. */
export const MATERIAL_MOVE = 0.06;
/** A weight must be so many of its own standard deviations from nothing before it is called a taste. */
export const CONFIDENT = 1.5;
/** Judgements in a mood before a taste in sound is said to be one of that mood. */
export const ENOUGH_IN_MOOD = 6;

/** A track is called slower, louder ... from so many spreads off the usual on. */
const PLAINLY = 0.5;

export interface ExplainedIndex extends RankedIndex {
  readonly columns: Readonly<RankedColumns & { trackIds: Float64Array; lastHeardAtMs: Float64Array }>;
}

/** A part of what moved a row, in distance, and what may be said of it; `say` is null where nothing bears it out. */
interface Part {
  move: number;
  say: () => string | null;
}

/** Makes `LearnedRanking.reasonFor` for one index, one model and one mood. */
export function createTasteExplainer(
  index: ExplainedIndex,
  model: TasteModel,
  taste: TasteInMood,
): (row: number) => string | null {
  const { columns } = index;
  const { judged } = model;
  const mood = taste.mood === null ? null : describeMood(taste.mood);
  const heard = countHeard(model);
  const tracks = new Map(judged.trackIds.map((trackId, number) => [trackId, number]));
  const artists = artistsByColumn(index, model);
  const spreads = spreadsIn(model.precision, contextOf(taste.mood));
  const cues = new Float64Array(CUES.length);

  return (row) => {
    const track = tracks.get(columns.trackIds[row]!);
    const artist = artists.get(columns.artist[row]!);
    writeCues(soundAt(columns, row), taste.mood, cues);
    const parts = [strongestCue()];
    if (artist !== undefined) parts.push(artistPart(artist));
    if (track !== undefined) parts.push(trackPart(track, artist));
    parts.sort((a, b) => Math.abs(b.move) - Math.abs(a.move));

    const drawn = cues.reduce((sum, cue, j) => sum - (cue * taste.drawn[j]!) / PRIOR_SLOPE, 0);
    const isNew = track === undefined && columns.lastHeardAtMs[row] === Number.NEGATIVE_INFINITY;
    if (isNew && drawn <= -MATERIAL_MOVE && parts.every(({ move }) => drawn < move)) return CLAUSES.triedOut();
    const first = parts.find(({ move, say }) => Math.abs(move) >= MATERIAL_MOVE && say() !== null);
    return first?.say() ?? null;
  };

  /** What is told of an artist is told by their tracks: of one that was heard itself, that is the nearer reason. */
  function trackPart(track: number, artist: number | undefined): Part {
    const move = -(taste.tracks[track]! + (artist === undefined ? 0 : taste.artists[artist]!)) / PRIOR_SLOPE;
    const of = (word?: string): Times => heard.ofTrack(track, word);
    if (move < 0)
      return { move, say: () => borneOut(of, ({ kept, turnedAway }) => kept > turnedAway, CLAUSES.trackKept) };
    return { move, say: () => borneOut(of, ({ kept, turnedAway }) => turnedAway > kept, CLAUSES.trackTurnedAway) };
  }

  function artistPart(artist: number): Part {
    const move = -taste.artists[artist]! / PRIOR_SLOPE;
    const of = (word?: string): Times => heard.ofArtist(artist, word);
    if (move < 0) return { move, say: () => borneOut(of, tendsToKeep, CLAUSES.artistKept) };
    return { move, say: () => borneOut(of, tendsToTurnAway, CLAUSES.artistTurnedAway) };
  }

  /** Of this mood where that is so, else of no mood in particular. */
  function borneOut(
    of: (word?: string) => Times,
    isSo: (times: Times) => boolean,
    clause: (mood: string | null) => string,
  ): string | null {
    if (mood !== null && isSo(of(mood))) return clause(mood);
    return isSo(of()) ? clause(null) : null;
  }

  function strongestCue(): Part {
    let cue: TasteCue = TASTE_CUES[0];
    let gain = 0;
    for (const each of TASTE_CUES) {
      const j = CUES.indexOf(each);
      const earned = taste.weights[j]! * cues[j]!;
      if (Math.abs(cues[j]!) < PLAINLY) continue;
      if (Math.abs(taste.weights[j]!) < CONFIDENT * spreads[j]! || Math.abs(earned) <= Math.abs(gain)) continue;
      [cue, gain] = [each, earned];
    }
    const sound = soundOf(cue, cues[CUES.indexOf(cue)]! > 0);
    const clause = gain > 0 ? CLAUSES.cueKept : CLAUSES.cueTurnedAway;
    return { move: -gain / PRIOR_SLOPE, say: () => clause(sound, isKnownIn(heard, mood) ? mood : null) };
  }
}

function isKnownIn(heard: HeardBefore, mood: string | null): boolean {
  return mood !== null && heard.inMood(mood) >= ENOUGH_IN_MOOD;
}

/** The model's number of every artist in the index's `artist` column whom it knows. */
function artistsByColumn(index: RankedIndex, { judged }: TasteModel): Map<number, number> {
  const artists = new Map<number, number>();
  judged.trackIds.forEach((trackId, track) => {
    const row = index.rowOf(trackId);
    const artist = judged.artistOfTrack[track]!;
    if (row !== undefined && artist >= 0 && index.columns.artist[row]! >= 0) {
      artists.set(index.columns.artist[row]!, artist);
    }
  });
  return artists;
}

function soundAt(columns: Readonly<RankedColumns>, row: number): TrackSound {
  return {
    valence: columns.valence[row]!,
    arousal: columns.arousal[row]!,
    tempoBpm: measured(columns.tempoBpm[row]!),
    mode: ([null, "major", "minor"] as const)[columns.mode[row]!] ?? null,
    loudnessLufs: measured(columns.loudnessLufs[row]!),
    brightnessHz: measured(columns.brightnessHz[row]!),
    onsetsPerSecond: measured(columns.onsetsPerSecond[row]!),
  };
}

function measured(x: number): number | null {
  return Number.isNaN(x) ? null : x;
}
