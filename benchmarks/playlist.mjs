/**
 * Mood to playlist over 1k to 1M tracks: scoring, choice, order and reasons of 25 tracks, on a warm index.
 * The peer is the plain way, one SQL query for the 25 nearest on the same points, which knows of no artists, no hour
 * and no reasons; it runs in memory, so that no disk is in the comparison.
 */
import Database from "libsql";
import { EMOTION_POINTS, EMOTIONS } from "../dist/core/affect/emotion.js";
import { buildPlaylist } from "../dist/core/recommendation/build-playlist.js";
import { createCandidateIndex } from "../dist/core/recommendation/candidate-index.js";
import { randomLibrary } from "../dist/core/recommendation/fixtures/random-library.js";
import { figure } from "./figures.mjs";
import { LIBRARY_SIZES } from "./library-sizes.mjs";

const SIZES = LIBRARY_SIZES;
const WARM_UPS = 30;
const SAMPLES = 300;
const NOW_MS = 1_800_000_000_000;

const NEAREST = `SELECT id FROM track ORDER BY (valence - :v) * (valence - :v) + (arousal - :a) * (arousal - :a) LIMIT 25`;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  for (const tracks of SIZES) {
    const candidates = randomLibrary({ tracks, seed: 1 });
    const index = createCandidateIndex(candidates);
    const nearest = openPeer(candidates);
    const own = [];
    const peer = [];
    for (let i = -WARM_UPS; i < SAMPLES; i++) {
      const emotion = EMOTIONS[(i + WARM_UPS) % EMOTIONS.length];
      const target = EMOTION_POINTS[emotion];
      const ownMs = timed(() => buildPlaylist(index, { target, emotion, size: 25, nowMs: NOW_MS, seed: i }).picks);
      const peerMs = timed(() => nearest.all({ v: target.valence, a: target.arousal }));
      if (i < 0) continue;
      own.push(ownMs);
      peer.push(peerMs);
    }
    yield figure(`playlist, ${tracks} tracks`, own, "ms", { peer: "SQL, 25 nearest only", values: peer });
  }
}

function openPeer(candidates) {
  const database = new Database(":memory:");
  database.exec("CREATE TABLE track (id INTEGER PRIMARY KEY, valence REAL NOT NULL, arousal REAL NOT NULL)");
  const insert = database.prepare("INSERT INTO track VALUES (?, ?, ?)");
  database.transaction(() => {
    for (const { trackId, valence, arousal } of candidates) insert.run(trackId, valence, arousal);
  })();
  return database.prepare(NEAREST);
}

function timed(work) {
  const startedMs = performance.now();
  const rows = work();
  const elapsedMs = performance.now() - startedMs;
  if (rows.length !== 25) throw new Error(`Expected 25 tracks, got ${rows.length}.`);
  return elapsedMs;
}
