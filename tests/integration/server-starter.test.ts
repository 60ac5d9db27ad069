/** The starter library through the API: begun on a fresh machine, resumed, claimed by one, switched off, removed. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { StarterLibrarySchema, type StarterLibrary } from "../../src/contracts/starter-library.ts";
import { StandingPlaylistsSchema } from "../../src/contracts/standing-playlists.ts";
import { EMOTIONS } from "../../src/core/affect/emotion.ts";
import { emotionOfMood } from "../../src/core/affect/mood-names.ts";
import { MoodSyncError } from "../../src/core/errors.ts";
import { startServer } from "../../src/server/main.ts";
import type { Replacements } from "../../src/server/open-services.ts";
import { processPlace } from "../../src/server/services/process-identity.ts";
import { PIECES_PER_MOOD } from "../../src/server/services/starter-plan.ts";
import { fakeMaker, type FakeMakerOptions } from "./composing-fixtures.ts";
import { configOn, fakeSource, openOn, temporaryFolder, until, writeTrack, type Ask } from "./server-fixtures.ts";

const ALL = 7 * PIECES_PER_MOOD;

async function openStarter(data: string, options: FakeMakerOptions = {}, replacements: Replacements = {}) {
  const maker = fakeMaker(options);
  const services = await openOn(data, { starter: true }, { maker, ...replacements });
  return { ...services, maker };
}

const starterOf = async (ask: Ask): Promise<StarterLibrary> =>
  StarterLibrarySchema.parse((await ask("GET", "/starter-library")).body);

const isReady = (ask: Ask) => async () => (await starterOf(ask)).state === "ready";

test("on a fresh machine every mood gets its pieces, in rounds, and a playlist with nothing else in it", async () => {
  const { ask, maker, composing } = await openStarter(await temporaryFolder());
  expect(await starterOf(ask)).toMatchObject({ state: "idle", enabled: true, total: ALL, done: 0 });
  await composing.begin();
  await until(isReady(ask), 30_000);
  const starter = await starterOf(ask);
  expect(starter).toMatchObject({ done: ALL, current: null, problem: null, fromEnvironment: false });
  expect(starter.moods).toEqual(
    EMOTIONS.map((emotion) => ({ emotion, done: PIECES_PER_MOOD, total: PIECES_PER_MOOD })),
  );
  const moods = maker.composed.map(({ request }) => ("mood" in request ? request.mood : null));
  expect(new Set(moods.slice(0, 7)).size).toBe(7);
  // What nobody waits for any more gives way to everything else.
  expect(maker.composed.map(({ urgency }) => urgency)).toEqual(
    maker.composed.map((_, index) => (index < 7 ? "asked" : "background")),
  );
  expect(maker.rendered).toHaveLength(7);

  const all = StandingPlaylistsSchema.parse((await ask("GET", "/standing-playlists")).body).playlists;
  const playlists = all.filter(({ mood }) => emotionOfMood(mood) !== null);
  for (const { mood: emotion, playlistId, tracks, cause } of playlists) {
    expect({ tracks, cause }).toEqual({ tracks: PIECES_PER_MOOD, cause: "first" });
    const playlist = (await ask("GET", `/playlists/${playlistId}`)).body;
    for (const { track } of playlist.entries) {
      expect((await ask("GET", `/pieces/${track.id}`)).body).toMatchObject({ emotion, origin: "starter" });
    }
  }
  expect(new Set(playlists.map(({ playlistId }) => playlistId)).size).toBe(7);
});

test("what somebody waits for comes next", async () => {
  const { ask, maker, composing } = await openStarter(await temporaryFolder(), { composeMs: 30 });
  await composing.begin();
  await until(() => maker.composed.length === 1);
  await ask("POST", "/playlists", { mood: { emotion: "neutral" } });
  await until(() => maker.composed.length >= 3);
  const moods = maker.composed.map(({ request }) => ("mood" in request ? request.mood : null));
  expect(moods.slice(0, 3)).toEqual(["angry", "neutral", "disgust"]);
});

test("after a crash it goes on with what is missing, and the same pieces come of it", async () => {
  const [whole, cut] = [await temporaryFolder(), await temporaryFolder()];
  const undisturbed = await openStarter(whole);
  await undisturbed.composing.begin();
  await until(isReady(undisturbed.ask), 30_000);

  const first = await openStarter(cut, { composeMs: 5 });
  await first.composing.begin();
  await until(async () => (await starterOf(first.ask)).done >= 10);
  await first.close();
  const second = await openStarter(cut);
  const kept = (await starterOf(second.ask)).done;
  expect(kept).toBeGreaterThanOrEqual(10);
  expect(kept).toBeLessThan(ALL);
  await second.composing.begin();
  await until(isReady(second.ask), 30_000);
  expect(second.maker.composed).toHaveLength(ALL - kept);
  const seeds = async (ask: Ask) => {
    const { pieces } = (await ask("GET", "/pieces?limit=100")).body;
    return pieces.map(({ seed, name }: { seed: number; name: string }) => `${seed} ${name}`).toSorted();
  };
  expect(await seeds(second.ask)).toEqual(await seeds(undisturbed.ask));
});

test("where there is other music, or a folder for it, nothing is composed unasked; asked for, it is", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "a.mp3");
  const maker = fakeMaker();
  const services = await openOn(await temporaryFolder(), { starter: true, musicDir: music }, { maker });
  await services.composing.begin();
  expect(await starterOf(services.ask)).toMatchObject({ state: "idle", done: 0 });
  expect(maker.composed).toEqual([]);
  await services.ask("PUT", "/starter-library", { enabled: true });
  await until(isReady(services.ask), 30_000);
});

test("MOODSYNC_STARTER=off wins over the setting", async () => {
  const maker = fakeMaker();
  const services = await openOn(await temporaryFolder(), { starter: false }, { maker });
  await services.composing.begin();
  const answer = await services.ask("PUT", "/starter-library", { enabled: true });
  expect(answer.body).toMatchObject({ state: "off", fromEnvironment: true });
  expect(maker.composed).toEqual([]);
});

test("switched off it stops and keeps what it has, also after a restart; switched on it goes on", async () => {
  const data = await temporaryFolder();
  const first = await openStarter(data, { composeMs: 10 });
  await first.composing.begin();
  await until(async () => (await starterOf(first.ask)).done >= 3);
  const off = (await first.ask("PUT", "/starter-library", { enabled: false })).body;
  expect(off.state).toBe("off");
  const composed = first.maker.composed.length;
  await first.close();
  const second = await openStarter(data);
  await second.composing.begin();
  expect(await starterOf(second.ask)).toMatchObject({ state: "off", enabled: false, done: off.done });
  expect(second.maker.composed).toEqual([]);
  await second.ask("PUT", "/starter-library", { enabled: true });
  await until(isReady(second.ask), 30_000);
  expect(second.maker.composed.length).toBe(ALL - off.done);
  expect(composed).toBeLessThan(ALL);
  expect((await second.ask("PUT", "/starter-library", { enabled: "yes" })).body.error.code).toBe("request.invalid");
});

test("removed, it is gone but for what you liked or made yourself; made anew it is other music", async () => {
  const { ask, composing, maker } = await openStarter(await temporaryFolder());
  await composing.begin();
  await until(isReady(ask), 30_000);
  const own = (await ask("POST", "/pieces", { mood: { emotion: "sad" }, seed: 1 })).body;
  const { pieces } = (await ask("GET", "/pieces?origin=starter&limit=100")).body;
  const seeds = new Set(pieces.map(({ seed }: { seed: number }) => seed));
  await ask("POST", "/feedback", { trackId: pieces[0].id, kind: "like" });
  const { body } = await ask("DELETE", "/starter-library");
  expect(body.removed).toBe(ALL - 1);
  expect(body.starter).toMatchObject({ state: "off", enabled: false });
  const left = (await ask("GET", "/pieces")).body.pieces.map(({ id }: { id: number }) => id);
  expect(new Set(left)).toEqual(new Set([pieces[0].id, own.id]));
  const before = maker.composed.length;
  await ask("PUT", "/starter-library", { enabled: true });
  await until(isReady(ask), 30_000);
  const anew = maker.composed.slice(before).map(({ request }) => request.seed);
  expect(anew).toHaveLength(ALL);
  expect(anew.some((seed) => seeds.has(seed))).toBe(false);
});

test("a composer that fails ends it with the reason, the server goes on, and a later start tries again", async () => {
  const data = await temporaryFolder();
  const first = await openStarter(data, {
    onCompose: () => {
      throw new MoodSyncError("model.hash-mismatch", "The weights do not belong to the config.");
    },
  });
  await first.composing.begin();
  await until(async () => (await starterOf(first.ask)).state === "failed");
  expect((await starterOf(first.ask)).problem?.code).toBe("model.hash-mismatch");
  expect((await first.ask("GET", "/status")).status).toBe(200);
  await first.close();
  const second = await openStarter(data);
  await second.composing.begin();
  await until(isReady(second.ask), 30_000);
});

test("a full disk ends it with the reason; what was made is there, whole", async () => {
  const data = await temporaryFolder();
  const { ask, composing } = await openStarter(data, {
    onCompose: ({ bars }) => {
      if (bars === 32) throw new MoodSyncError("storage.full", "The disk is full.", { kind: "storage-full" });
    },
  });
  await composing.begin();
  await until(async () => (await starterOf(ask)).state === "failed");
  expect(await starterOf(ask)).toMatchObject({ done: 7, problem: { code: "storage.full" } });
  for (const { id } of (await ask("GET", "/pieces")).body.pieces) {
    expect((await ask("GET", `/pieces/${id}`)).status).toBe(200);
  }
});

test("another process that composes is waited for; a claim that its owner left behind is taken", async () => {
  const data = await temporaryFolder();
  const first = await openStarter(data);
  const other = new Database(join(data, "moodsync.db"));
  onTestFinished(() => void other.close());
  // The parent of the tests lives, and is not us.
  const owner = [processPlace(), process.ppid, "a run", "a part"].join("|");
  const claim = (heartbeat: number) =>
    other.prepare("INSERT OR REPLACE INTO leases VALUES (1, 'starter-library', ?, ?)").run([owner, heartbeat]);
  claim(Date.now());
  await first.composing.begin();
  await until(async () => (await starterOf(first.ask)).state === "elsewhere");
  expect(first.maker.composed).toEqual([]);
  await first.close();
  claim(Date.now() - 200_000);
  const second = await openStarter(data);
  await second.composing.begin();
  await until(isReady(second.ask), 30_000);
});

test("two at work at once keep every piece once", async () => {
  const data = await temporaryFolder();
  const [one, two] = [await openStarter(data, { composeMs: 3 }), await openStarter(data, { composeMs: 4 })];
  await Promise.all([one.composing.begin(), two.composing.begin()]);
  await until(async () => (await isReady(one.ask)()) && (await isReady(two.ask)()), 60_000);
  const { pieces, total } = (await one.ask("GET", "/pieces?limit=200")).body;
  expect(total).toBe(ALL);
  expect(new Set(pieces.map(({ seed }: { seed: number }) => seed)).size).toBe(ALL);
});

test("progress is told as events, the present state first; the server answers before anything is composed", async () => {
  const data = await temporaryFolder();
  const maker = fakeMaker({ composeMs: 20 });
  const config = { ...configOn(data), starter: true };
  const server = await startServer(config, { source: fakeSource(), maker });
  onTestFinished(() => server.close());
  const response = await fetch(`${server.url}/api/starter-library/events`);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const states: StarterLibrary[] = [];
  let text = "";
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  while (states.at(-1)?.done !== 5) {
    const { value = "", done } = await reader.read();
    if (done) break;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const line = block.split("\n").find((each) => each.startsWith("data: "));
      if (line) states.push(StarterLibrarySchema.parse(JSON.parse(line.slice(6))));
    }
  }
  await reader.cancel();
  const counts = states.map(({ done }) => done);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(states.some(({ current }) => current !== null)).toBe(true);
  expect(JSON.parse(await readFile(join(data, "server.json"), "utf8")).url).toBe(server.url);
});
