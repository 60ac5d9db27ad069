import { expect, test } from "vitest";
import { readAccount, readDevices, readPlaylistPage, readTrack, readTrackPage } from "./spotify-answers.ts";

const TRACK = {
  id: "t1",
  uri: "spotify:track:t1",
  type: "track",
  name: "A song",
  duration_ms: 1234.4,
  explicit: true,
  external_urls: { spotify: "https://open.spotify.com/track/t1" },
  artists: [{ name: "Ada", external_urls: { spotify: "https://open.spotify.com/artist/a" } }, null, { name: null }],
  album: {
    name: "An album",
    external_urls: { spotify: "https://open.spotify.com/album/b" },
    images: [{ url: "https://i.scdn.co/small", width: 64 }, { url: "https://i.scdn.co/large", width: 640 }, null],
  },
};

test("a track is read with its largest picture and its ways back to Spotify", () => {
  expect(readTrack(TRACK)).toEqual({
    id: "t1",
    uri: "spotify:track:t1",
    url: "https://open.spotify.com/track/t1",
    title: "A song",
    artists: [{ name: "Ada", url: "https://open.spotify.com/artist/a" }],
    album: { name: "An album", url: "https://open.spotify.com/album/b" },
    artUrl: "https://i.scdn.co/large",
    durationMs: 1234,
    explicit: true,
    restriction: null,
  });
});

test("a track with hardly anything is still a track; addresses that are none of the web's are dropped", () => {
  const bare = { id: "t", uri: "spotify:track:t", name: "n" };
  expect(readTrack(bare)).toMatchObject({ artists: [], album: null, artUrl: null, durationMs: 0 });
  const hostile = {
    ...bare,
    external_urls: { spotify: "javascript:alert(1)" },
    album: { images: [{ url: "data:x" }] },
  };
  expect(readTrack(hostile)).toMatchObject({ url: "https://open.spotify.com/track/t", artUrl: null });
});

test.each([null, undefined, 7, "x", [], {}, { ...TRACK, id: null }, { ...TRACK, uri: "spotify:local:a:b:c:1" }])(
  "%j is no track",
  (item) => {
    expect(readTrack(item)).toBeNull();
  },
);

test.each([
  [{ restrictions: { reason: "market" } }, "market"],
  [{ restrictions: { reason: "product" } }, "product"],
  [{ restrictions: { reason: "explicit" } }, "explicit"],
  [{ restrictions: { reason: "something new" } }, "other"],
  [{ is_playable: false }, "market"],
  [{ is_playable: true }, null],
])("%j restricts it by %s", (changes, restriction) => {
  expect(readTrack({ ...TRACK, ...changes })?.restriction).toBe(restriction);
});

test("pages of every kind are read; nulls, episodes and local files are counted apart", () => {
  const items = [
    { item: TRACK },
    { track: TRACK },
    TRACK,
    null,
    { item: null },
    { item: { type: "episode", id: "e", uri: "spotify:episode:e", name: "talk" } },
    { is_local: true, item: { ...TRACK, id: null, uri: "spotify:local:a:b:c:1" } },
    { item: { type: "something new" } },
  ];
  const page = readTrackPage({ items, total: 10_000 });
  expect(page.tracks).toHaveLength(3);
  expect(page).toMatchObject({ broken: 3, episodes: 1, localFiles: 1, total: 10_000 });
});

test.each([null, [], {}, { items: "x" }, "<html>", { error: "x" }])("%j is no page", (body) => {
  expect(() => readTrackPage(body)).toThrow(expect.objectContaining({ code: "service.bad-answer" }));
  expect(() => readPlaylistPage(body, null)).toThrow(expect.objectContaining({ code: "service.bad-answer" }));
  expect(() => readDevices(body)).toThrow(expect.objectContaining({ code: "service.bad-answer" }));
});

test("of playlists, those are readable that the listener owns or works on", () => {
  const items = [
    { id: "a", name: "Mine", owner: { id: "me", display_name: "Ada" }, items: { total: 3 } },
    { id: "b", name: "Theirs", owner: { id: "you" }, items: { total: 4 } },
    { id: "c", name: "Ours", owner: { id: "you" }, collaborative: true },
    null,
    { name: "no id" },
  ];
  const { playlists, total } = readPlaylistPage({ items, total: 70 }, "me");
  expect(playlists.map(({ id, readable, tracks }) => [id, readable, tracks])).toEqual([
    ["a", true, 3],
    ["b", false, 4],
    ["c", true, null],
  ]);
  expect(total).toBe(70);
});

test("devices that take no commands are counted, not listed", () => {
  const { devices, uncontrollable } = readDevices({
    devices: [
      { id: "d", name: "Kitchen", type: "Speaker", is_active: true, volume_percent: 40.4, supports_volume: true },
      { id: "p", name: "Phone", type: "Smartphone", is_active: false, volume_percent: 50, supports_volume: false },
      { id: "r", name: "Car", is_restricted: true },
      { id: null, name: "Web" },
    ],
  });
  expect(devices).toEqual([
    { id: "d", name: "Kitchen", type: "Speaker", active: true, volumePercent: 40 },
    { id: "p", name: "Phone", type: "Smartphone", active: false, volumePercent: null },
  ]);
  expect(uncontrollable).toBe(2);
});

test("an account without a name goes by its id; one without an id is a bad answer", () => {
  expect(readAccount({ id: "ada", display_name: null })).toEqual({ id: "ada", name: "ada", url: null });
  expect(() => readAccount({ display_name: "Ada" })).toThrow(expect.objectContaining({ code: "service.bad-answer" }));
});
