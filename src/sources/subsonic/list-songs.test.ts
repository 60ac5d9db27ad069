import { expect, test } from "vitest";
import { SongSchema, type SubsonicSong } from "./answer-schemas.ts";
import { listSongs, type ListingCursor } from "./list-songs.ts";
import { subsonicError } from "./subsonic-errors.ts";

const song = (id: string): SubsonicSong => SongSchema.parse({ id, title: id });
const album = (id: string) => ({ id, name: id, artist: null, songCount: null, year: null });
const ALBUMS: Readonly<Record<string, string[]>> = { one: ["a", "b"], two: ["c"], three: [] };

const byAlbumOnly = {
  searchSongs: async () => [],
  albums: async ({ count, offset }: { count: number; offset: number }) =>
    Object.keys(ALBUMS)
      .slice(offset, offset + count)
      .map(album),
  albumSongs: async (id: string) => (ALBUMS[id] ?? []).map(song),
};

async function collect(pages: AsyncIterable<{ songs: SubsonicSong[]; next: ListingCursor | null }>) {
  const ids: string[] = [];
  const cursors: (ListingCursor | null)[] = [];
  for await (const { songs, next } of pages) {
    ids.push(...songs.map(({ id }) => id));
    cursors.push(next);
  }
  return { ids, cursors };
}

test("a server that gives nothing for an empty search is gone through album by album, and can be gone on with", async () => {
  const { ids, cursors } = await collect(listSongs(byAlbumOnly, { pageSize: 2 }));
  expect(ids).toEqual(["a", "b", "c"]);
  expect(cursors).toContainEqual({ by: "albums", offset: 1 });
  expect((await collect(listSongs(byAlbumOnly, { from: { by: "albums", offset: 1 } }))).ids).toEqual(["c"]);
});

test("pages shorter than asked for are not taken for the end, and each song comes once", async () => {
  const all = ["a", "b", "c", "d", "e"];
  const stingy = {
    ...byAlbumOnly,
    searchSongs: async (_: string, { offset }: { offset: number }) => all.slice(offset, offset + 2).map(song),
  };
  expect((await collect(listSongs(stingy, { pageSize: 500 }))).ids).toEqual(all);
  const repeating = { ...byAlbumOnly, searchSongs: async () => ["a", "b"].map(song) };
  expect((await collect(listSongs(repeating))).ids).toEqual(["a", "b"]);
});

test("no albums at all, said as an error, is an empty library; any other error is one", async () => {
  const refusing = (code: number) => ({
    ...byAlbumOnly,
    albums: async () => {
      throw subsonicError(code, null);
    },
  });
  expect((await collect(listSongs(refusing(70)))).ids).toEqual([]);
  await expect(collect(listSongs(refusing(50)))).rejects.toMatchObject({ code: "subsonic.not-allowed" });
});
