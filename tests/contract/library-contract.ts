/** What every database must do with a library: search in any script, list by key, keep counts, note changes. */
import { describe, expect, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import { RANKED_MOST } from "../../src/server/db/repositories/track-search.ts";
import type { TaggedFile } from "../../src/server/db/repositories/scanned-file-repository.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import { FEATURES, type ContractSubject } from "./repository-contract.ts";

type Tags = Partial<TaggedFile>;

/** Stores one track for each, under the paths "1", "2" ...; their ids in the same order. */
async function addTracks(storage: Storage, tags: readonly Tags[], source?: string): Promise<number[]> {
  const files = tags.map((tag, index) => ({
    path: String(index + 1),
    sizeBytes: 1,
    modifiedAtMs: 1,
    title: `untitled ${index + 1}`,
    artist: null,
    album: null,
    durationMs: null,
    hasCover: false,
    mimeType: "audio/flac",
    ...tag,
  }));
  const ids = new Map<string, number>();
  for (let start = 0; start < files.length; start += 500) {
    const stored = await storage.files.storeTags(ME, files.slice(start, start + 500), 1000, source);
    for (const [path, id] of stored) ids.set(path, id);
  }
  return files.map(({ path }) => ids.get(path)!);
}

async function find(storage: Storage, query: string, page: { limit?: number; offset?: number; source?: string } = {}) {
  return await storage.tracks.list(ME, { query, limit: 500, offset: 0, ...page });
}

async function titles(storage: Storage, query: string): Promise<string[]> {
  return (await find(storage, query)).tracks.map(({ title }) => title);
}

export function libraryContract(name: string, { open }: ContractSubject): void {
  describe(`a library on ${name}`, () => {
    describe("search", () => {
      searchContract(open);
    });
    describe("lists and counts", () => {
      listContract(open);
    });
    describe("changes", () => {
      changesContract(open);
    });
  });
}

function searchContract(open: ContractSubject["open"]): void {
  test("words of one or two letters are found where a word begins, in dense scripts anywhere", async () => {
    const storage = await open();
    await addTracks(storage, [
      { title: "One", artist: "U2" },
      { title: "Subu2rb" },
      { title: "Thunder", artist: "AC/DC" },
      { title: "永遠の愛" },
      { title: "사랑해" },
      { title: "Любовь" },
      { title: "حبيبي يا نور العين" },
    ]);
    expect(await titles(storage, "u2")).toEqual(["One"]);
    expect(await titles(storage, "dc")).toEqual(["Thunder"]);
    expect(await titles(storage, "ac/dc th")).toEqual(["Thunder"]);
    expect(await titles(storage, "愛")).toEqual(["永遠の愛"]);
    expect(await titles(storage, "遠の")).toEqual(["永遠の愛"]);
    expect(await titles(storage, "の遠")).toEqual([]);
    expect(await titles(storage, "랑해")).toEqual(["사랑해"]);
    expect(await titles(storage, "бовь")).toEqual(["Любовь"]);
    expect(await titles(storage, "نور يا")).toEqual(["حبيبي يا نور العين"]);
  });

  test("a genre is found, shown, and at most eight are kept", async () => {
    const storage = await open();
    await addTracks(storage, [
      { title: "So What", genres: ["Jazz", "Modal\0 Jazz"] },
      { title: "Many", genres: Array.from({ length: 50 }, (_, index) => `genre${index}`) },
    ]);
    const [track] = (await find(storage, "what jazz")).tracks;
    expect(track).toMatchObject({ title: "So What", genre: "Jazz; Modal Jazz" });
    expect(await titles(storage, "genre7")).toEqual(["Many"]);
    expect(await titles(storage, "genre8")).toEqual([]);
  });

  test("titles and artists as asked come first, then those that begin so, then the rest", async () => {
    const storage = await open();
    await addTracks(storage, [
      { title: "A", artist: "Kings of Queens" },
      { title: "B", artist: "Queens of the Stone Age" },
      { title: "Queen Bee", artist: "Y" },
      { title: "C", artist: "Queen" },
      { title: "Queen", artist: "Z" },
    ]);
    expect(await titles(storage, "queen")).toEqual(["Queen", "C", "Queen Bee", "B", "A"]);
  });

  test("what is written anew is found under its new words alone, and what is deleted under none", async () => {
    const storage = await open();
    const [id = 0] = await addTracks(storage, [{ title: "Before" }], "subsonic");
    await addTracks(storage, [{ title: "After" }], "subsonic");
    expect(await titles(storage, "before")).toEqual([]);
    expect(await titles(storage, "after")).toEqual(["After"]);
    await storage.files.markRemoved(ME, [id], 5);
    expect(await titles(storage, "after")).toEqual([]);
    await storage.files.restore(ME, [id]);
    expect(await titles(storage, "after")).toEqual(["After"]);
    await storage.subsonicSongs.deleteAll(ME);
    expect(await find(storage, "after")).toEqual({ tracks: [], total: 0, totalIsExact: true });
  });

  test("a search may be kept to one source, and sees nobody else's tracks", async () => {
    const storage = await open();
    await addTracks(storage, [{ title: "Shared here" }]);
    await addTracks(storage, [{ title: "Shared there" }], "subsonic");
    expect((await find(storage, "shared", { source: "subsonic" })).tracks.map(({ title }) => title)).toEqual([
      "Shared there",
    ]);
    expect((await storage.tracks.list(999, { query: "shared", limit: 9, offset: 0 })).total).toBe(0);
  });

  test.each([
    "'; drop table tracks; --",
    '"',
    '" OR "',
    "NEAR(a b)",
    "a*",
    "^x",
    "title:love",
    "-love",
    "%",
    "_",
    "\\",
    "\0",
  ])("%j is looked for as it stands", async (query) => {
    const storage = await open();
    await addTracks(storage, [{ title: "Love song" }]);
    expect((await find(storage, query)).total).toBe(query === "\0" ? 1 : 0);
  });

  test("where very many match, every one is on exactly one page, the best first, and the total says that it is none", async () => {
    const storage = await open();
    const many = RANKED_MOST + 300;
    const tags = Array.from({ length: many }, (_, index) => ({
      title: `Endless ${index}`,
      artist: `Artist ${index % 7}`,
    }));
    await addTracks(storage, [...tags, { title: "The endless", artist: "A" }, { title: "Endless", artist: "Zz" }]);
    const pages = [];
    for (let offset = 0; offset < many + 2; offset += 400)
      pages.push(await find(storage, "endless", { limit: 400, offset }));
    expect(pages[0]!.tracks[0]!.title).toBe("Endless");
    const ids = pages.flatMap((page) => page.tracks.map(({ id }) => id));
    expect(ids).toHaveLength(many + 2);
    expect(new Set(ids).size).toBe(many + 2);
    expect(pages[0]).toMatchObject({ total: RANKED_MOST, totalIsExact: false });
    expect(pages.at(-1)).toMatchObject({ total: many + 2, totalIsExact: true });
    const beyond = await find(storage, "endless", { offset: many + 500 });
    expect(beyond.tracks).toEqual([]);
  });
}

function listContract(open: ContractSubject["open"]): void {
  test("a page behind a track goes on where that track stands", async () => {
    const storage = await open();
    const artists = ["c", "a", "b", "a", null];
    await addTracks(
      storage,
      artists.map((artist) => ({ artist })),
    );
    const first = await storage.tracks.list(ME, { limit: 2, offset: 0 });
    const after = first.tracks.at(-1)!.id;
    const second = await storage.tracks.list(ME, { limit: 2, offset: 0, after });
    const all = await storage.tracks.list(ME, { limit: 9, offset: 0 });
    expect([...first.tracks, ...second.tracks]).toEqual(all.tracks.slice(0, 4));
    expect(second.total).toBe(5);
    expect((await storage.tracks.list(ME, { limit: 2, offset: 0, after: 123_456 })).tracks).toEqual([]);
  });

  test("counts follow every change", async () => {
    const storage = await open();
    const count = () => storage.tracks.count(ME);
    expect(await count()).toEqual({ tracks: 0, playable: 0 });
    const ids = await addTracks(storage, [{}, {}, {}]);
    for (const id of ids.slice(0, 2)) await storage.files.storeFeatures(ME, id, FEATURES, 1);
    expect(await count()).toEqual({ tracks: 3, playable: 2 });
    await storage.files.storeFeatures(ME, ids[0]!, FEATURES, 2);
    expect(await count()).toEqual({ tracks: 3, playable: 2 });
    await storage.files.markRemoved(ME, ids.slice(0, 1), 9);
    await storage.files.markRemoved(ME, ids.slice(0, 1), 10);
    expect(await count()).toEqual({ tracks: 2, playable: 1 });
    await storage.files.restore(ME, ids);
    expect(await count()).toEqual({ tracks: 3, playable: 2 });
    // Written anew, a file is to be analysed anew.
    await addTracks(storage, [{}, {}, {}]);
    expect(await count()).toEqual({ tracks: 3, playable: 0 });
    await addTracks(storage, [{}], "subsonic");
    expect(await count()).toEqual({ tracks: 4, playable: 0 });
    await storage.subsonicSongs.deleteAll(ME);
    expect(await count()).toEqual({ tracks: 3, playable: 0 });
  });

  test("a transaction that is taken back takes its counts and its search entries along", async () => {
    const storage = await open();
    const fails = storage.inTransaction(async ({ files }) => {
      await files.storeTags(
        ME,
        [
          {
            path: "x",
            sizeBytes: 1,
            modifiedAtMs: 1,
            title: "Ghost",
            artist: null,
            album: null,
            durationMs: null,
            hasCover: false,
            mimeType: "audio/flac",
          },
        ],
        1,
      );
      throw new Error("no");
    });
    await expect(fails).rejects.toThrow("no");
    expect(await storage.tracks.count(ME)).toEqual({ tracks: 0, playable: 0 });
    expect((await find(storage, "ghost")).total).toBe(0);
  });

  test("files with problems are listed by themselves", async () => {
    const storage = await open();
    const ids = await addTracks(storage, [{ artist: "b" }, { artist: "a" }, {}]);
    for (const trackId of ids.slice(0, 2)) {
      await storage.files.storeProblem(ME, { trackId, code: "audio.broken", message: "no", checkedVersion: 1 });
    }
    const { tracks, total } = await storage.tracks.list(ME, { problems: true, limit: 9, offset: 0 });
    expect(tracks.map(({ artist }) => artist)).toEqual(["a", "b"]);
    expect(total).toBe(2);
  });

  test("any number of tracks is found by their ids", async () => {
    const storage = await open();
    const ids = await addTracks(
      storage,
      Array.from({ length: 1200 }, () => ({})),
    );
    const asked = [...ids, ...Array.from({ length: 70_000 }, (_, index) => 10_000_000 + index)];
    expect(await storage.tracks.findMany(ME, asked)).toHaveLength(1200);
  });
}

function changesContract(open: ContractSubject["open"]): void {
  test("what a playlist's choice rests on is noted; what it does not is not", async () => {
    const storage = await open();
    const [first = 0, second = 0] = await addTracks(storage, [{}, {}]);
    let mark = await storage.trackChanges.mark(ME);
    const changed = async (): Promise<number[]> => {
      const changes = await storage.trackChanges.since(ME, mark);
      if (changes === null) throw new Error("the journal was cut");
      mark = changes.mark;
      return [...new Set(changes.trackIds)].toSorted((a, b) => a - b);
    };
    await storage.files.storeProblem(ME, { trackId: first, code: "audio.broken", message: "no", checkedVersion: 1 });
    await storage.tracks.setLiked(ME, second, true);
    expect(await changed()).toEqual([]);
    await storage.files.storeFeatures(ME, first, FEATURES, 1);
    expect(await changed()).toEqual([first]);
    await storage.files.storeFeatures(ME, first, { ...FEATURES, valence: 0 }, 1);
    expect(await changed()).toEqual([first]);
    await storage.tracks.setLiked(ME, first, true);
    expect(await changed()).toEqual([first]);
    await storage.tracks.setLiked(ME, first, true);
    expect(await changed()).toEqual([]);
    const play = { trackId: second, playlistId: null, startedAtMs: 1, playedMs: 0, end: null };
    await storage.plays.insert(ME, play);
    await storage.feedback.insert(ME, { trackId: first, playlistId: null, kind: "like", givenAtMs: 1, target: null });
    expect(await changed()).toEqual([first, second]);
    await storage.files.markRemoved(ME, [first], 1);
    expect(await changed()).toEqual([first]);
    expect(await changed()).toEqual([]);
  });

  test("who lags behind a journal that was cut is told so", async () => {
    const storage = await open();
    const [id = 0] = await addTracks(storage, [{}]);
    const early = await storage.trackChanges.mark(ME);
    for (let i = 0; i < 10; i += 1) await storage.files.storeFeatures(ME, id, { ...FEATURES, valence: i / 10 }, i);
    const late = await storage.trackChanges.mark(ME);
    await storage.trackChanges.cut(3);
    expect(await storage.trackChanges.since(ME, early)).toBeNull();
    expect((await storage.trackChanges.since(ME, late))?.trackIds).toEqual([]);
  });
}
