/** A hundred listeners of one installation at once: no request lost, none doubled, the quota kept. */
import { expect, onTestFinished, test } from "vitest";
import { EMOTIONS } from "../../src/core/affect/emotion.ts";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage } from "../../src/server/db/storage.ts";
import { createLogger } from "../../src/server/logger.ts";
import { openSecretBox } from "../../src/server/services/secret-box.ts";
import {
  createSpotifyQueues,
  createSpotifyService,
  type SpotifyQueues,
  type SpotifyService,
} from "../../src/server/services/spotify/spotify-service.ts";
import { createOutgoingQueue } from "../../src/sources/services/outgoing-queue.ts";
import type { SpotifyStandIn } from "../spotify-stand-in/start.ts";
import { temporaryFolder } from "./server-fixtures.ts";
import { consent, openStandIn } from "./spotify-fixtures.ts";

const LISTENERS = 100;
/** More than are under way at once, so that some are refused a second time. */
const REFUSALS = 10;

/** So many listeners, each signed in to an account of their own. */
async function openListeners(
  standIn: SpotifyStandIn,
  queueOptions: { perSecond?: number; patienceMs?: number; retries?: number },
): Promise<SpotifyService[]> {
  const folder = await temporaryFolder();
  const database = await openDatabase({ file: `${folder}/moodsync.db`, nowMs: 0 });
  const storage = createStorage(database);
  const common = { storage, clock: Date.now, logger: createLogger("silent") };
  const { accounts, api: usual } = createSpotifyQueues(common);
  const api = createOutgoingQueue({ name: "spotify", title: "Spotify", concurrency: 6, ...queueOptions });
  const queues: SpotifyQueues = { api, accounts };
  onTestFinished(async () => {
    await Promise.all([api.close(), usual.close(), accounts.close()]);
    await storage.close();
  });
  const secrets = await openSecretBox({ dataDir: folder, secret: "a secret of this test" });
  const { apiUrl, accountsUrl, sdkUrl, clientId } = standIn;
  const config = { apiUrl, accountsUrl, sdkUrl, clientId };
  const services: SpotifyService[] = [];
  for (let userId = 2; userId < LISTENERS + 2; userId += 1) {
    await database.db
      .insertInto("users")
      .values({ id: userId, name: `${userId}`, created_at_ms: 0 })
      .execute();
    const service = createSpotifyService({ ...common, userId, secrets, config, queues, random: Math.random });
    standIn.listener = standIn.addAccount(`listener${userId}`);
    const begun = await service.signIns.begin(["lists"], "http://127.0.0.1:5000/api/sources/spotify/callback");
    const { searchParams } = await consent(begun.authorizeUrl);
    expect(await service.signIns.end(Object.fromEntries(searchParams))).toBe("connected");
    services.push(service);
  }
  standIn.requests.length = 0;
  return services;
}

async function listForAll(services: readonly SpotifyService[]): Promise<void> {
  const lists = await Promise.all(
    services.map(({ lists: own }, index) => own.list(EMOTIONS[index % EMOTIONS.length]!, { size: 30, refresh: true })),
  );
  for (const list of lists) {
    expect(list.stale).toBe(false);
    expect(list.entries.length).toBeGreaterThan(5);
    expect(list.note ?? "").not.toMatch(/did not answer/);
  }
}

/** @param each requests of every listener */
function expectNoneLostOrDoubled({ requests }: SpotifyStandIn, each: number): void {
  const answered = requests.filter(({ status }) => status === 200);
  const seen = answered.map(({ accountId, method, path }) => `${accountId} ${method} ${path}`);
  expect(seen.filter((request, index) => seen.indexOf(request) !== index)).toEqual([]);
  expect(answered).toHaveLength(LISTENERS * each);
}

test("at their own pace nothing is refused; where Spotify allows less, all wait as told, and nothing is lost or doubled", async () => {
  const standIn = await openStandIn();
  const services = await openListeners(standIn, { perSecond: 100 });
  standIn.quota = { requests: 160, windowMs: 1000 };
  await listForAll(services);
  expect(standIn.overQuota()).toBe(0);
  // The playlists, the saved and the top songs, and three for the list itself.
  expectNoneLostOrDoubled(standIn, 6);

  standIn.requests.length = 0;
  standIn.quota = null;
  const action = { kind: "answer", status: 429, headers: { "retry-after": "1" } } as const;
  standIn.faults.add({ when: /^GET/, action, times: REFUSALS });
  await listForAll(services);
  const refusedAtMs = standIn.requests.filter(({ status }) => status === 429).map(({ atMs }) => atMs);
  expect(refusedAtMs).toHaveLength(REFUSALS);
  // What was under way when the first was refused still arrives; then nothing, until the second is over.
  const isTooEarly = (atMs: number): boolean =>
    refusedAtMs.some((refused) => atMs > refused + 600 && atMs < refused + 950);
  expect(standIn.requests.filter(({ atMs }) => isTooEarly(atMs))).toEqual([]);
  expectNoneLostOrDoubled(standIn, 3);
}, 300_000);
