/** The library as a map: drawn after the scan, told as a list, pressed to hear a song or a group. */
import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LibraryMap } from "../../src/contracts/library-map.ts";
import * as map from "./pages/library-map.ts";
import { moodWord } from "./pages/mood.ts";
import { playingTitle, sound } from "./pages/player.ts";
import { showTab } from "./pages/playlists.ts";
import { goTo } from "./pages/screens.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 200 };
/** The whole scan and the first map, on a machine that does other things beside. */
const SCAN_WITHIN_MS = 300_000;
/** The map is drawn by a job of low priority. */
const drawn = { timeout: 100_000, interval: 500 };

describeInBrowser("the map of the library", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 4, seconds: 30 });
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url);
    ({ page } = app);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  const known = async (): Promise<LibraryMap> => (await server.ask("GET", "/library/map")).body;

  test("an empty library says that there is nothing to draw", async () => {
    await showTab(page, "Map");
    await expect.poll(() => page.getByText("Nothing to draw yet").isVisible(), within).toBe(true);
    expect((await known()).state).toBe("empty");
  });

  test(
    "once the folder is read the map is there: groups on the picture and in the list",
    async () => {
      await server.ask("PUT", "/library/folder", { folder: music });
      await server.ask("POST", "/library/scans");
      await scanOver(server);
      await expect.poll(async () => (await known()).state, drawn).toBe("ready");
      await page.reload();
      await showTab(page, "Map");
      await expect.poll(() => map.groups(page).count(), within).toBeGreaterThan(0);
      const { clusters, points } = await known();
      const { listed, drawn: names } = await map.groupNames(page);
      expect(listed).toEqual(clusters.map(({ name }) => name));
      expect(names.every((name) => listed.includes(name))).toBe(true);
      expect(points).toHaveLength(16);
      const boxes = await map.nameBoxes(page);
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart, "no name lies on another").toBe(true);
        }
      }
    },
    SCAN_WITHIN_MS,
  );

  test("a point that is pressed is a song that can be played", async () => {
    const { points } = await known();
    await map.pressPoint(page, points[0]!);
    const song = page.getByRole("list", { name: "Song on the map" });
    await song.getByRole("button", { name: /^Play: / }).click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    expect(await song.textContent()).toContain((await playingTitle(page))!);
  });

  test("a group, chosen by keys, lists its songs, plays, and is a place to start from", async () => {
    const group = map.groups(page).first();
    await group.focus();
    await page.keyboard.press("Enter");
    expect(await group.getAttribute("aria-pressed")).toBe("true");
    const [cluster] = (await known()).clusters;
    const songs = page.getByRole("list", { name: `Songs of ${cluster!.name}` });
    await expect.poll(() => songs.getByRole("listitem").count(), within).toBe(cluster!.count);
    const first = (await songs.getByRole("listitem").first().textContent()) ?? "";
    await page.getByRole("button", { name: "Play this group" }).click();
    await expect.poll(async () => first.includes((await playingTitle(page)) ?? "nothing"), within).toBe(true);
    const answer = page.waitForResponse((response) => response.url().endsWith("/api/playlists"));
    await page.getByRole("button", { name: "Start from here" }).click();
    const { mood } = (await answer).request().postDataJSON();
    expect(mood.valence).toBeCloseTo(cluster!.valence, 1);
    expect(mood.arousal).toBeCloseTo(cluster!.arousal, 1);
    await goTo(page, "Mood");
    expect(await moodWord(page)).not.toBe("");
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});
