/** The library in the page: naming a folder, a scan that is watched, stopped and resumed, music meanwhile, search, problems. */
import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeWav } from "../synth/wav-file.ts";
import { piece } from "../synth/music.ts";
import * as library from "./pages/library.ts";
import { moodButton } from "./pages/mood.ts";
import { sound } from "./pages/player.ts";
import { goTo } from "./pages/screens.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 50 };
/** Enough minutes of music that a scan can be caught in the middle. */
const SONGS = 60;
const SECONDS = 90;
const BROKEN = ["Not a song.mp3", "Empty.flac", "Übergröße – 音楽.ogg"];

/** Files that share one sound on the disk, and three that are not what their names say. */
async function fillFolder(folder: string): Promise<void> {
  const samples = piece({ tempoBpm: 120, seconds: SECONDS, sampleRateHz: 22_050 });
  const first = join(folder, "Song 01.wav");
  await writeFile(first, encodeWav([samples], { sampleRateHz: 22_050 }));
  for (let number = 2; number <= SONGS; number++) {
    await link(first, join(folder, `Song ${String(number).padStart(2, "0")}.wav`));
  }
  for (const name of BROKEN) {
    await writeFile(join(folder, name), name.startsWith("Empty") ? "" : "words, words, words ".repeat(200));
  }
}

describeInBrowser("the library", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillFolder(music);
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  test("a newcomer is asked for the folder, and told when there is none of that name", async () => {
    const { page } = app;
    await page.getByRole("heading", { name: "Where is your music?" }).waitFor();
    await library.nameFolder(page, join(music, "no such folder"));
    await page.getByRole("alert").filter({ hasText: "There is no folder at this path." }).waitFor();
    await library.nameFolder(page, "Music");
    await page.getByRole("alert").filter({ hasText: "whole path" }).waitFor();
    expect((await server.ask("GET", "/library/folder")).body.folder).toBeNull();
  });

  test("the scan counts n of N as the server tells it", async () => {
    const { page } = app;
    await library.nameFolder(page, music);
    await goTo(page, "Library");
    const seen = new Set<number>();
    const totals = new Set<number>();
    await expect
      .poll(async () => {
        const progress = await library.scanProgress(page);
        if (progress === null || progress.total === 0) return seen.size;
        totals.add(progress.total);
        return seen.add(progress.done).size;
      }, within)
      .toBeGreaterThan(3);
    expect([...totals]).toEqual([SONGS + BROKEN.length]);
    expect([...seen], "it never goes back").toEqual([...seen].toSorted((a, b) => a - b));
    expect(await library.scanWords(page)).toMatch(/about \d+ (s|min) left/);
    const events = app.requests.filter((request) => request.url().endsWith("/api/library/events"));
    expect(events).toHaveLength(1);
    const polls = app.requests.filter((request) => request.url().endsWith("/api/library/scans/current"));
    expect(polls.length, "told, not asked for again and again").toBeLessThan(seen.size + 3);
  });

  test("music plays before the scan ends", async () => {
    const { page } = app;
    await goTo(page, "Mood");
    await moodButton(page, "Happy").click();
    await expect.poll(async () => (await sound(page))?.seconds ?? 0, within).toBeGreaterThan(0.5);
    const { scan } = (await server.ask("GET", "/library/scans/current")).body;
    expect(scan.state).toBe("running");
    expect(scan.done).toBeLessThan(scan.total);
  });

  test("it stops when it is told to, and resumes where it stopped", async () => {
    const { page } = app;
    await goTo(page, "Library");
    await library.scanButton(page, "Stop").click();
    await expect.poll(() => library.scanWords(page), within).toContain("Stopped");
    const stopped = await scanOver(server);
    expect(stopped.state).toBe("cancelled");
    expect(stopped.analysed).toBeGreaterThan(0);
    expect(stopped.analysed).toBeLessThan(SONGS);
    await library.scanButton(page, "Resume").click();
    const resumed = await scanOver(server);
    expect(resumed).toMatchObject({ state: "completed", total: SONGS + BROKEN.length });
    expect(resumed.unchanged, "what was analysed is not analysed again").toBeGreaterThanOrEqual(stopped.analysed);
    expect(resumed.unchanged + resumed.analysed + resumed.failed).toBe(SONGS + BROKEN.length);
    await expect.poll(() => library.scanWords(page), within).toContain("All songs are read");
    expect(await library.scanWords(page)).toContain("could not be read");
  });

  test("a search narrows the list as one types", async () => {
    const { page } = app;
    await library.search(page, "song 2");
    // Every word must be found, one of a letter or two at the beginning of a word: 20 to 29, not 12.
    await expect.poll(() => library.songCount(page), within).toBe("10 songs");
    await expect.poll(async () => (await library.listedSongs(page)).length, within).toBe(10);
    for (const title of await library.listedSongs(page)) expect(title).toMatch(/^Song 2\d$/);
    // A longer one is found inside a word, too.
    await library.search(page, "ong 12");
    await expect.poll(() => library.listedSongs(page), within).toEqual(["Song 12"]);
    await library.search(page, "no song is called this");
    await page.getByText("Nothing found").waitFor();
    await library.search(page, "");
    await expect.poll(() => library.songCount(page), within).toMatch(/^6\d songs$/);
  });

  test("files that could not be read are listed with their reasons", async () => {
    const problems = await library.listedProblems(app.page);
    expect(problems).toHaveLength(BROKEN.length);
    for (const name of BROKEN) {
      const problem = problems.find((text) => text.startsWith(name));
      expect(problem, name).toBeDefined();
      expect(problem!.length).toBeGreaterThan(name.length + 15);
    }
    expect(app.errors.filter((error) => !/status of 4\d\d/.test(error))).toEqual([]);
  });
});
