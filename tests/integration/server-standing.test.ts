/** Standing playlists through the API: made, renewed on schedule, on drift and when asked, with a clock that the test moves. */
import { expect, test } from "vitest";
import { StandingPlaylistsSchema, type StandingPlaylist } from "../../src/contracts/standing-playlists.ts";
import { MoodSyncError } from "../../src/core/errors.ts";
import { fakeMaker, type FakeMakerOptions } from "./composing-fixtures.ts";
import { openOn, scanThrough, temporaryFolder, until, writeTrack, type Ask } from "./server-fixtures.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = new Date("2026-03-10T12:00:00").getTime();

/** A server with its starter library made, and a clock at noon. */
async function openStanding(options: FakeMakerOptions = {}) {
  const data = await temporaryFolder();
  let nowMs = NOON;
  const clock = () => nowMs;
  const setClock = (ms: number) => (nowMs = ms);
  const maker = fakeMaker(options);
  let next = 1000;
  const services = await openOn(data, { starter: true }, { maker, clock, seed: () => (next += 1) });
  await services.composing.begin();
  await until(async () => (await services.ask("GET", "/starter-library")).body.state === "ready", 30_000);
  /** Looks for what is due, and waits for its end. */
  const check = async () => {
    await services.composing.standing.check();
    await services.composing.standing.settled();
  };
  // The moods that no face shows get what is near them.
  await check();
  return { ...services, data, maker, clock, setClock, check };
}

async function standing(ask: Ask) {
  const body = StandingPlaylistsSchema.parse((await ask("GET", "/standing-playlists")).body);
  return {
    ...body,
    of: (mood: string): StandingPlaylist => body.playlists.find((list) => list.mood === mood)!,
  };
}

async function tracksOf(ask: Ask, playlistId: number | null): Promise<number[]> {
  const { body } = await ask("GET", `/playlists/${playlistId}`);
  return body.entries.map(({ track }: { track: { id: number } }) => track.id);
}

test("off until the listener says otherwise: nothing is ever replaced unasked", async () => {
  const { ask, maker, setClock, check } = await openStanding();
  expect((await standing(ask)).schedule.every).toBe("off");
  expect((await standing(ask)).nextAtMs).toBeNull();
  const before = maker.composed.length;
  setClock(NOON + 400 * DAY_MS);
  await check();
  expect(maker.composed).toHaveLength(before);
});

test("daily: at the hour, once, new pieces in place of old unliked ones, under the same playlist id", async () => {
  const { ask, maker, setClock, check } = await openStanding();
  const first = (await standing(ask)).of("happy");
  const before = await tracksOf(ask, first.playlistId);
  const [liked = 0, ...others] = before;
  await ask("POST", "/feedback", { trackId: liked, kind: "like", playlistId: first.playlistId });
  const own = (await ask("POST", "/pieces", { mood: { emotion: "happy" }, seed: 5 })).body.id;

  const set = await ask("PUT", "/standing-playlists", { every: "daily", hour: 5 });
  expect(set.body.nextAtMs).toBe(new Date("2026-03-11T05:00:00").getTime());
  const composed = maker.composed.length;
  setClock(NOON + 16 * HOUR_MS);
  await check();
  expect(maker.composed).toHaveLength(composed);
  setClock(NOON + 17 * HOUR_MS);
  await check();
  expect(maker.composed).toHaveLength(composed + 12 * 3);
  expect(maker.composed.slice(composed).every(({ urgency }) => urgency === "background")).toBe(true);

  const second = (await standing(ask)).of("happy");
  expect(second).toMatchObject({ playlistId: first.playlistId, cause: "schedule", renewedAtMs: NOON + 17 * HOUR_MS });
  const after = await tracksOf(ask, second.playlistId);
  expect(after).toEqual(expect.arrayContaining([liked, own]));
  expect(others.filter((id) => after.includes(id))).toHaveLength(1);
  expect(after).toHaveLength(6);
  // The same hour again is not due again; whoever still plays the old list can speak about it.
  await check();
  expect(maker.composed).toHaveLength(composed + 12 * 3);
  const said = await ask("POST", "/feedback", { trackId: others[0], kind: "skip", playlistId: first.playlistId });
  expect(said.status).toBe(201);
  expect((await standing(ask)).nextAtMs).toBe(new Date("2026-03-12T05:00:00").getTime());
});

test("a clock set back by years neither renews at once nor waits for years", async () => {
  const { ask, maker, setClock, check } = await openStanding();
  await ask("PUT", "/standing-playlists", { every: "daily", hour: 5 });
  setClock(NOON - 3 * 365 * DAY_MS);
  const composed = maker.composed.length;
  await check();
  expect(maker.composed).toHaveLength(composed);
  const { nextAtMs } = await standing(ask);
  expect(nextAtMs).toBeLessThanOrEqual(NOON - 3 * 365 * DAY_MS + DAY_MS);
});

test("what was missed while the server was off is made up for once", async () => {
  const { ask, maker, setClock, check } = await openStanding();
  await ask("PUT", "/standing-playlists", { every: "weekly", hour: 5 });
  const composed = maker.composed.length;
  setClock(NOON + 60 * DAY_MS);
  await check();
  await check();
  expect(maker.composed).toHaveLength(composed + 12 * 3);
});

test("a mood that lies elsewhere for this listener than when its list was made is renewed, the others are not", async () => {
  const { ask, maker, setClock, check } = await openStanding();
  await ask("PUT", "/standing-playlists", { every: "weekly", hour: 5 });
  const reading = { source: "camera", emotion: "happy", valence: 0.4, arousal: 0.05, confidence: 0.8, faceCount: 1 };
  for (let count = 0; count < 40; count += 1) await ask("POST", "/mood-readings", reading);
  const composed = maker.composed.length;
  setClock(NOON + 5 * HOUR_MS);
  await check();
  // Within the rest that follows a renewal.
  expect(maker.composed).toHaveLength(composed);
  setClock(NOON + 7 * HOUR_MS);
  await check();
  expect(maker.composed).toHaveLength(composed + 3);
  const happy = (await standing(ask)).of("happy");
  expect(happy.cause).toBe("drift");
  // 40 readings weigh two thirds against the class's own point.
  expect(happy.target.valence).toBeCloseTo(0.8 - (0.4 * 40) / 60, 6);
  expect(maker.composed.at(-1)?.request).toMatchObject({ mood: { emotion: "happy", ...happy.target } });
  expect((await standing(ask)).of("sad").cause).toBe("first");
  setClock(NOON + 8 * HOUR_MS);
  await check();
  expect(maker.composed).toHaveLength(composed + 3);
});

test("renewed when asked: one mood, or all; an unknown mood is named", async () => {
  const { ask, maker, composing } = await openStanding();
  const composed = maker.composed.length;
  expect((await ask("POST", "/standing-playlists/renewals", { mood: "sad" })).status).toBe(202);
  await composing.standing.settled();
  expect(maker.composed).toHaveLength(composed + 3);
  expect((await standing(ask)).of("sad").cause).toBe("asked");
  await ask("POST", "/standing-playlists/renewals", {});
  await composing.standing.settled();
  expect(maker.composed).toHaveLength(composed + 3 + 12 * 3);
  expect((await ask("POST", "/standing-playlists/renewals", { mood: "bored" })).body.error.code).toBe("mood.unknown");
  for (const schedule of [
    { every: "hourly", hour: 5 },
    { every: "daily", hour: 24 },
    { every: "daily", hour: 1.5 },
    {},
  ]) {
    expect((await ask("PUT", "/standing-playlists", schedule)).body.error.code).toBe("request.invalid");
  }
});

test("cut off in the middle, the old list stands and is renewed after the next start", async () => {
  let begun = false;
  const first = await openStanding();
  await first.ask("PUT", "/standing-playlists", { every: "daily", hour: 5 });
  const before = await tracksOf(first.ask, (await standing(first.ask)).of("angry").playlistId);
  first.setClock(NOON + 20 * HOUR_MS);
  await first.close();
  const maker = fakeMaker({ composeMs: 40, onCompose: () => (begun = true) });
  const second = await openOn(first.data, {}, { maker, clock: first.clock });
  await second.composing.standing.check();
  await until(() => begun);
  await second.close();
  const third = await openOn(first.data, {}, { maker: fakeMaker(), clock: first.clock });
  expect(await tracksOf(third.ask, (await standing(third.ask)).of("angry").playlistId)).toEqual(before);
  await third.composing.standing.check();
  await third.composing.standing.settled();
  const { playlists } = await standing(third.ask);
  // Calm and tender lie far from all that was composed, and nothing more is composed where that is off.
  for (const { mood, cause } of playlists) expect(cause).toBe(["calm", "tender"].includes(mood) ? null : "schedule");
});

test("without a composer the library is still ranked anew; own music stands in the list, other moods' does not", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "near.mp3", { valence: 0.75, arousal: 0.35 });
  await writeTrack(music, "far.mp3", { valence: -0.6, arousal: -0.3 });
  const maker = fakeMaker({
    onCompose: () => {
      throw new MoodSyncError("model.missing", "The composer is missing.", { kind: "unavailable" });
    },
  });
  const { ask, composing } = await openOn(await temporaryFolder(), { musicDir: music }, { maker });
  await scanThrough(ask);
  await ask("POST", "/standing-playlists/renewals", {});
  await composing.standing.settled();
  const { of } = await standing(ask);
  const happy = (await ask("GET", `/playlists/${of("happy").playlistId}`)).body;
  expect(happy.entries.map(({ track }: { track: { path: string } }) => track.path)).toEqual(["near.mp3"]);
  expect(of("sad").tracks).toBe(1);
  expect(of("fear")).toMatchObject({ playlistId: null, tracks: 0, cause: null });
});

test("moods that no face shows have lists, too: of what lies near, or of music composed for their point where that is wanted", async () => {
  const { ask, maker, setClock, check, composing } = await openStanding();
  const before = await standing(ask);
  expect(before.playlists).toHaveLength(12);
  // Near anger and happiness there is music already, from the starter library.
  expect(before.of("anxious")).toMatchObject({ cause: "first" });
  expect(before.of("anxious").tracks).toBeGreaterThan(0);
  expect(before.of("calm")).toMatchObject({ playlistId: null, tracks: 0, cause: null });

  await ask("POST", "/standing-playlists/renewals", { mood: "calm" });
  await composing.standing.settled();
  const calm = (await standing(ask)).of("calm");
  expect(calm).toMatchObject({ cause: "asked", tracks: 3, target: { valence: 0.45, arousal: -0.6 } });
  expect(maker.composed.at(-1)?.request).toMatchObject({ mood: { emotion: null, valence: 0.45, arousal: -0.6 } });
  const list = (await ask("GET", `/playlists/${calm.playlistId}`)).body;
  expect(list).toMatchObject({ mood: "calm", emotion: null, standing: true, saved: false });

  // What the listener means by calm, chosen on the plane, moves it; then its own old pieces make room for new ones.
  await ask("PUT", "/standing-playlists", { every: "weekly", hour: 5 });
  const reading = { source: "pad", emotion: null, valence: 0.6, arousal: -0.45, confidence: 1, faceCount: 0 };
  for (let count = 0; count < 200; count += 1) await ask("POST", "/mood-readings", reading);
  const composed = maker.composed.length;
  setClock(NOON + 7 * HOUR_MS);
  await check();
  const moved = (await standing(ask)).of("calm");
  expect(moved).toMatchObject({ cause: "drift", tracks: 3, playlistId: calm.playlistId });
  expect(moved.target.valence).toBeGreaterThan(0.55);
  expect(maker.composed).toHaveLength(composed + 3);
  expect(await tracksOf(ask, moved.playlistId)).not.toEqual(await tracksOf(ask, before.of("anxious").playlistId));
});

test("music of one's own gets lists for every mood that it lies near, unasked, and nothing is composed for them", async () => {
  const music = await temporaryFolder();
  for (let index = 0; index < 6; index += 1) {
    await writeTrack(music, `${index}.mp3`, { artist: `Artist ${index}`, valence: 0.5, arousal: -0.4 });
  }
  const maker = fakeMaker();
  const { ask, composing } = await openOn(await temporaryFolder(), { musicDir: music }, { maker });
  await composing.standing.check();
  expect((await standing(ask)).playlists.every(({ playlistId }) => playlistId === null)).toBe(true);
  await scanThrough(ask);
  await composing.standing.check();
  const { of } = await standing(ask);
  for (const mood of ["calm", "tender", "focused"]) expect(of(mood)).toMatchObject({ tracks: 6, cause: "first" });
  expect(of("angry").playlistId).toBeNull();
  await ask("POST", "/standing-playlists/renewals", { mood: "angry" });
  await composing.standing.settled();
  expect(maker.composed).toHaveLength(0);
});
