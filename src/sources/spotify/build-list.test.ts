import { expect, test } from "vitest";
import type { SpotifyTrack } from "../../contracts/spotify.ts";
import { buildList, countRestricted, type ListCandidates, type ListEntry } from "./build-list.ts";

function entry(id: string, artist: string, changes: Partial<SpotifyTrack> = {}): ListEntry {
  const track: SpotifyTrack = {
    id,
    uri: `spotify:track:${id}`,
    url: `https://open.spotify.com/track/${id}`,
    title: id,
    artists: [{ name: artist, url: null }],
    album: null,
    artUrl: null,
    durationMs: 1000,
    explicit: false,
    restriction: null,
    ...changes,
  };
  return { track, origin: "search", originName: null };
}

const many = (prefix: string, count: number): ListEntry[] =>
  Array.from({ length: count }, (_, index) => entry(`${prefix}${index}`, `${prefix} artist ${index}`));

const idsOf = (candidates: Partial<ListCandidates>, size = 100, random: () => number = () => 0.5): string[] =>
  buildList({ mapped: [], found: [], own: [], ...candidates }, { size, random }).map(({ track }) => track.id);

test("three of four come from the mood's playlists while there are any, then the rest", () => {
  const ids = idsOf({ mapped: many("m", 6), found: many("f", 6) });
  expect(ids).toHaveLength(12);
  expect(
    ids
      .slice(0, 8)
      .map((id) => id[0])
      .join(""),
  ).toBe("mmmfmmmf");
  expect(ids.slice(8).every((id) => id.startsWith("f"))).toBe(true);
});

test("no song comes twice, whatever it was found by, and no more than asked for", () => {
  const same = entry("x", "X");
  expect(idsOf({ mapped: [same, same], found: [same], own: [same] })).toEqual(["x"]);
  expect(idsOf({ mapped: many("m", 50) }, 7)).toHaveLength(7);
  expect(idsOf({})).toEqual([]);
});

test("what cannot be played is left out and counted", () => {
  const found = [entry("a", "A", { restriction: "market" }), entry("b", "B")];
  expect(idsOf({ found })).toEqual(["b"]);
  expect(countRestricted({ mapped: found, found, own: [] })).toBe(1);
});

test("songs and artists that the listener knows lead among what was found; their own by these artists follow", () => {
  const found = [...many("f", 8), entry("k", "Known"), entry("s", "Saved")];
  const own = [entry("s", "Saved"), entry("o", "Known"), entry("z", "Elsewhere")];
  const ids = idsOf({ found, own }, 100, () => 0);
  expect(ids.slice(0, 4)).toEqual(expect.arrayContaining(["s", "k"]));
  expect(ids).toContain("o");
  expect(ids).not.toContain("z");
});

test("an artist does not come again at once where others are left", () => {
  const mapped = [...Array.from({ length: 5 }, (_, index) => entry(`a${index}`, "A")), ...many("m", 12)];
  const artists = buildList({ mapped, found: [], own: [] }, { size: 100, random: Math.random }).map(
    ({ track }) => track.artists[0]!.name,
  );
  expect(artists).toHaveLength(17);
  for (let index = 1; index < 12; index += 1) expect(artists[index]).not.toBe(artists[index - 1]);
});

test("chance changes the order and nothing else", () => {
  const mapped = many("m", 30);
  let state = 1;
  const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const [first, second] = [idsOf({ mapped }, 100, random), idsOf({ mapped }, 100, random)];
  expect(first).not.toEqual(second);
  expect(first.toSorted()).toEqual(second.toSorted());
});
