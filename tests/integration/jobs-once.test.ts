/** Jobs that several servers would do at the same moment are done once: on one file, and on one PostgreSQL database. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage } from "../../src/server/db/storage.ts";
import { createLeaseKeeper, LOST_AFTER_MS } from "../../src/server/services/lease.ts";
import { processPlace } from "../../src/server/services/process-identity.ts";
import { postgresOrWhyNot, startPostgres, type PostgresServer } from "../setting/postgres-server.ts";
import { fakeMaker } from "./composing-fixtures.ts";
import { openOn, temporaryFolder, until } from "./server-fixtures.ts";

const NOON = new Date("2026-03-10T12:00:00").getTime();
const DAY_MS = 24 * 3_600_000;
const found = postgresOrWhyNot();
let server: PostgresServer | undefined;
let migrated = "";

beforeAll(async () => {
  if (!found) return;
  server = await startPostgres(found);
  migrated = await server.createDatabase();
  await (await openDatabase({ file: "", url: migrated, nowMs: 0 })).close();
});
afterAll(async () => {
  await server?.destroy();
});

const DATABASES: [string, boolean, () => Promise<string | null>][] = [
  ["one SQLite file", true, async () => null],
  ["one PostgreSQL database", found !== null, async () => (await server?.createDatabase(migrated)) ?? null],
];

describe.each(DATABASES)("on %s", (_name, isThere, newDatabase) => {
  /** Three servers that know nothing of each other, with clocks that the test moves together. */
  async function openThree() {
    const [dataDir, databaseUrl] = [await temporaryFolder(), await newDatabase()];
    let nowMs = NOON;
    const openOne = async () => {
      const maker = fakeMaker({ composeMs: 3 });
      const seed = () => Math.floor(Math.random() * 2 ** 31);
      const config = { starter: true, databaseUrl, databasePool: 5 };
      return { ...(await openOn(dataDir, config, { maker, clock: () => nowMs, seed })), maker };
    };
    const all = [await openOne(), await openOne(), await openOne()];
    const composed = () => all.reduce((sum, each) => sum + each.maker.composed.length, 0);
    return { all, composed, setClock: (ms: number) => (nowMs = ms) };
  }

  async function openStorage(place: { dataDir: string; databaseUrl: string | null }) {
    const database = await openDatabase({ file: `${place.dataDir}/moodsync.db`, url: place.databaseUrl, nowMs: 0 });
    onTestFinished(() => database.close());
    return createStorage(database);
  }

  test.skipIf(!isThere)(
    "the starter library is composed by one, and its renewal is done by one",
    { timeout: 240_000 },
    async () => {
      const { all, composed, setClock } = await openThree();
      const [first] = all;
      await Promise.all(all.map(({ composing }) => composing.starter.begin()));
      const starterOf = async () => (await first!.ask("GET", "/starter-library")).body;
      await until(async () => (await starterOf()).done === (await starterOf()).total, 120_000);
      const { total } = await starterOf();
      expect((await first!.ask("GET", "/pieces?limit=1")).body.total).toBe(total);
      expect(composed()).toBe(total);

      await first!.ask("PUT", "/standing-playlists", { every: "daily", hour: 5 });
      const standing = async () => (await first!.ask("GET", "/standing-playlists")).body.playlists;
      const before = await standing();
      setClock(NOON + DAY_MS);
      await Promise.all(all.map(({ composing }) => composing.standing.check()));
      await Promise.all(all.map(({ composing }) => composing.standing.settled()));
      const renewals = composed() - total;
      const renewed = (await standing()).filter(
        ({ renewedAtMs }: { renewedAtMs: number | null }, index: number) => renewedAtMs !== before[index].renewedAtMs,
      );
      expect(renewed.length).toBeGreaterThanOrEqual(7);
      // A mood that two had renewed would have lost the first one's pieces to the second one's.
      expect(renewals).toBeGreaterThan(0);
      expect((await first!.ask("GET", "/pieces?limit=1&origin=renewal")).body.total).toBe(renewals);
      await Promise.all(all.map(({ composing }) => composing.standing.check()));
      await Promise.all(all.map(({ composing }) => composing.standing.settled()));
      expect(composed() - total).toBe(renewals);
    },
  );

  test.skipIf(!isThere)("of many who want to do a thing, one does; then the next may", async () => {
    const place = { dataDir: await temporaryFolder(), databaseUrl: await newDatabase() };
    const storages = await Promise.all([openStorage(place), openStorage(place), openStorage(place)]);
    const keepers = storages.flatMap((storage) =>
      Array.from({ length: 3 }, () => createLeaseKeeper({ storage, userId: ME, clock: Date.now })),
    );
    let atWork = 0;
    let most = 0;
    let times = 0;
    const work = async (): Promise<void> => {
      atWork += 1;
      most = Math.max(most, atWork);
      times += 1;
      await sleep(15);
      atWork -= 1;
    };
    for (let round = 0; round < 3; round += 1) {
      const did = await Promise.all(keepers.map((keeper) => keeper.run("a thing", work)));
      expect(did.filter(Boolean).length).toBeGreaterThanOrEqual(1);
    }
    expect(most).toBe(1);
    expect(times).toBeGreaterThanOrEqual(3);
    expect(await keepers[0]!.isHeld("a thing")).toBe(false);
  });

  test.skipIf(!isThere)(
    "an owner elsewhere is waited for until it has been silent for long; the former owner then stops",
    async () => {
      const place = { dataDir: await temporaryFolder(), databaseUrl: await newDatabase() };
      const storage = await openStorage(place);
      const nowMs = (await storage.serverTimeMs()) ?? NOON;
      const keeper = createLeaseKeeper({ storage, userId: ME, clock: () => NOON, heartbeatEveryMs: 20 });
      const elsewhere = "another machine|1|a run|a part";
      const silentFor = (ms: number) =>
        storage.leases.claim(ME, "a thing", { owner: elsewhere, heartbeatAtMs: nowMs - ms }, { lostAfterMs: 0 });
      await silentFor(LOST_AFTER_MS - 20_000);
      expect(await keeper.hold("a thing")).toBeNull();
      expect(await keeper.isHeld("a thing")).toBe(true);
      await silentFor(LOST_AFTER_MS);
      const held = await keeper.hold("a thing");
      expect(held).not.toBeNull();
      // From a clock that was far ahead: as good as silent.
      await silentFor(-10 * LOST_AFTER_MS);
      await until(() => held!.lost.aborted);
      await held!.release();
      expect((await storage.leases.find(ME, "a thing"))?.owner).toBe(elsewhere);
      expect(await keeper.hold("a thing")).not.toBeNull();
    },
  );

  test.skipIf(!isThere)("an owner on this machine that has ended is not waited for", async () => {
    const place = { dataDir: await temporaryFolder(), databaseUrl: await newDatabase() };
    const storage = await openStorage(place);
    const heartbeatAtMs = (await storage.serverTimeMs()) ?? NOON;
    const keeper = createLeaseKeeper({ storage, userId: ME, clock: () => NOON });
    // Ids recur: a former process had ours, and the parent of the tests lives.
    const former = [processPlace(), process.pid, "another run", "a part"].join("|");
    await storage.leases.claim(ME, "ours", { owner: former, heartbeatAtMs }, { lostAfterMs: 50 });
    expect(await keeper.isHeld("ours")).toBe(false);
    expect(await keeper.hold("ours")).not.toBeNull();
    const living = [processPlace(), process.ppid, "a run", "a part"].join("|");
    await storage.leases.claim(ME, "parent's", { owner: living, heartbeatAtMs }, { lostAfterMs: 50 });
    expect(await keeper.isHeld("parent's")).toBe(true);
    expect(await keeper.hold("parent's")).toBeNull();
  });
});
