/** Our side of the benchmark: listeners of one installation, each signed in to the stand-in, over the queues they share. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openDatabase } from "../../dist/server/db/open-database.js";
import { createStorage } from "../../dist/server/db/storage.js";
import { createLogger } from "../../dist/server/logger.js";
import { openSecretBox } from "../../dist/server/services/secret-box.js";
import { createSpotifyQueues, createSpotifyService } from "../../dist/server/services/spotify/spotify-service.js";

const REDIRECT_URI = "http://127.0.0.1:5000/api/sources/spotify/callback";

/** @param {object} options as the stand-in takes them */
export async function startStandIn(options) {
  const worker = new Worker(new URL("stand-in-thread.mjs", import.meta.url), { workerData: options });
  const waiting = new Map();
  let count = 0;
  const config = await new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", ({ ready, number, answer }) => {
      if (ready) resolve(ready);
      waiting.get(number)?.(answer);
      waiting.delete(number);
    });
  });
  return {
    config,
    ask: (command, given = {}) =>
      new Promise((resolve) => {
        count += 1;
        waiting.set(count, resolve);
        worker.postMessage({ number: count, command, ...given }, []);
      }),
    close: () => worker.terminate(),
  };
}

/** Opens a database with so many listeners and signs each in. */
export async function openListeners(standIn, count) {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  const database = await openDatabase({ file: join(folder, "moodsync.db"), nowMs: Date.now() });
  const storage = createStorage(database);
  const common = { storage, clock: Date.now, logger: createLogger("silent") };
  const queues = createSpotifyQueues(common);
  const secrets = await openSecretBox({ dataDir: folder, secret: null });
  const listeners = [];
  for (let number = 1; number <= count; number += 1) {
    const row = { id: number + 1, name: `listener ${number}`, created_at_ms: Date.now() };
    await database.db.insertInto("users").values(row).execute();
    const spotify = createSpotifyService({
      ...common,
      userId: row.id,
      secrets,
      queues,
      config: standIn.config,
      random: Math.random,
    });
    await standIn.ask("listener", { id: `listener${number}` });
    await signIn(spotify);
    listeners.push({ id: `listener${number}`, spotify });
  }
  return {
    listeners,
    async close() {
      for (const { spotify } of listeners) spotify.stop();
      await Promise.all([queues.api.close(), queues.accounts.close()]);
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function signIn(spotify) {
  const { authorizeUrl } = await spotify.signIns.begin(["lists"], REDIRECT_URI);
  const page = await fetch(authorizeUrl, { redirect: "manual" });
  const query = new URL(page.headers.get("location")).searchParams;
  const outcome = await spotify.signIns.end(Object.fromEntries(query));
  if (outcome !== "connected") throw new Error(`The sign-in ended with ${outcome}.`);
}
