import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serviceError } from "../../sources/services/service-errors.ts";
import { LOCAL_USER_ID } from "../db/local-user.ts";
import { openDatabase } from "../db/open-database.ts";
import { createStorage } from "../db/storage.ts";
import { createKeptAnswers } from "./kept-answers.ts";

const RULE = { freshMs: 100, keepMs: 1000 };

async function open() {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-kept-"));
  const storage = createStorage(await openDatabase({ file: join(folder, "moodsync.db"), nowMs: 0 }));
  onTestFinished(async () => {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  const time = { nowMs: 10_000 };
  const answers = createKeptAnswers({ storage, userId: LOCAL_USER_ID, service: "spotify", clock: () => time.nowMs });
  let asked = 0;
  const ask = (refresh = false) =>
    answers.ask("k", { ...RULE, refresh, fetch: async () => ({ answer: (asked += 1) }) });
  return { answers, time, ask, storage };
}

const fails = (code: "service.unreachable" | "service.not-connected") => async () => {
  throw serviceError(code, "Spotify");
};

test("while fresh it is given without asking; later, and when wished, it is asked for anew", async () => {
  const { ask, time } = await open();
  expect((await ask()).value).toEqual({ answer: 1 });
  time.nowMs += 99;
  expect(await ask()).toMatchObject({ value: { answer: 1 }, fetchedAtMs: 10_000, expiresAtMs: 11_000, stale: false });
  time.nowMs += 1;
  expect((await ask()).value).toEqual({ answer: 2 });
  expect((await ask(true)).value).toEqual({ answer: 3 });
});

test("equal questions at the same time are asked once", async () => {
  const { ask } = await open();
  const all = await Promise.all(Array.from({ length: 10 }, () => ask()));
  expect(all.map(({ value }) => value)).toEqual(Array.from({ length: 10 }, () => ({ answer: 1 })));
});

test("where the service cannot be asked, the last answer is given with its age; once expired, nothing is", async () => {
  const { answers, ask, time } = await open();
  await ask();
  time.nowMs += 500;
  const stale = await answers.ask("k", { ...RULE, fetch: fails("service.unreachable") });
  expect(stale).toMatchObject({
    value: { answer: 1 },
    fetchedAtMs: 10_000,
    stale: true,
    problem: { code: "service.unreachable" },
  });
  time.nowMs += 500;
  await expect(answers.ask("k", { ...RULE, fetch: fails("service.unreachable") })).rejects.toMatchObject({
    code: "service.unreachable",
  });
});

test("what the listener has to mend is not hidden behind an old answer", async () => {
  const { answers, ask, time } = await open();
  await ask();
  time.nowMs += 500;
  const asked = answers.ask("k", { ...RULE, fetch: fails("service.not-connected") });
  await expect(asked).rejects.toMatchObject({ code: "service.not-connected" });
});

test("an answer kept under a clock that ran ahead is not taken for fresh", async () => {
  const { ask, time } = await open();
  await ask();
  time.nowMs -= 600_000;
  expect((await ask()).value).toEqual({ answer: 2 });
});

test("after a disconnect has begun, an answer that still arrives is given but not kept", async () => {
  const { answers, time, storage } = await open();
  const arriving = answers.ask("k", {
    ...RULE,
    fetch: async () => {
      answers.seal();
      // The disconnect is over before the answer is here.
      answers.unseal();
      return "late";
    },
  });
  expect((await arriving).value).toBe("late");
  expect(await storage.serviceCache.find(LOCAL_USER_ID, "spotify", "k", time.nowMs)).toBeNull();
  answers.seal();
  await answers.put("k", "while it is deleted", 1000);
  expect(await answers.peek("k")).toBeNull();
  answers.unseal();
  await answers.put("k", "connected anew", 1000);
  expect(await answers.peek("k")).toMatchObject({ value: "connected anew" });
});
