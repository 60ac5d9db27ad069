/** Tags of a megabyte, of control characters, of marks that turn the text around: the track is listed, found and shown in one line. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTags } from "../../src/sources/local/tags.ts";
import { flacWithTags } from "../synth/hostile-files.ts";
import { fakeSource, openOn, scanThrough, temporaryFolder } from "./server-fixtures.ts";

const MEGABYTE = 1_000_000;
/** Control characters and marks of direction, by their code points. */
const UNWANTED = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "megabyte.flac": {
    TITLE: `Endless ${"la ".repeat(MEGABYTE / 3)}`,
    ARTIST: "x".repeat(MEGABYTE),
    GENRE: "y;".repeat(MEGABYTE / 2),
  },
  "control.flac": {
    TITLE: "Bell\u0007 and\u001B[31m red\nline",
    ARTIST: "Nobody\0hidden",
    ALBUM: "\u202Eesrever\u202C",
  },
  "nothing.flac": { TITLE: "\u0000\u0001\u0002", ARTIST: "   " },
  "plain.flac": { TITLE: "Plain", ARTIST: "Somebody" },
};

test("they are stored clean and short, in a second, and everything else is as ever", async () => {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  for (const [name, tags] of Object.entries(FILES)) await writeFile(join(music, name), flacWithTags(tags));
  // The tags are read for real; the sound is not what this is about.
  const pool = { analyse: async () => Promise.reject(new Error("silence")), close: async () => undefined };
  const source = { ...fakeSource(), readTags, openAnalysisPool: async () => pool };
  const { ask } = await openOn(data, { musicDir: music }, { source });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 4, done: 4 });

  const { tracks, total } = (await ask("GET", "/tracks?limit=50")).body;
  expect(total).toBe(4);
  const of = (name: string) => tracks.find(({ path }: { path: string }) => path === name);
  for (const track of tracks) {
    for (const text of [track.title, track.artist, track.album, track.genre]) {
      expect(text ?? "").not.toMatch(UNWANTED);
      expect((text ?? "").length).toBeLessThanOrEqual(1000);
    }
  }
  expect(of("megabyte.flac").title).toMatch(/^Endless la la/);
  expect(of("megabyte.flac").title.length).toBeLessThanOrEqual(300);
  expect(of("control.flac")).toMatchObject({ title: "Bell and [31m red line", album: "esrever" });
  // A title of nothing is no title: the file's name stands in.
  expect(of("nothing.flac")).toMatchObject({ title: "nothing", artist: null });
  expect((await ask("GET", "/tracks?query=endless")).body.total).toBe(1);
  expect((await ask("GET", "/tracks?query=plain%20somebody")).body.tracks[0].path).toBe("plain.flac");
});

test("a megabyte of tag is read in far less than a second", async () => {
  const path = join(await temporaryFolder(), "megabyte.flac");
  await writeFile(path, flacWithTags(FILES["megabyte.flac"]!));
  const before = process.cpuUsage();
  expect((await readTags(path)).artist).toHaveLength(300);
  const { user, system } = process.cpuUsage(before);
  // By the processor's time, since what runs beside the tests is not the reader's.
  expect((user + system) / 1000).toBeLessThan(1000);
});
