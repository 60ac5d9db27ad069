/** What the listener teaches, through the API: the next list shows it, it is told in words, corrected and forgotten. */
import { expect, test, vi } from "vitest";
import { LearningSchema, type Learning } from "../../src/contracts/learning.ts";
import { PlaylistSchema, type Playlist } from "../../src/contracts/playlists.ts";
import { EMOTION_POINTS, type Emotion } from "../../src/core/affect/emotion.ts";
import { openOn, scanThrough, temporaryFolder, writeTrack, type Ask } from "./server-fixtures.ts";

// A hundred plays are four hundred requests.
vi.setConfig({ testTimeout: 240_000 });

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** 60 sad tracks and 60 happy ones by 12 artists each has tracks of, a clock that the test moves, and always the same seed. */
async function openLibrary() {
  const music = await temporaryFolder();
  const data = await temporaryFolder();
  for (let index = 0; index < 120; index += 1) {
    const { valence, arousal } = EMOTION_POINTS[index % 2 === 0 ? "sad" : "happy"];
    const aside = 0.15 * Math.sin(index * 2.4);
    const near = { valence: valence + aside, arousal: arousal + 0.15 * Math.cos(index * 1.7) };
    await writeTrack(music, `${index}.mp3`, { artist: `Artist ${Math.floor(index / 2) % 12}`, ...near });
  }
  let nowMs = 1_800_000_000_000;
  const clock = () => nowMs;
  const advance = (ms: number) => (nowMs += ms);
  const config = { musicDir: music };
  const services = await openOn(data, config, { clock, seed: () => 7 });
  await scanThrough(services.ask);
  return { ...services, clock, advance, reopen: () => openOn(data, config, { clock, seed: () => 7 }) };
}

async function listFor(ask: Ask, emotion: Emotion, size = 12): Promise<Playlist> {
  const { status, body } = await ask("POST", "/playlists", { mood: { emotion }, size });
  expect(status).toBe(201);
  return PlaylistSchema.parse(body);
}

async function learned(ask: Ask): Promise<Learning> {
  const { status, body } = await ask("GET", "/learning");
  expect(status).toBe(200);
  return LearningSchema.parse(body);
}

interface Listener {
  ask: Ask;
  advance: (ms: number) => number;
}

/** Hears a list through: what the listener keeps plays to its end, the rest is skipped after ten seconds. */
async function hear({ ask, advance }: Listener, list: Playlist, keeps: (artist: string | null) => boolean) {
  for (const { track } of list.entries) {
    const play = await ask("POST", "/plays", { trackId: track.id, playlistId: list.id });
    const kept = keeps(track.artist);
    const playedMs = kept ? 180_000 : 10_000;
    advance(playedMs);
    const end = kept ? "completed" : "skipped";
    expect((await ask("PATCH", `/plays/${play.body.id}`, { playedMs, end })).status).toBe(200);
  }
}

const artistsOf = ({ entries }: Playlist) => entries.map(({ track }) => track.artist);
const isDisliked = (artist: string | null) => artist === "Artist 3" || artist === "Artist 7";

/** A hundred plays of sad lists over four days by somebody who cannot bear two of the artists. */
async function teach(library: Listener) {
  for (let day = 0; day < 4; day++) {
    await hear(library, await listFor(library.ask, "sad", 25), (artist) => !isDisliked(artist));
    library.advance(DAY_MS);
  }
}

test("an untaught server says that it learned nothing, and forgets nothing in so many words", async () => {
  const { ask } = await openLibrary();
  expect(await learned(ask)).toEqual({ observations: 0, sinceMs: null, moods: [] });
  const { status, body } = await ask("DELETE", "/learning");
  expect([status, body.observations, body.text]).toEqual([200, 0, "Nothing had been learned yet."]);
});

test("who is skipped when sad comes up less, the reasons say why, and a restart forgets nothing", async () => {
  const library = await openLibrary();
  const { ask } = library;
  const before = artistsOf(await listFor(ask, "sad", 25)).filter(isDisliked).length;
  await teach(library);
  const list = await listFor(ask, "sad", 25);
  expect(artistsOf(list).filter(isDisliked).length).toBeLessThan(before);
  const reasons = list.entries.map(({ reason }) => reason);
  expect(reasons.some((reason) => reason.includes("because you kept it when sad before"))).toBe(true);

  const { observations, moods } = await learned(ask);
  expect(observations).toBe(100);
  expect(moods.map(({ mood }) => mood)).toEqual(["sad"]);
  const skipped = moods[0]!.artists.find(({ artist }) => artist === "Artist 3")!;
  expect(skipped).toMatchObject({ kept: 0 });
  expect(skipped.move).toBeGreaterThan(0);
  expect(skipped.text).toBe(`You often skip Artist 3: ${skipped.turnedAway} of ${skipped.turnedAway} times`);

  const again = await library.reopen();
  expect(await learned(again.ask)).toEqual(await learned(ask));
  expect(artistsOf(await listFor(again.ask, "sad", 25))).toEqual(artistsOf(list));
});

test("one artist is forgotten without the others; an unknown one or a wrong subject is refused", async () => {
  const library = await openLibrary();
  const { ask } = library;
  await teach(library);
  const { status, body } = await ask("DELETE", `/learning/artist/${encodeURIComponent("ARTIST 3")}`);
  expect(status).toBe(200);
  expect(body.text).toMatch(
    /^Forgotten: what \d+ plays and words taught of Artist 3\. What you heard and liked is kept\.$/,
  );
  const artists = (await learned(ask)).moods[0]!.artists.map(({ artist }) => artist);
  expect(artists).not.toContain("Artist 3");
  expect(artists).toContain("Artist 7");

  for (const name of ["Artist 3", "nobody at all", "%00", "'; drop table plays"]) {
    const refused = await ask("DELETE", `/learning/artist/${encodeURIComponent(name)}`);
    expect([refused.status, refused.body.error.code]).toEqual([404, "learning.unknown-subject"]);
  }
  expect((await ask("DELETE", "/learning/cue/colour")).status).toBe(404);
  expect((await ask("DELETE", "/learning/cue/tempo")).status).toBe(200);
  expect((await ask("DELETE", "/learning/genre/rock")).status).toBe(400);
  expect((await ask("DELETE", `/learning/artist/${"x".repeat(1001)}`)).status).toBe(400);
});

test("forgetting all keeps what was heard and liked, and lists are as if nothing had been said", async () => {
  const library = await openLibrary();
  const { ask, advance } = library;
  const [liked, unwanted] = (await listFor(ask, "sad")).entries.map(({ track }) => track.id);
  await ask("POST", "/feedback", { trackId: liked, kind: "like" });
  await ask("POST", "/feedback", { trackId: unwanted, kind: "not-this" });
  await teach(library);
  advance(DAY_MS);
  const { body } = await ask("DELETE", "/learning");
  expect(body).toMatchObject({ observations: 102, plays: 100 });
  expect(await learned(ask)).toMatchObject({ observations: 0, moods: [] });
  const list = await listFor(ask, "sad", 60);
  expect(list.entries.map(({ track }) => track.id)).toContain(unwanted);
  expect(list.entries.some(({ reason }) => /before|tend to keep|often skip|new for you/.test(reason))).toBe(false);
  expect((await ask("GET", `/tracks/${liked}`)).body.liked).toBe(true);
  advance(MINUTE_MS);
  // What is heard from now on teaches again.
  await hear(library, await listFor(ask, "sad", 5), () => true);
  expect((await learned(ask)).observations).toBe(5);
});

test("a correction judges the plays right before it by the mood that was meant, and none before the reading", async () => {
  const library = await openLibrary();
  const { ask, advance } = library;
  const reading = (source: string, emotion: Emotion) =>
    ask("POST", "/mood-readings", { source, emotion, ...EMOTION_POINTS[emotion], confidence: 0.8 });
  await learned(ask);
  await hear(library, await listFor(ask, "sad", 2), () => false);
  advance(2 * MINUTE_MS);
  await reading("camera", "sad");
  await hear(library, await listFor(ask, "sad", 3), () => false);
  await reading("correction", "happy");
  const counts = Object.fromEntries((await learned(ask)).moods.map(({ mood, observations }) => [mood, observations]));
  expect(counts).toEqual({ sad: 2, happy: 3 });
  advance(30 * MINUTE_MS);
  await reading("correction", "sad");
  const later = Object.fromEntries((await learned(ask)).moods.map(({ mood, observations }) => [mood, observations]));
  expect(later).toEqual(counts);
});

test("a play from no list is heard in the mood read last, for a quarter of an hour", async () => {
  const library = await openLibrary();
  const { ask, advance } = library;
  const [first, second] = (await listFor(ask, "happy")).entries.map(({ track }) => track.id);
  await ask("POST", "/mood-readings", { source: "pad", emotion: null, ...EMOTION_POINTS.sad, confidence: 1 });
  for (const trackId of [first, second]) {
    const play = await ask("POST", "/plays", { trackId });
    await ask("PATCH", `/plays/${play.body.id}`, { playedMs: 180_000, end: "completed" });
    advance(16 * MINUTE_MS);
  }
  const { observations, moods } = await learned(ask);
  expect(observations).toBe(2);
  expect(moods.map(({ mood, observations: count }) => [mood, count])).toEqual([["sad", 1]]);
});

test("two servers on one folder learn from each other", async () => {
  const library = await openLibrary();
  const other = await library.reopen();
  await learned(other.ask);
  await hear(library, await listFor(library.ask, "sad", 4), () => true);
  expect((await learned(other.ask)).observations).toBe(4);
  await other.ask("DELETE", "/learning");
  expect((await learned(library.ask)).observations).toBe(0);
});
