/**
 * From what was learned to a number for every row of the candidate index, made anew for every list: two passes over the
 * listener's judgements, one over the rows, nothing allocated a row. A million rows take milliseconds.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import { solveUpper } from "./cholesky.ts";
import { likenessToCells } from "./mood-cells.ts";
import { worthByCode } from "./cue-codes.ts";
import { CUE_COUNT, CUES, type Cue } from "./cues.ts";
import { contextOf, USUAL } from "./taste-features.ts";
import { ARTIST_DOUBT, PRIOR_SLOPE, TRACK_DOUBT, weightsIn, type TasteModel } from "./taste-model.ts";

/** The columns of the candidate index that are read here. */
export interface RankedColumns {
  valence: Float32Array;
  arousal: Float32Array;
  tempoBpm: Float32Array;
  mode: Uint8Array;
  /** See `cue-codes`. */
  cues: Uint32Array;
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
  const rows = Int32Array.from(model.judged.trackIds, (trackId) => index.rowOf(trackId) ?? -1);
  writeRows(index, taste, artistBias(index, rows, model, taste), into);
  for (let track = 0; track < rows.length; track++) {
    const row = rows[track]!;
    if (row >= 0) into[row] = within(into[row]! - taste.tracks[track]! / PRIOR_SLOPE);
  }
}

function writeRows(
  { size, columns }: RankedIndex,
  { mood, weights, drawn }: TasteInMood,
  artists: Float32Array,
  into: Float32Array,
): void {
  const { valence, arousal, cues, mode, artist } = columns;
  const worth = (cue: Cue): number => -(weights[CUES.indexOf(cue)]! + drawn[CUES.indexOf(cue)]!) / PRIOR_SLOPE;
  const linear = (cue: Cue) => worthByCode((deviation) => worth(cue) * deviation);
  const tempo = worthByCode((deviation) => worth("tempo") * deviation + worth("tempoExtreme") * (deviation ** 2 - 1));
  const [loudness, brightness, onsets] = [linear("loudness"), linear("brightness"), linear("onsets")];
  const byMode = Float32Array.of(0, worth("mode"), -worth("mode"));
  // The plane's edge lies within `FURTHEST`, so that these two need no bounds.
  const perValence = worth("valence") / USUAL.valence.spread;
  const perArousal = worth("arousal") / USUAL.arousal.spread;
  const perDistance = mood === null ? 0 : worth("distance");
  const { valence: atValence, arousal: atArousal } = mood ?? { valence: 0, arousal: 0 };
  const known = artists.length;
  for (let row = 0; row < size; row++) {
    const v = valence[row]!;
    const a = arousal[row]!;
    const x = v - atValence;
    const y = a - atArousal;
    const packed = cues[row]!;
    const by = artist[row]!;
    const bias =
      perDistance * Math.sqrt(x * x + y * y) +
      perValence * v +
      perArousal * a +
      tempo[packed & 255]! +
      loudness[(packed >>> 8) & 255]! +
      brightness[(packed >>> 16) & 255]! +
      onsets[packed >>> 24]! +
      byMode[mode[row]!]! +
      (by >= 0 && by < known ? artists[by]! : 0);
    into[row] = bias > FURTHEST_MOVE ? FURTHEST_MOVE : bias < -FURTHEST_MOVE ? -FURTHEST_MOVE : bias;
  }
}

function within(bias: number): number {
  return Math.max(-FURTHEST_MOVE, Math.min(FURTHEST_MOVE, bias));
}

/** By the number in the index's `artist` column, as far as anything was learned of them. @param rows by track number, or -1 */
function artistBias(
  { columns }: RankedIndex,
  rows: Int32Array,
  { judged }: TasteModel,
  { artists }: TasteInMood,
): Float32Array {
  const { artist } = columns;
  let highest = -1;
  for (const row of rows) if (row >= 0 && artist[row]! > highest) highest = artist[row]!;
  const bias = new Float32Array(highest + 1);
  for (let track = 0; track < rows.length; track++) {
    const row = rows[track]!;
    const known = judged.artistOfTrack[track]!;
    if (row >= 0 && known >= 0 && artist[row]! >= 0) bias[artist[row]!] = -artists[known]! / PRIOR_SLOPE;
  }
  return bias;
}

/** Box and Muller (1958). */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
