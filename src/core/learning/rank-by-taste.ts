/**
 * From what was learned to a number for every row of the candidate index, made anew for every list: two passes over the
 * listener's judgements, one over the rows, nothing allocated a row. A million rows take milliseconds.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import { solveUpper } from "./cholesky.ts";
import { likenessToCells } from "./mood-cells.ts";
import { CUE_COUNT } from "./cues.ts";
import { contextOf, FURTHEST, USUAL } from "./taste-features.ts";
import { ARTIST_DOUBT, PRIOR_SLOPE, TRACK_DOUBT, weightsIn, type TasteModel } from "./taste-model.ts";

/** The columns of the candidate index that are read here. */
export interface RankedColumns {
  valence: Float32Array;
  arousal: Float32Array;
  tempoBpm: Float32Array;
  mode: Uint8Array;
  loudnessLufs: Float32Array;
  brightnessHz: Float32Array;
  onsetsPerSecond: Float32Array;
  artist: Int32Array;
}

export interface RankedIndex {
  readonly size: number;
  readonly columns: Readonly<RankedColumns>;
  rowOf(trackId: number): number | undefined;
}

/** What holds in one mood. */
export interface TasteInMood {
  mood: AffectPoint | null;
  /** Of each cue, in reward a spread; deviations from the prior. */
  weights: Float64Array;
  /** What the draw added to them. */
  drawn: Float64Array;
  /** By the model's artist and track numbers, in reward. */
  artists: Float64Array;
  tracks: Float64Array;
}

/** How much of the posterior's width a draw may take: measured, see docs/learning.md. */
const DRAW_SHARE = 0.1;
/** Against so many judgements' worth of doubt: with none at all nothing is tried out, the prior is today's ranking. */
const DRAW_DOUBT = 15;
/** Learning moves a track at most across half the plane. */
export const FURTHEST_MOVE = 1.5;

/** What the model says about a mood. @param random draws the weights as Thompson sampling does; null takes their means */
export function tasteIn(
  model: TasteModel,
  mood: AffectPoint | null,
  random: (() => number) | null,
  drawShare: number = DRAW_SHARE,
): TasteInMood {
  const context = contextOf(mood);
  const weights = weightsIn(model.mean, context);
  const drawn = new Float64Array(CUE_COUNT);
  if (random !== null) {
    const share = drawShare * (model.weightOfAll / (model.weightOfAll + DRAW_DOUBT));
    const normal = Float64Array.from({ length: model.mean.length }, () => share * standardNormal(random));
    drawn.set(weightsIn(solveUpper(model.precision, normal), context));
  }
  return { mood, weights, drawn, ...historyIn(model, mood) };
}

/** Artists and tracks in a mood: what was judged in moods like it counts most. */
function historyIn({ judged }: TasteModel, mood: AffectPoint | null): Pick<TasteInMood, "artists" | "tracks"> {
  const likeness = likenessToCells(mood);
  const artists = new Float64Array(judged.artistKeys.length);
  const artistDoubt = new Float64Array(artists.length).fill(ARTIST_DOUBT);
  for (let i = 0; i < judged.count; i++) {
    const artist = judged.artist[i]!;
    if (artist < 0) continue;
    const weight = judged.weight[i]! * likeness[judged.cell[i]!]!;
    artists[artist]! += weight * judged.residual[i]!;
    artistDoubt[artist]! += weight;
  }
  for (let artist = 0; artist < artists.length; artist++) artists[artist]! /= artistDoubt[artist]!;
  const tracks = new Float64Array(judged.trackIds.length);
  const trackDoubt = new Float64Array(tracks.length).fill(TRACK_DOUBT);
  for (let i = 0; i < judged.count; i++) {
    if (judged.spoken[i] === 1) continue;
    const artist = judged.artist[i]!;
    const weight = judged.weight[i]! * likeness[judged.cell[i]!]!;
    tracks[judged.track[i]!]! += weight * (judged.residual[i]! - (artist < 0 ? 0 : artists[artist]!));
    trackDoubt[judged.track[i]!]! += weight;
  }
  for (let track = 0; track < tracks.length; track++) tracks[track]! /= trackDoubt[track]!;
  return { artists, tracks };
}

/**
 * What was learned, as a distance, for every row; negative is nearer.
 * @param into at least as long as there are rows; what is beyond them is left as it is
 */
export function writeTasteBias(index: RankedIndex, model: TasteModel, taste: TasteInMood, into: Float32Array): void {
  writeCueBias(index, taste, into);
  addArtists(index, model, taste, into);
  model.judged.trackIds.forEach((trackId, track) => {
    const row = index.rowOf(trackId);
    if (row !== undefined) into[row]! -= taste.tracks[track]! / PRIOR_SLOPE;
  });
  for (let row = 0; row < index.size; row++) {
    const bias = into[row]!;
    if (bias > FURTHEST_MOVE) into[row] = FURTHEST_MOVE;
    else if (bias < -FURTHEST_MOVE) into[row] = -FURTHEST_MOVE;
  }
}

function writeCueBias({ size, columns }: RankedIndex, { mood, weights, drawn }: TasteInMood, into: Float32Array): void {
  const { valence, arousal, tempoBpm, mode, loudnessLufs, brightnessHz, onsetsPerSecond } = columns;
  const w = weights.map((weight, j) => -(weight + drawn[j]!) / PRIOR_SLOPE);
  const [, distance, v, a, tempo, extreme, key, loudness, brightness, onsets] = w as unknown as number[];
  const modeBias = [0, key!, -key!];
  const toMood = mood === null ? 0 : distance!;
  for (let row = 0; row < size; row++) {
    const rowValence = valence[row]!;
    const rowArousal = arousal[row]!;
    const x = rowValence - (mood?.valence ?? 0);
    const y = rowArousal - (mood?.arousal ?? 0);
    const bpm = spreads(tempoBpm[row]!, USUAL.tempoBpm.centre, USUAL.tempoBpm.spread);
    into[row] =
      toMood * Math.sqrt(x * x + y * y) +
      v! * spreads(rowValence, USUAL.valence.centre, USUAL.valence.spread) +
      a! * spreads(rowArousal, USUAL.arousal.centre, USUAL.arousal.spread) +
      tempo! * bpm +
      (tempoBpm[row]! > 0 ? extreme! * (bpm * bpm - 1) : 0) +
      modeBias[mode[row]!]! +
      loudness! * spreads(loudnessLufs[row]!, USUAL.loudnessLufs.centre, USUAL.loudnessLufs.spread) +
      brightness! * spreads(brightnessHz[row]!, USUAL.brightnessHz.centre, USUAL.brightnessHz.spread) +
      onsets! * spreads(onsetsPerSecond[row]!, USUAL.onsetsPerSecond.centre, USUAL.onsetsPerSecond.spread);
  }
}

/** `deviation` for a column, where NaN is unknown. */
function spreads(x: number, centre: number, spread: number): number {
  const deviation = (x - centre) / spread;
  if (deviation > FURTHEST) return FURTHEST;
  if (deviation < -FURTHEST) return -FURTHEST;
  return deviation === deviation ? deviation : 0;
}

function addArtists(index: RankedIndex, { judged }: TasteModel, { artists }: TasteInMood, into: Float32Array): void {
  const { artist } = index.columns;
  const bias: number[] = [];
  let any = false;
  judged.trackIds.forEach((trackId, track) => {
    const known = judged.artistOfTrack[track]!;
    const row = known < 0 ? undefined : index.rowOf(trackId);
    if (row === undefined || artist[row]! < 0) return;
    bias[artist[row]!] = -artists[known]! / PRIOR_SLOPE;
    any = true;
  });
  if (!any) return;
  const byArtist = Float32Array.from({ length: bias.length }, (_, i) => bias[i] ?? 0);
  for (let row = 0; row < index.size; row++) {
    const number = artist[row]!;
    if (number >= 0 && number < byArtist.length) into[row]! += byArtist[number]!;
  }
}

/** Box and Muller (1958). */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
