/** Match, Shift and Hold through the API: paths, waypoints, minutes, twelve moods, and what is refused. */
import { expect, test } from "vitest";
import { PlaylistSchema, type Playlist } from "../../src/contracts/playlists.ts";
import { affectDistance } from "../../src/core/affect/emotion.ts";
import { longestStep } from "../../src/core/affect/journey.ts";
import { MOOD_NAMES, moodPoint } from "../../src/core/affect/mood-names.ts";
import { openOn, scanThrough, temporaryFolder, writeTrack, type Ask } from "./server-fixtures.ts";

/** 150 tracks of three minutes by 30 artists, spread over the plane. */
async function openLibrary() {
  const music = await temporaryFolder();
  for (let index = 0; index < 150; index += 1) {
    const valence = Math.sin(index * 2.4) * 0.95;
    const arousal = Math.cos(index * 1.7) * 0.95;
    await writeTrack(music, `${index}.mp3`, { artist: `Artist ${index % 30}`, valence, arousal });
  }
  const services = await openOn(await temporaryFolder(), { musicDir: music });
  await scanThrough(services.ask);
  return services;
}

async function make(ask: Ask, wish: object): Promise<Playlist> {
  const { status, body } = await ask("POST", "/playlists", wish);
  expect(status, JSON.stringify(body)).toBe(201);
  return PlaylistSchema.parse(body);
}

const waypointsOf = ({ entries }: Playlist) => entries.map(({ waypoint }) => waypoint!);

test("a shift goes from the mood to the wish in steps, and its songs go with it", async () => {
  const { ask } = await openLibrary();
  const list = await make(ask, {
    mood: { emotion: "sad" },
    size: 16,
    journey: { kind: "shift", to: { name: "calm" } },
  });
  const path = list.journey!.path;
  expect(list).toMatchObject({ mood: "sad", emotion: "sad", target: moodPoint("sad"), saved: false, version: 1 });
  expect([path[0], path.at(-1)]).toEqual([moodPoint("sad"), moodPoint("calm")]);
  expect(longestStep(path)).toBeLessThanOrEqual(0.25);
  expect(list.entries).toHaveLength(16);
  expect(waypointsOf(list)).toEqual(waypointsOf(list).toSorted((a, b) => a - b));
  expect(new Set(waypointsOf(list)).size).toBe(path.length);
  expect(waypointsOf(list).filter((waypoint) => waypoint === 0)).toHaveLength(2);
  for (const { track, waypoint, distance } of list.entries) {
    expect(distance).toBeCloseTo(affectDistance(track.features!, path[waypoint!]!), 5);
  }
  const reasons = list.entries.map(({ reason }) => reason);
  expect(reasons[0]).toContain("sad");
  expect(reasons.at(-1)).toContain("calm");
  expect(reasons.some((reason) => reason.includes("the path from sad to calm"))).toBe(true);
  expect(PlaylistSchema.parse((await ask("GET", `/playlists/${list.id}`)).body)).toEqual(list);
});

test("a path that was dragged is taken as it is, and its songs lie along it", async () => {
  const { ask } = await openLibrary();
  const path = [
    { valence: -0.6, arousal: -0.3 },
    { valence: -0.7, arousal: 0.5 },
    { valence: 0.7, arousal: 0.6 },
  ];
  const list = await make(ask, { mood: { emotion: "sad" }, size: 12, journey: { kind: "shift", path } });
  expect(list.journey).toEqual({ kind: "shift", path, radius: null });
  expect(list.note).toContain("Some steps of this path are wide.");
  const middle = list.entries.filter(({ waypoint }) => waypoint === 1);
  const nearest = middle.map(({ track }) => affectDistance(track.features!, path[1]!));
  expect(Math.max(...nearest)).toBeLessThan(0.6);
});

test("a hold stays within its circle whatever the mood does", async () => {
  const { ask } = await openLibrary();
  const held = moodPoint("tender");
  for (const mood of [{ name: "tender" }, { emotion: "angry" }, { valence: -1, arousal: -1 }]) {
    const journey = { kind: "hold", to: { name: "tender" }, radius: 0.5 };
    const list = await make(ask, { mood, size: 5, journey });
    expect(list.journey).toEqual({ kind: "hold", path: [held], radius: 0.5 });
    for (const { track } of list.entries) expect(affectDistance(track.features!, held)).toBeLessThanOrEqual(0.5);
    expect(list.note).toBeNull();
  }
  const narrow = await make(ask, { mood: { name: "tender" }, size: 25, journey: { kind: "hold", radius: 0.05 } });
  expect(narrow.entries).toHaveLength(25);
  expect(narrow.note).toMatch(/of these lie outside what you hold to/u);
});

test("minutes are met within half a track, alone and on a way", async () => {
  const { ask } = await openLibrary();
  for (const minutes of [5, 10, 45.5, 90]) {
    for (const journey of [undefined, { kind: "shift", to: { emotion: "happy" } }]) {
      const list = await make(ask, { mood: { emotion: "sad" }, minutes, ...(journey ? { journey } : {}) });
      expect(Math.abs(list.durationMs - minutes * 60_000)).toBeLessThanOrEqual(90_000);
    }
  }
  const all = await make(ask, { mood: { emotion: "sad" }, minutes: 600 });
  expect(all.entries).toHaveLength(150);
  expect(all.note).toContain("Your library has only 450 minutes to choose from.");
});

test("all twelve moods are known by name", async () => {
  const { ask } = await openLibrary();
  for (const name of MOOD_NAMES) {
    const list = await make(ask, { mood: { name }, size: 5 });
    expect(list).toMatchObject({ mood: name, target: moodPoint(name), journey: { kind: "match" } });
  }
});

test("what a song was played for on a way is the waypoint, not the mood it began at", async () => {
  const { ask } = await openLibrary();
  const wish = { mood: { emotion: "sad" }, size: 16, journey: { kind: "shift", to: { emotion: "happy" } } };
  const list = await make(ask, wish);
  const last = list.entries.at(-1)!;
  const said = { trackId: last.track.id, kind: "wrong-mood", playlistId: list.id };
  expect((await ask("POST", "/feedback", said)).status).toBe(201);
  const times = async (emotion: string) => {
    let count = 0;
    for (let round = 0; round < 6; round += 1) {
      const again = await make(ask, { mood: { emotion }, size: 25 });
      count += Number(again.entries.some(({ track }) => track.id === last.track.id));
    }
    return count;
  };
  expect(await times("happy")).toBe(0);
});

const sad = { emotion: "sad" };
const here = { valence: 0, arousal: 0 };

test.each([
  ["an unknown goal", { mood: sad, journey: { kind: "shift", to: { name: "bored" } } }, "mood.unknown"],
  ["an unknown class as goal", { mood: sad, journey: { kind: "shift", to: { emotion: "calm" } } }, "mood.unknown"],
  ["an unknown mood", { mood: { name: "" } }, "mood.unknown"],
  ["no goal", { mood: sad, journey: { kind: "shift" } }, "request.invalid"],
  ["a goal of a match", { mood: sad, journey: { kind: "match", to: sad } }, "request.invalid"],
  ["a radius of a shift", { mood: sad, journey: { kind: "shift", to: sad, radius: 0.3 } }, "request.invalid"],
  ["no such journey", { mood: sad, journey: { kind: "drift" } }, "request.invalid"],
  ["an empty path", { mood: sad, journey: { kind: "shift", path: [] } }, "request.invalid"],
  [
    "17 points",
    { mood: sad, journey: { kind: "shift", path: Array.from({ length: 17 }, () => here) } },
    "request.invalid",
  ],
  ["two points held", { mood: sad, journey: { kind: "hold", path: [here, here] } }, "request.invalid"],
  [
    "a point outside",
    { mood: sad, journey: { kind: "shift", path: [{ valence: 1.2, arousal: 0 }] } },
    "request.invalid",
  ],
  ["no number", { mood: sad, journey: { kind: "shift", path: [{ valence: "0", arousal: 0 }] } }, "request.invalid"],
  ["both lengths", { mood: sad, size: 5, minutes: 20 }, "request.invalid"],
  ["4 minutes", { mood: sad, minutes: 4 }, "request.invalid"],
  ["601 minutes", { mood: sad, minutes: 601 }, "request.invalid"],
  ["half a track", { mood: sad, size: 2.5 }, "request.invalid"],
  ["a name of spaces", { mood: sad, name: "   " }, "request.invalid"],
])("%s is refused with a reason, and nothing is kept", async (_, wish, code) => {
  const { ask } = await openOn(await temporaryFolder());
  const { status, body } = await ask("POST", "/playlists", wish);
  expect([status, body.error.code]).toEqual([400, code]);
  expect((await ask("GET", "/playlists?which=all")).body.total).toBe(0);
});
