/** What can be measured of a list of songs: fit, variety, and how one song follows another. */
import { createCandidateIndex } from "../../dist/core/recommendation/candidate-index.js";
import { keyDistance } from "../../dist/core/recommendation/key-distance.js";
import { compareRows } from "../../dist/core/recommendation/likeness.js";

/** By name, with what each is called and its unit. */
export const MEASURES = {
  distance: { words: "distance to the mood", unit: "of the plane" },
  diversity: { words: "unlikeness of two songs", unit: "of 1" },
  repeats: { words: "same artist next", unit: "of 1" },
  returns: { words: "artist back within 4", unit: "of 1" },
  arousalStep: { words: "step in arousal", unit: "of the plane" },
  tempoStep: { words: "step in tempo", unit: "octaves" },
  keyStep: { words: "step in key", unit: "fifths" },
};

const MODES = { major: 1, minor: 2 };

/**
 * @param {readonly object[]} tracks candidates in playing order
 * @param {(at: number) => {valence: number, arousal: number}} wishedAt the point that the track at a place was wished near
 */
export function listMeasures(tracks, wishedAt) {
  const apart = (track, at) => Math.hypot(track.valence - wishedAt(at).valence, track.arousal - wishedAt(at).arousal);
  const next = tracks.slice(1).map((track, at) => [tracks[at], track]);
  const artists = tracks.map(({ artistKey }) => artistKey);
  const isBack = (at, gap) => artists[at] !== null && artists[at] === artists[at - gap];
  return {
    distance: mean(tracks.map(apart)),
    diversity: 1 - mean(likenesses(tracks)),
    repeats: mean(next.map((_, at) => Number(isBack(at + 1, 1)))),
    returns: mean(artists.map((_, at) => Number([1, 2, 3, 4].some((gap) => at >= gap && isBack(at, gap))))),
    arousalStep: mean(next.map(([a, b]) => Math.abs(a.arousal - b.arousal))),
    tempoStep: mean(next.flatMap(([a, b]) => tempoStep(a.tempoBpm, b.tempoBpm))),
    keyStep: mean(next.flatMap(([a, b]) => keyStep(a, b))),
  };
}

function likenesses(tracks) {
  const { columns } = createCandidateIndex(tracks);
  const alike = compareRows(columns, [...tracks.keys()]);
  return tracks.flatMap((_, a) => tracks.slice(a + 1).map((__, more) => alike.between(a, a + 1 + more)));
}

/** In octaves, halves and doubles alike; none where one is unknown. */
function tempoStep(a, b) {
  if (a === null || b === null) return [];
  const octaves = Math.log2(a / b);
  return [Math.abs(octaves - Math.round(octaves))];
}

function keyStep(a, b) {
  return keyDistance(a.tonic ?? -1, MODES[a.mode] ?? 0, b.tonic ?? -1, MODES[b.mode] ?? 0) ?? [];
}

function mean(values) {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
