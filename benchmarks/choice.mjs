/**
 * How good a chosen list is: how near to the mood, how unlike its songs are to each other, how they follow each other. Twelve
 * moods, ten seeds each, on made-up libraries of 10,000 tracks, in one of which the songs of an album sound alike. The peer is the plain way, the 25 nearest in the order of
 * their distance. `MOODSYNC_LAMBDA=0.9` measures another weight of nearness against unlikeness, `MOODSYNC_TRACKS=500` another
 * library.
 */
import { emotionOfMood, MOOD_NAMES, moodPoint } from "../dist/core/affect/mood-names.js";
import { planShift } from "../dist/core/affect/journey.js";
import { buildPlaylist } from "../dist/core/recommendation/build-playlist.js";
import { createCandidateIndex } from "../dist/core/recommendation/candidate-index.js";
import { DEFAULT_LAMBDA } from "../dist/core/recommendation/choose-tracks.js";
import { randomLibrary } from "../dist/core/recommendation/fixtures/random-library.js";
import { albumsAlike } from "./choice/albums-alike.mjs";
import { listMeasures, MEASURES } from "./choice/list-measures.mjs";
import { figure } from "./figures.mjs";

const SEEDS = 10;
const SIZE = 25;
const NOW_MS = 1_800_000_000_000;
const PEER = "25 nearest, by distance";

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  const tracks = Number(process.env.MOODSYNC_TRACKS ?? 10_000);
  const candidates = randomLibrary({ tracks, seed: 1 });
  yield* measure("", candidates);
  yield* measure("albums alike, ", albumsAlike(candidates));
}

function* measure(library, candidates) {
  const lambda = Number(process.env.MOODSYNC_LAMBDA ?? DEFAULT_LAMBDA);
  const index = createCandidateIndex(candidates);
  const byId = new Map(candidates.map((each) => [each.trackId, each]));
  const own = [];
  const peer = [];
  const shifts = [];
  for (const mood of MOOD_NAMES) {
    const target = moodPoint(mood);
    const wish = { target, emotion: emotionOfMood(mood), mood, size: SIZE, nowMs: NOW_MS, lambda };
    peer.push(listMeasures(nearest(candidates, target), () => target));
    for (let seed = 0; seed < SEEDS; seed++) {
      const { picks } = buildPlaylist(index, { ...wish, seed });
      own.push(listMeasures(tracksOf(picks, byId), () => target));
      const goal = MOOD_NAMES[(MOOD_NAMES.indexOf(mood) + 1 + seed) % MOOD_NAMES.length];
      const journey = planShift(target, moodPoint(goal));
      const shifted = buildPlaylist(index, { ...wish, journey, goal, seed }).picks;
      shifts.push(listMeasures(tracksOf(shifted, byId), (at) => journey.path[shifted[at].waypoint]));
    }
  }
  for (const [name, { words, unit }] of Object.entries(MEASURES)) {
    const of = (lists) => lists.map((list) => list[name]);
    yield figure(`${library}match: ${words}`, of(own), unit, { peer: PEER, values: of(peer) });
    yield figure(`${library}shift: ${words}`, of(shifts), unit);
  }
}

function tracksOf(picks, byId) {
  return picks.map(({ trackId }) => byId.get(trackId));
}

function nearest(candidates, { valence, arousal }) {
  const apart = (each) => Math.hypot(each.valence - valence, each.arousal - arousal);
  return candidates.toSorted((a, b) => apart(a) - apart(b)).slice(0, SIZE);
}
