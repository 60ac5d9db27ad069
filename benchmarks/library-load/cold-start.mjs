/** One cold start over the data folder that is the argument; prints what library-load.mjs makes figures of. */
import Database from "libsql";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { EMOTION_POINTS, EMOTIONS } from "../../dist/core/affect/emotion.js";
import { LOCAL_USER_ID } from "../../dist/server/db/local-user.js";
import { openDatabase } from "../../dist/server/db/open-database.js";
import { createStorage } from "../../dist/server/db/storage.js";
import { createCandidateStore } from "../../dist/server/services/candidate-store.js";
import { createPlaylistService } from "../../dist/server/services/playlist-service.js";
import { createTimes, timed } from "../library-sizes.mjs";

/** Until the loops over the library are compiled. */
const WARM_UPS = 30;
const LISTS = 200;
const CHANGES = 20;

const file = join(process.argv[2], "moodsync.db");
const database = await openDatabase({ file, nowMs: Date.now() });
const storage = createStorage(database);
globalThis.gc();
const before = memoryMb();
const candidates = createCandidateStore({ storage, userId: LOCAL_USER_ID, clock: Date.now });
const playlists = createPlaylistService({ storage, userId: LOCAL_USER_ID, candidates, clock: Date.now, seed: () => 1 });
const list = (emotion) => playlists.create({ mood: { emotion }, size: 25 });

let longestPauseMs = 0;
const watched = { isLoading: true };
const watch = async () => {
  for (let lastMs = performance.now(); watched.isLoading;) {
    await nextTurn();
    longestPauseMs = Math.max(longestPauseMs, performance.now() - lastMs);
    lastMs = performance.now();
  }
};
const watching = watch();
let firstMs = 0;
let firstCpuMs = 0;
const load = await timed(async () => {
  const first = await timed(() => list("happy"));
  [firstMs, firstCpuMs] = [first.wallMs, first.cpuMs];
  await candidates.current();
});
watched.isLoading = false;
await watching;
globalThis.gc();
const indexMb = memoryMb() - before;

const lists = createTimes();
for (let i = -WARM_UPS; i < LISTS; i += 1) {
  const times = i < 0 ? createTimes() : lists;
  await times.add(() => list(EMOTIONS[(i + WARM_UPS) % EMOTIONS.length]));
}
const other = createStorage(await openDatabase({ file, nowMs: Date.now() }));
const changes = createTimes();
for (let i = 0; i < CHANGES; i += 1) {
  await other.tracks.setLiked(LOCAL_USER_ID, i + 1, i % 2 === 0);
  await changes.add(() => candidates.current());
}
await other.close();
await database.close();
process.stdout.write(
  JSON.stringify({
    firstMs,
    firstCpuMs,
    loadMs: load.wallMs,
    loadCpuMs: load.cpuMs,
    longestPauseMs,
    indexMb,
    listMs: lists.wall,
    listCpuMs: lists.cpu,
    changeMs: changes.wall,
    peerMs: await peerMs(),
  }),
);

function memoryMb() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

async function peerMs() {
  const peer = new Database(file, { readonly: true });
  const nearest = peer.prepare(
    "SELECT track_id FROM track_features ORDER BY (valence - ?) * (valence - ?) + (arousal - ?) * (arousal - ?) LIMIT 25",
  );
  const { valence, arousal } = EMOTION_POINTS.happy;
  const { wallMs } = await timed(() => nearest.all([valence, valence, arousal, arousal]));
  peer.close();
  return wallMs;
}
