/** A library under another path, and files under other names: what is liked, played and measured stays with the music. */
import { cp, mkdir, rename, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeSource, openOn, scanThrough, temporaryFolder, writeTrack, type Ask } from "./server-fixtures.ts";

interface Seen {
  id: number;
  path: string;
  liked: boolean;
  features: { valence: number } | null;
}

async function tracksOf(ask: Ask): Promise<Seen[]> {
  return (await ask("GET", "/tracks?limit=500")).body.tracks;
}

const idsOf = (tracks: readonly Seen[]): number[] => tracks.map(({ id }) => id);

/** Twelve tracks, no two of the same size, scanned; the third is liked and was played. */
async function openLibrary() {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  for (let i = 0; i < 12; i += 1) {
    await writeTrack(music, `old/${i}.mp3`, { artist: `Artist ${"x".repeat(3 * i)}`, valence: i / 20 });
  }
  const analysed: string[] = [];
  const source = fakeSource({ onAnalyse: (name) => void analysed.push(name) });
  const services = await openOn(data, {}, { source });
  const { ask } = services;
  await ask("PUT", "/library/folder", { folder: music });
  await scanThrough(ask);
  const liked = (await tracksOf(ask)).find(({ path }) => path === "old/3.mp3")!;
  const said = await ask("POST", "/feedback", { trackId: liked.id, kind: "like" });
  expect(said.status).toBeLessThan(300);
  const played = await ask("POST", "/plays", { trackId: liked.id });
  expect(played.status).toBe(201);
  analysed.length = 0;
  return { ...services, data, music, liked, analysed };
}

test("moved as a whole, nothing is measured again and every track is the one it was", async () => {
  const { ask, music, liked, analysed } = await openLibrary();
  const before = await tracksOf(ask);
  const elsewhere = join(await temporaryFolder(), "new home");
  await cp(music, elsewhere, { recursive: true, preserveTimestamps: true });
  await rm(music, { recursive: true });
  await ask("PUT", "/library/folder", { folder: elsewhere });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", unchanged: 12, analysed: 0, removed: 0 });
  expect(await tracksOf(ask)).toEqual(before);
  expect(before.find(({ id }) => id === liked.id)?.liked).toBe(true);
  expect(analysed).toEqual([]);
});

test("moved, with some files renamed and folders sorted anew: the same tracks, under their new names", async () => {
  const { ask, music, liked, analysed, data } = await openLibrary();
  const before = await tracksOf(ask);
  const elsewhere = join(await temporaryFolder(), "sorted");
  await cp(music, elsewhere, { recursive: true, preserveTimestamps: true });
  await mkdir(join(elsewhere, "by artist"));
  for (const i of [3, 4, 5]) await rename(join(elsewhere, `old/${i}.mp3`), join(elsewhere, `by artist/new ${i}.mp3`));
  await ask("PUT", "/library/folder", { folder: elsewhere });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 12, done: 12, analysed: 0, removed: 0 });
  const after = await tracksOf(ask);
  expect(new Set(idsOf(after))).toEqual(new Set(idsOf(before)));
  const kept = after.find(({ id }) => id === liked.id)!;
  expect(kept).toMatchObject({ path: "by artist/new 3.mp3", liked: true, features: { valence: 0.15 } });
  expect(analysed).toEqual([]);
  // A server that starts later, and the next scan, see the same.
  const later = await openOn(data, {}, {});
  expect((await tracksOf(later.ask)).map(({ id }) => id)).toEqual(after.map(({ id }) => id));
  expect(await scanThrough(later.ask)).toMatchObject({ unchanged: 12, analysed: 0, removed: 0 });
});

test("renamed while it was away: a track that was flagged as gone comes back under its new name", async () => {
  const { ask, music, liked } = await openLibrary();
  const away = join(await temporaryFolder(), "away.mp3");
  await rename(join(music, "old/3.mp3"), away);
  expect(await scanThrough(ask)).toMatchObject({ removed: 1 });
  await rename(away, join(music, "back again.mp3"));
  expect(await scanThrough(ask)).toMatchObject({ analysed: 0, removed: 0, total: 12 });
  const back = (await tracksOf(ask)).find(({ id }) => id === liked.id);
  expect(back).toMatchObject({ path: "back again.mp3", liked: true });
});

test("what only looks alike is not taken for the same: other tags, two that could be meant, another time", async () => {
  const { ask, music, analysed } = await openLibrary();
  const before = await tracksOf(ask);
  const idOf = (list: readonly Seen[], path: string) => list.find((track) => track.path === path)?.id;
  // Another song of the same size and time in place of 6.
  await rm(join(music, "old/6.mp3"));
  await writeTrack(music, "other.mp3", { artist: `Brtist ${"x".repeat(18)}`, valence: 0.3 });
  // Two files that could both be 7.
  for (const name of ["copy 1.mp3", "copy 2.mp3"]) {
    await cp(join(music, "old/7.mp3"), join(music, name), { preserveTimestamps: true });
  }
  await rm(join(music, "old/7.mp3"));
  // Touched since.
  await rename(join(music, "old/8.mp3"), join(music, "touched.mp3"));
  const now = new Date(1_700_000_500_000);
  await utimes(join(music, "touched.mp3"), now, now);
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ state: "completed", removed: 3, analysed: 4 });
  expect(analysed.toSorted()).toEqual(["copy 1.mp3", "copy 2.mp3", "other.mp3", "touched.mp3"]);
  const after = await tracksOf(ask);
  const known = new Set(before.map(({ id }) => id));
  for (const path of ["other.mp3", "copy 1.mp3", "copy 2.mp3", "touched.mp3"]) {
    expect(known.has(idOf(after, path)!)).toBe(false);
  }
});

test("renamed before a newer analyser looks: measured anew, and still the same track", async () => {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  await writeTrack(music, "a.mp3", { valence: 0.1 });
  await writeTrack(music, "b.mp3", { valence: 0.25 });
  const first = await openOn(data, { musicDir: music }, { source: fakeSource({ analyserVersion: 1 }) });
  await scanThrough(first.ask);
  const ids = (await tracksOf(first.ask)).map(({ id }) => id);
  await first.close();
  await rename(join(music, "b.mp3"), join(music, "c.mp3"));
  const second = await openOn(data, { musicDir: music }, { source: fakeSource({ analyserVersion: 2 }) });
  expect(await scanThrough(second.ask)).toMatchObject({ total: 2, done: 2, analysed: 2, removed: 0, failed: 0 });
  expect(new Set(idsOf(await tracksOf(second.ask)))).toEqual(new Set(ids));
});
