/**
 * What learning saves: 144 synthetic listeners of nine kinds of taste, 200 plays each, lists of ten out of 2,000 tracks. Regret is
 * counted in pleasure (0..1 a play) against the best list there is. The peer is the same ranking without learning, on the same
 * moods, whims and interruptions. Then the processor time that it takes at growing libraries and histories (more plays than 10,000 are not fitted). See docs/learning.md.
 *
 * MOODSYNC_BENCH_LISTENERS: listeners of each kind, default 16.
 */
import { EMOTION_POINTS } from "../dist/core/affect/emotion.js";
import {
  compareArms,
  FIRST_PLAYS,
  meanInterval,
  PLAYS,
  regretSaved,
} from "../dist/core/learning/fixtures/compare-arms.js";
import { LISTENER_KINDS } from "../dist/core/learning/fixtures/synthetic-listener.js";
import { candidateOf, syntheticMusic } from "../dist/core/learning/fixtures/synthetic-music.js";
import { judgePlay } from "../dist/core/learning/judgement.js";
import { rankByTaste } from "../dist/core/learning/learned-ranking.js";
import { fitTaste } from "../dist/core/learning/taste-model.js";
import { createCandidateIndex } from "../dist/core/recommendation/candidate-index.js";
import { createSeededRandom } from "../dist/core/recommendation/seeded-random.js";
import { figure } from "./figures.mjs";

const PER_KIND = Number(process.env.MOODSYNC_BENCH_LISTENERS ?? 16);
const NOW_MS = 1_800_000_000_000;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  const arms = ["mood", "rules", "learned"];
  const listeners = [...compareArms({ listenersPerKind: PER_KIND, firstSeed: 500_000, arms })];
  for (const kind of LISTENER_KINDS) {
    const these = listeners.filter((listener) => listener.kind === kind);
    const of = (arm) => these.map(({ all }) => all[arm]);
    const peer = { peer: "without learning", values: of("mood") };
    yield figure(`regret of ${PLAYS} plays: ${kind}`, of("learned"), "pleasure", peer);
    yield* interval(`  first ${FIRST_PLAYS} plays, saved: ${kind}`, firstSaved(these), "pleasure");
  }
  yield* interval("regret saved by learning, all", percent(regretSaved(listeners, "learned", "mood")), "%", listeners);
  yield* interval("the same by rules alone", percent(regretSaved(listeners, "rules", "mood")), "%", listeners);
  yield* interval(`first ${FIRST_PLAYS} plays, saved, all`, firstSaved(listeners), "pleasure", listeners);
  yield* timeTaken();
}

function firstSaved(listeners) {
  return meanInterval(listeners.map(({ first }) => first.mood - first.learned));
}

function percent({ estimate, low, high }) {
  return { estimate: 100 * estimate, low: 100 * low, high: 100 * high };
}

/** The estimate, then both ends of its 95 % interval, each a line of its own. */
function* interval(name, { estimate, low, high }, unit, listeners = { length: PER_KIND }) {
  const ends = { estimate, "95 % from": low, "95 % to": high };
  for (const [end, value] of Object.entries(ends)) {
    yield { ...figure(`${name}, ${end}`, [value], unit), n: listeners.length };
  }
}

/** Fitting a history, and ranking with it. */
function* timeTaken() {
  for (const plays of [1_000, 10_000]) {
    const music = syntheticMusic({ tracks: 20_000, artists: 2_000, seed: 1 });
    const judgements = historyOf(music, plays);
    const fits = Array.from({ length: 5 }, () => timed(() => fitTaste(judgements, NOW_MS)));
    yield figure(`fitting ${plays} plays`, fits, "ms");
  }
  for (const tracks of [1_000, 10_000, 100_000, 1_000_000]) {
    const music = syntheticMusic({ tracks, artists: Math.ceil(tracks / 10), seed: 2 });
    const index = createCandidateIndex(music.map(candidateOf));
    for (const plays of [200, 10_000]) {
      const model = fitTaste(historyOf(music, plays), NOW_MS);
      const ranks = Array.from({ length: 60 }, (_, i) =>
        timed(() => rankByTaste(index, model, { mood: EMOTION_POINTS.sad, random: createSeededRandom(i) })),
      );
      yield figure(`ranking by taste, ${tracks} tracks, ${plays} plays`, ranks.slice(10), "ms");
    }
  }
}

function historyOf(music, plays) {
  const random = createSeededRandom(3);
  const moods = Object.values(EMOTION_POINTS);
  return Array.from({ length: plays }, (_, i) => {
    const track = music[Math.floor(random() * music.length)];
    const end = random() < 0.6 ? "completed" : "skipped";
    const verdict = judgePlay({ playedMs: end === "completed" ? 200_000 : 20_000, durationMs: 200_000, end });
    const mood = moods[Math.floor(random() * moods.length)];
    const { trackId, artistKey } = track;
    return { trackId, artistKey, sound: track, mood, atMs: NOW_MS - i * 3_600_000, ...verdict };
  });
}

/** Processor time, in milliseconds: what else runs on the machine is not in it. */
function timed(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
