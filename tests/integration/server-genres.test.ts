/** Genres: read with the tags, searched, shown; and read once more where an earlier version did not look for them. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { databaseFile } from "../../src/server/data-folder.ts";
import { fakeSource, openOn, scanThrough, temporaryFolder, writeTrack } from "./server-fixtures.ts";

test("a library that was read before genres were gets them with the next scan, and nothing is analysed again", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "a.mp3", { genres: ["Fado", "World"], valence: 0.5 });
  await writeTrack(music, "b.mp3", { genres: ["Rock"] });
  const data = await temporaryFolder();
  const analysed: string[] = [];
  const source = fakeSource({ onAnalyse: (name) => void analysed.push(name) });
  const { ask } = await openOn(data, { musicDir: music }, { source });
  await scanThrough(ask);
  expect(analysed).toHaveLength(2);
  const fado = async () => (await ask("GET", "/tracks?query=fado")).body;
  expect((await fado()).tracks[0]).toMatchObject({ title: "a", genre: "Fado; World" });

  const database = new Database(databaseFile(data));
  database.exec("UPDATE tracks SET tags_version = NULL, genre = NULL, search_text = replace(search_text, 'fado', '')");
  database.close();
  expect((await fado()).total).toBe(0);
  const again = await scanThrough(ask);
  expect(again).toMatchObject({ state: "completed", total: 2, done: 2, unchanged: 2, analysed: 0 });
  expect((await fado()).tracks[0]).toMatchObject({ genre: "Fado; World", features: { valence: 0.5 } });
  expect(analysed).toHaveLength(2);
});

test("a file that cannot be read again keeps what is known of it", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "a.mp3", { genres: ["Fado"] });
  const data = await temporaryFolder();
  const source = fakeSource();
  const { ask } = await openOn(data, { musicDir: music }, { source });
  await scanThrough(ask);
  const database = new Database(databaseFile(data));
  database.exec("UPDATE tracks SET tags_version = NULL");
  database.close();
  const listAudioFiles = source.listAudioFiles.bind(source);
  // Gone between the listing and the reading.
  source.listAudioFiles = async function* (folder, options) {
    yield* listAudioFiles(folder, options);
    await rm(join(music, "a.mp3"));
  };
  expect(await scanThrough(ask)).toMatchObject({ state: "completed" });
  expect((await ask("GET", "/tracks?query=fado")).body.total).toBe(1);
});
