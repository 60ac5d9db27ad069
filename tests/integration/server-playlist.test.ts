/** From a mood to a playlist through the API: what may be in it, what is learned, what is kept. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { PlaylistSchema, type Playlist } from "../../src/contracts/playlists.ts";
import { openOn, scanThrough, temporaryFolder, writeTrack, type Ask } from "./server-fixtures.ts";

const HOUR_MS = 3_600_000;

/** A library of 120 tracks by 12 artists, spread over the plane, with a clock that the test moves. */
async function openLibrary() {
  const music = await temporaryFolder();
  const data = await temporaryFolder();
  for (let index = 0; index < 120; index += 1) {
    const valence = Math.sin(index * 2.4) * 0.9;
    const arousal = Math.cos(index * 1.7) * 0.9;
    await writeTrack(music, `${index}.mp3`, { artist: `Artist ${index % 12}`, valence, arousal });
  }
  let nowMs = 1_800_000_000_000;
  const clock = () => nowMs;
  const advance = (ms: number) => (nowMs += ms);
  const services = await openOn(data, { musicDir: music }, { clock });
  await scanThrough(services.ask);
  return { ...services, data, music, clock, advance };
}

async function playlistFor(ask: Ask, emotion: string, size = 25): Promise<Playlist> {
  const { status, body } = await ask("POST", "/playlists", { mood: { emotion }, size });
  expect(status).toBe(201);
  return PlaylistSchema.parse(body);
}

const idsOf = ({ entries }: Playlist) => entries.map(({ track }) => track.id);
const meanDistance = ({ entries }: Playlist) =>
  entries.reduce((sum, { distance }) => sum + (distance ?? Number.NaN), 0) / entries.length;

test("25 tracks close to the mood, no artist twice in a row, each with its reason", async () => {
  const { ask } = await openLibrary();
  for (const emotion of ["happy", "sad", "angry", "neutral"]) {
    const playlist = await playlistFor(ask, emotion);
    expect(playlist.entries).toHaveLength(25);
    expect(new Set(idsOf(playlist)).size).toBe(25);
    const artists = playlist.entries.map(({ track }) => track.artist);
    expect(artists.some((artist, index) => index > 0 && artist === artists[index - 1])).toBe(false);
    for (const { reason, distance, track } of playlist.entries) {
      expect(reason.length).toBeGreaterThan(10);
      const { valence = 9, arousal = 9 } = track.features ?? {};
      const apart = Math.hypot(valence - playlist.target.valence, arousal - playlist.target.arousal);
      expect(distance).toBeCloseTo(apart, 4);
    }
    const { body } = await ask("GET", "/tracks?limit=500");
    const everywhere = body.tracks.map(({ features }: { features: { valence: number; arousal: number } }) =>
      Math.hypot(features.valence - playlist.target.valence, features.arousal - playlist.target.arousal),
    );
    const mean = everywhere.reduce((sum: number, distance: number) => sum + distance, 0) / everywhere.length;
    expect(meanDistance(playlist)).toBeLessThan(mean * 0.6);
  }
});

test("a point of the plane is a wish like any other", async () => {
  const { ask } = await openLibrary();
  const { body } = await ask("POST", "/playlists", { mood: { valence: -0.5, arousal: 0.25 }, size: 10 });
  expect(PlaylistSchema.parse(body)).toMatchObject({ emotion: null, target: { valence: -0.5, arousal: 0.25 } });
  expect(body.entries).toHaveLength(10);
});

test("nothing heard in the last hour comes again, and after the hour it may", async () => {
  const { ask, advance } = await openLibrary();
  const first = await playlistFor(ask, "happy", 10);
  for (const trackId of idsOf(first)) {
    const play = await ask("POST", "/plays", { trackId, playlistId: first.id });
    expect(play.status).toBe(201);
    advance(60_000);
    await ask("PATCH", `/plays/${play.body.id}`, { playedMs: 60_000, end: "completed" });
  }
  const heard = new Set(idsOf(first));
  expect(idsOf(await playlistFor(ask, "happy", 25)).filter((id) => heard.has(id))).toEqual([]);
  advance(HOUR_MS - 60_000);
  const within = await playlistFor(ask, "happy", 25);
  // All but the last were heard over an hour ago by now; the last just under.
  const last = idsOf(first).at(-1);
  expect(idsOf(within)).not.toContain(last);
  advance(2 * HOUR_MS);
  const later = await playlistFor(ask, "happy", 120);
  expect(idsOf(later)).toEqual(expect.arrayContaining(idsOf(first)));
});

test("what was heard is still known after a restart", async () => {
  const services = await openLibrary();
  const { ask, data, music, clock } = services;
  const first = await playlistFor(ask, "sad", 20);
  for (const trackId of idsOf(first)) await ask("POST", "/plays", { trackId });
  await services.close();
  const second = await openOn(data, { musicDir: music }, { clock });
  const again = await playlistFor(second.ask, "sad", 25);
  const heard = new Set(idsOf(first));
  expect(idsOf(again).filter((id) => heard.has(id))).toEqual([]);
  expect(again.entries).toHaveLength(25);
});

test("what another process writes to the same folder counts, too", async () => {
  const { ask, data, music, clock } = await openLibrary();
  await playlistFor(ask, "sad", 5);
  const other = await openOn(data, { musicDir: music }, { clock });
  const heard = idsOf(await playlistFor(other.ask, "happy", 20));
  for (const trackId of heard) await other.ask("POST", "/plays", { trackId });
  const mine = await playlistFor(ask, "happy", 25);
  expect(idsOf(mine).filter((id) => heard.includes(id))).toEqual([]);
});

test("a like shows on the track and is taken back by unlike; not-this takes the track out", async () => {
  const { ask } = await openLibrary();
  const playlist = await playlistFor(ask, "happy", 10);
  const [liked = 0, unwanted = 0] = idsOf(playlist);
  const feedback = await ask("POST", "/feedback", { trackId: liked, kind: "like", playlistId: playlist.id });
  expect(feedback.status).toBe(201);
  expect(feedback.body).toMatchObject({ trackId: liked, kind: "like", playlistId: playlist.id });
  expect((await ask("GET", `/tracks/${liked}`)).body.liked).toBe(true);
  await ask("POST", "/feedback", { trackId: liked, kind: "unlike" });
  expect((await ask("GET", `/tracks/${liked}`)).body.liked).toBe(false);

  await ask("POST", "/feedback", { trackId: unwanted, kind: "not-this", playlistId: playlist.id });
  for (let round = 0; round < 5; round += 1) {
    expect(idsOf(await playlistFor(ask, "happy", 119))).not.toContain(unwanted);
  }
});

test("wrong-mood makes a track rarer for that mood, and is kept with the mood it was said at", async () => {
  const { ask } = await openLibrary();
  const count = async (trackId: number) => {
    let times = 0;
    for (let round = 0; round < 8; round += 1)
      times += Number(idsOf(await playlistFor(ask, "happy", 5)).includes(trackId));
    return times;
  };
  const first = await playlistFor(ask, "happy", 5);
  const [closest] = first.entries.toSorted((a, b) => a.distance! - b.distance!);
  const trackId = closest?.track.id ?? 0;
  const before = await count(trackId);
  expect(before).toBeGreaterThan(4);
  await ask("POST", "/feedback", { trackId, kind: "wrong-mood", playlistId: first.id });
  expect(await count(trackId)).toBeLessThan(before);
});

test("a playlist is kept with its order and its reasons, also when a track has gone since", async () => {
  const { ask, music } = await openLibrary();
  const made = await playlistFor(ask, "surprise", 7);
  expect((await ask("GET", `/playlists/${made.id}`)).body).toEqual(made);
  const { rm } = await import("node:fs/promises");
  await rm(join(music, made.entries[0]?.track.path ?? ""));
  await scanThrough(ask);
  const kept = PlaylistSchema.parse((await ask("GET", `/playlists/${made.id}`)).body);
  expect(idsOf(kept)).toEqual(idsOf(made));
  expect(idsOf(await playlistFor(ask, "surprise", 119))).not.toContain(made.entries[0]?.track.id);
});

test("feedback and plays that name an unknown playlist are refused and leave nothing", async () => {
  const { ask } = await openLibrary();
  const feedback = await ask("POST", "/feedback", { trackId: 1, kind: "like", playlistId: 99 });
  expect(feedback.status).toBe(404);
  expect(feedback.body.error.code).toBe("playlist.not-found");
  expect((await ask("GET", "/tracks/1")).body.liked).toBe(false);
  expect((await ask("POST", "/plays", { trackId: 1, playlistId: 99 })).body.error.code).toBe("playlist.not-found");
});
