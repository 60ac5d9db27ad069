/** axe-core finds nothing on any screen in any state, at 360 and 1280 px, light and dark. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as camera from "./pages/camera.ts";
import * as journey from "./pages/journey.ts";
import * as library from "./pages/library.ts";
import { moodButton, moodWord, showWay } from "./pages/mood.ts";
import { choosePhoto, photoOutcome } from "./pages/photo.ts";
import { sound } from "./pages/player.ts";
import { openPlaylist, showTab } from "./pages/playlists.ts";
import { goTo } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { pngPhoto, renamedText } from "./setting/photos.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("axe", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 2, seconds: 120 });
    await writeFile(join(music, "Broken.mp3"), "no sound");
    server = await startServer(null);
    browser = await openBrowser({ camera: "smiling" });
    app = await openApp(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  const clean = async (state: string, widths?: readonly number[]): Promise<void> => {
    expect(await axeViolations(app.page, state, widths)).toEqual([]);
  };

  test("a fault would be found, under the page's own policy", async () => {
    const { page, close } = await openApp(browser, server.url);
    await page.getByRole("heading", { name: "Where is your music?" }).waitFor();
    await page.evaluate(() => document.querySelector("main")?.append(document.createElement("button")));
    const found = await axeViolations(page, "with a nameless button", [360]);
    expect(found.join()).toContain("with a nameless button, 360 px, light: button-name");
    await close();
  });

  test("the first visit, without a folder", async () => {
    await app.page.getByRole("heading", { name: "Where is your music?" }).waitFor();
    await clean("first visit");
  });

  test("the library before, while and after the folder is read", async () => {
    const { page } = app;
    await goTo(page, "Library");
    await clean("empty library");
    await library.nameFolder(page, "/no such folder");
    await page.getByRole("alert").filter({ hasText: "no folder" }).waitFor();
    await clean("a folder that does not exist");
    await library.nameFolder(page, music);
    await clean("library while it is read");
    await scanOver(server);
    await expect.poll(() => library.scanWords(page), within).toContain("All songs are read");
    await clean("library");
    await library.search(page, "no such song");
    await page.getByText("Nothing found").waitFor();
    await clean("nothing found");
    await library.listedProblems(page);
    await clean("files with problems");
  });

  test("the library's map, doubles, and the way in and out", async () => {
    const { page } = app;
    await showTab(page, "Map");
    await page.getByRole("heading", { level: 2, name: "Map of your library" }).waitFor();
    await clean("map");
    await showTab(page, "Doubles");
    await page.getByRole("heading", { level: 2, name: "The same recording twice" }).waitFor();
    await clean("doubles");
    await showTab(page, "Import");
    await page.getByLabel("File to bring along").setInputFiles({
      name: "Foreign.m3u",
      mimeType: "audio/x-mpegurl",
      buffer: Buffer.from("#EXTM3U\n#EXTINF:60,The Sunny Band - Sunny 1\nSunny 1.mp3\nelsewhere/Nothing.mp3\n"),
    });
    await page.getByRole("region", { name: "What is in the file" }).waitFor();
    await clean("a file looked into");
  });

  test("playlists: all of them, and one open", async () => {
    const { page } = app;
    const { tracks } = (await server.ask("GET", "/tracks")).body;
    const trackIds = tracks.slice(0, 3).map(({ id }: { id: number }) => id);
    await server.ask("POST", "/playlists/own", { name: "Mine", trackIds });
    await showTab(page, "Playlists");
    await page.getByRole("link", { name: /^Mine/ }).waitFor();
    await clean("playlists");
    await openPlaylist(page, "Mine");
    await clean("a playlist, open");
  });

  test("settings", async () => {
    await goTo(app.page, "Settings");
    await clean("settings");
  });

  test("the camera: off, notice, reading, trouble", async () => {
    const { page } = app;
    await goTo(page, "Mood");
    await clean("home");
    await camera.startCamera(page, "Live");
    await camera.consentHeading(page).waitFor();
    await clean("notice");
    await camera.agree(page);
    await expect.poll(() => moodWord(page), within).toBe("Happy");
    await clean("live");
    await camera.stopButton(page).click();
    await page.evaluate(() => (window.watched.failWith = "NotReadableError"));
    await camera.startCamera(page, "Live");
    await camera.problemShown(page);
    await clean("camera in use");
  });

  test("photo: empty, read, refused", async () => {
    const { page } = app;
    await showWay(page, "Photo");
    await clean("photo, empty");
    await choosePhoto(page, await pngPhoto());
    await photoOutcome(page);
    await clean("photo, read");
    await choosePhoto(page, renamedText);
    await camera.problemShown(page);
    await clean("photo, refused");
  });

  test("mood pad, and each mood's colours while music plays", async () => {
    const { page } = app;
    await showWay(page, "Mood pad");
    await moodButton(page, "Happy").click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    await clean("playing");
    for (const word of ["Sad", "Angry", "Afraid", "Disgusted", "Surprised", "Neutral"] as const) {
      await moodButton(page, word).click();
      await expect.poll(() => moodWord(page), within).toBe(word);
      // What a mood changes is colour, the same at every width.
      await clean(`mood ${word}`, [1280]);
    }
  });

  test("a way over the plane, before it begins and while it is walked, and a hold", async () => {
    const { page } = app;
    await journey.choose(page, "Shift");
    await clean("a way looked at");
    await journey.begin(page);
    await expect.poll(async () => (await journey.songsOnPlane(page)).coming, within).toBeGreaterThan(0);
    await clean("a way walked");
    await journey.choose(page, "Hold");
    await clean("a hold", [1280]);
    await journey.choose(page, "Match");
  });

  test("the phone's sheets: song and queue", async () => {
    const { page } = app;
    await page.setViewportSize({ width: 360, height: 800 });
    const dock = page.getByRole("region", { name: "Player" });
    await dock.locator("[aria-haspopup=dialog]").first().click();
    await page.getByRole("dialog", { name: "Now playing" }).waitFor();
    await clean("song sheet");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 800 });
    await dock.getByRole("button", { name: "Queue" }).click();
    await page.getByRole("dialog", { name: "Up next" }).waitFor();
    await clean("queue sheet");
    await page.keyboard.press("Escape");
  });

  test("the server is away", async () => {
    const { page } = app;
    await server.kill();
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await page.getByText("The MoodSync server can't be reached.").first().waitFor();
    await clean("server away");
  });
});
