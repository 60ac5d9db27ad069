/** Playlists of one's own and of the twelve moods: kept, ordered, changed, shared as files, told of changes elsewhere, deleted. */
import { readFile, rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOOD_NAMES } from "../../src/core/affect/mood-names.ts";
import { moodButton } from "./pages/mood.ts";
import { playingTitle, sound, upcomingTitles } from "./pages/player.ts";
import * as lists from "./pages/playlists.ts";
import { goTo, messages } from "./pages/screens.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
/** Twelve lists are made one after the other, at low priority. */
const renewed = { timeout: 60_000, interval: 500 };
const NAME = "Rain, and after";

describeInBrowser("playlists", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 3, seconds: 60 });
    server = await startServer(music);
    await scanOver(server);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url, { acceptDownloads: true });
    ({ page } = app);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  const kept = async (): Promise<{ id: number; version: number; name: string; titles: string[]; ids: number[] }> => {
    const { playlists } = (await server.ask("GET", "/playlists")).body;
    const { body } = await server.ask("GET", `/playlists/${playlists[0].id}`);
    const tracks = body.entries.map(({ track }: { track: { id: number; title: string } }) => track);
    return {
      id: body.id,
      version: body.version,
      name: body.name,
      titles: tracks.map(({ title }: { title: string }) => title),
      ids: tracks.map(({ id }: { id: number }) => id),
    };
  };

  /** What the screen says is what the server keeps. */
  async function expectKept(): Promise<string[]> {
    await expect.poll(() => lists.keepingWord(page), within).toBe("All changes are kept");
    const shown = await lists.songTitles(page);
    expect((await kept()).titles).toEqual(shown);
    return shown;
  }

  async function saved(act: () => Promise<void>): Promise<{ name: string; text: string }> {
    const download = page.waitForEvent("download");
    await act();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  }

  test("what plays and what comes next is kept under a name", async () => {
    await moodButton(page, "Sad").click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    const queue = [await playingTitle(page), ...(await upcomingTitles(page))];
    await page.getByRole("button", { name: "Keep as a playlist" }).click();
    await page.getByLabel("Name of the playlist").fill(NAME);
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await messages(page).getByText(NAME).waitFor();
    expect(await kept()).toMatchObject({ name: NAME, titles: queue });
    await lists.showTab(page, "Playlists");
    await expect.poll(() => lists.ownPlaylists(page), within).toEqual([NAME]);
  });

  test("songs are put in another order by buttons and by their grips", async () => {
    await lists.openPlaylist(page, NAME);
    const before = await lists.songTitles(page);
    await page.getByRole("button", { name: `Move ${before[0]} down` }).click();
    const after = await expectKept();
    expect(after.slice(0, 2)).toEqual([before[1], before[0]]);
    expect(
      await page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      "the button goes along with its song",
    ).toBe(`Move ${before[0]} down`);
    await lists.dragSong(page, 3, 0);
    const dragged = await expectKept();
    expect(dragged[0]).toBe(after[3]);
    expect(dragged.toSorted()).toEqual(before.toSorted());
  });

  test("songs are taken out, brought back, and put in from the library", async () => {
    const before = await lists.songTitles(page);
    await page.getByRole("button", { name: `Take ${before[1]} out` }).click();
    expect(await expectKept()).toEqual(before.toSpliced(1, 1));
    await messages(page).getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => lists.songTitles(page), within).toEqual(before);
    await page.getByLabel("Add songs").fill("sunny 2");
    await page.getByRole("button", { name: "Add Sunny 2" }).click();
    expect(await expectKept()).toEqual([...before, "Sunny 2"]);
  });

  test("it takes another name, and plays from any song", async () => {
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel(`New name of ${NAME}`).fill("Rain");
    await page.getByRole("button", { name: "Rename", exact: true }).click();
    await page.getByRole("heading", { level: 2, name: "Rain" }).waitFor();
    const titles = await expectKept();
    expect((await kept()).name).toBe("Rain");
    await page.getByRole("button", { name: `Play from here: ${titles[2]}` }).click();
    await expect.poll(() => playingTitle(page), within).toBe(titles[2]);
  });

  test("it is saved as a file that names its songs", async () => {
    const { name, text } = await saved(() => page.getByRole("button", { name: "Save as M3U" }).click());
    expect(name).toBe("Rain.m3u8");
    expect(text.startsWith("#EXTM3U")).toBe(true);
    const { titles } = await kept();
    expect(text.match(/^#EXTINF/gmu)).toHaveLength(titles.length);
    expect(text).toContain(music);
  });

  test("a change that was made elsewhere meanwhile is told, and nothing is overwritten", async () => {
    const { id, version, ids, titles } = await kept();
    const reversed = ids.toReversed();
    const { status } = await server.ask("PATCH", `/playlists/${id}`, { version, trackIds: reversed });
    expect(status).toBe(200);
    await page.getByRole("button", { name: `Move ${titles[0]} down` }).click();
    const warning = page.getByRole("alert").filter({ hasText: "changed elsewhere meanwhile" });
    await warning.waitFor();
    expect((await kept()).ids, "what was done elsewhere stands").toEqual(reversed);
    await warning.getByRole("button", { name: "Load it again" }).click();
    await expect.poll(() => lists.songTitles(page), within).toEqual(titles.toReversed());
    // The song that was put in stands there twice by now.
    await page
      .getByRole("button", { name: `Move ${titles.at(-1)} down` })
      .first()
      .click();
    await expectKept();
  });

  test("deleted, it can be brought back", async () => {
    const { titles } = await kept();
    await page.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => lists.ownPlaylists(page), within).toEqual([]);
    await messages(page).getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => lists.ownPlaylists(page), within).toEqual(["Rain"]);
    expect((await kept()).titles).toEqual(titles);
  });

  test("the twelve moods have playlists that say why they were renewed; a copy of one is kept", async () => {
    await page.getByRole("button", { name: "Renew all" }).click();
    const moods = page.getByRole("list", { name: "Playlists of the moods" });
    await expect.poll(() => moods.getByRole("listitem").count(), within).toBe(MOOD_NAMES.length);
    await expect.poll(async () => (await server.ask("GET", "/standing-playlists")).body.renewing, renewed).toBeNull();
    const { playlists } = (await server.ask("GET", "/standing-playlists")).body;
    const playable = playlists.filter(({ tracks }: { tracks: number }) => tracks > 0).length;
    expect(playable).toBeGreaterThanOrEqual(3);
    await expect.poll(() => moods.getByRole("button", { name: /^Play / }).count(), within).toBe(playable);
    await expect.poll(() => moods.textContent(), within).toMatch(/Sad\d+ songs? · (made|renewed as you asked) /);
    await moods.getByRole("button", { name: "Keep a copy of Sad" }).click();
    await expect.poll(async () => (await lists.ownPlaylists(page)).toSorted().join(), within).toMatch(/^Rain,Sad, /);
    const { text } = await saved(() => moods.getByRole("button", { name: "Save Happy as M3U" }).click());
    expect(text.startsWith("#EXTM3U")).toBe(true);
    await moods.getByRole("button", { name: "Play Happy" }).click();
    await expect.poll(() => playingTitle(page), within).toMatch(/^(Sunny|Stormy)/);
  });

  test("the mood screen has all twelve, one press each", async () => {
    await goTo(page, "Mood");
    const moods = page.getByRole("list", { name: "Playlists of the moods" });
    await expect.poll(() => moods.getByRole("listitem").count(), within).toBe(MOOD_NAMES.length);
    await moods.getByRole("button", { name: /^Sad/ }).click();
    await expect.poll(() => page.getByRole("region", { name: "Now playing" }).textContent(), within).toContain("Sad");
  });

  test("nothing went wrong behind the screen but the refusal that was asked for", () => {
    expect(app.errors.filter((error) => !error.includes("409"))).toEqual([]);
  });
});
