/** The whole job by keys alone: folder, camera, mood pad, player, library, each stop visible. */
import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as camera from "./pages/camera.ts";
import { moodButton, moodWord, padSlider } from "./pages/mood.ts";
import { nowPlaying, playingTitle, sound } from "./pages/player.ts";
import { screenLink } from "./pages/screens.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { tabTo } from "./setting/keyboard.ts";
import { fillWithMusic, kindOf } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("by keyboard alone", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 3 });
    server = await startServer(null);
    browser = await openBrowser({ camera: "smiling" });
    ({ page } = await openApp(browser, server.url));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  const button = (name: string) => page.getByRole("button", { name, exact: true });

  test("the first stop leads past the head of the page", async () => {
    // A key that comes before the page is drawn finds nothing to stop at.
    await page.getByText("Skip to content").waitFor({ state: "attached" });
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });

  test("the music folder is named and read", async () => {
    await tabTo(page, page.getByLabel("Music folder"));
    await page.keyboard.type(music);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await server.ask("GET", "/library/folder")).body.folder, within).toBe(music);
    await expect.poll(async () => (await server.ask("GET", "/library/scans/current")).body.scan, within).not.toBeNull();
    await scanOver(server);
  });

  test("the camera is let in by way of the notice, read, and stopped", async () => {
    await tabTo(page, button("Live"));
    await page.keyboard.press("Enter");
    await camera.consentHeading(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Before the camera goes on");
    await tabTo(page, button("Agree and turn on the camera"));
    await page.keyboard.press("Enter");
    await expect.poll(() => moodWord(page), within).toBe("Happy");
    await expect.poll(() => sound(page), within).not.toBeNull();
    await tabTo(page, camera.stopButton(page));
    await page.keyboard.press("Enter");
    await expect.poll(() => camera.trackStates(page), within).toEqual(["ended"]);
  });

  test("the mood pad moves by arrows, and the music follows", async () => {
    const ways = page.getByRole("group", { name: "How to tell your mood" });
    await tabTo(page, ways.getByRole("radio", { name: "Camera" }));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await padSlider(page, "Valence").waitFor();
    await tabTo(page, padSlider(page, "Valence"));
    const asked = page.waitForRequest((request) => request.url().endsWith("/api/playlists"));
    await page.keyboard.press("Home");
    expect((await asked).postDataJSON().mood.valence).toBe(-1);
    await tabTo(page, padSlider(page, "Arousal"));
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    expect(Number(await padSlider(page, "Arousal").inputValue())).toBeGreaterThan(-1);
    expect(await padSlider(page, "Arousal").getAttribute("aria-valuetext")).toMatch(/quiet/);
    await expect.poll(() => nowPlaying(page).getByText("After this song").count(), within).toBe(1);
  });

  test("a mood button, the player and its keys", async () => {
    // Backwards by Shift+Tab would do as well; forwards it wraps around the page.
    await tabTo(page, moodButton(page, "Sad"));
    await page.keyboard.press("Space");
    expect(await moodWord(page)).toBe("Sad");
    await tabTo(page, nowPlaying(page).getByRole("button", { name: "Change now" }));
    await page.keyboard.press("Enter");
    await expect.poll(async () => kindOf((await playingTitle(page)) ?? "Sunny"), within).toBe("Gloomy");
    await expect.poll(() => sound(page), within).not.toBeNull();
    await tabTo(page, nowPlaying(page).getByRole("button", { name: "Pause" }));
    await page.keyboard.press("Enter");
    await expect.poll(() => sound(page), within).toBeNull();
    // Away from every control the space bar is the player's.
    await page.evaluate(() => document.querySelector("main")?.focus());
    await page.keyboard.press("Space");
    await expect.poll(() => sound(page), within).not.toBeNull();
    const before = await playingTitle(page);
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => playingTitle(page), within).not.toBe(before);
  });

  test("the library is reached, searched, and a song of it played", async () => {
    await tabTo(page, screenLink(page, "Library"));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByLabel("Search songs"));
    await page.keyboard.type("Peaceful 2");
    const song = page.getByRole("list", { name: "Songs" }).getByRole("button", { name: /^Play: *Peaceful 2/ });
    await song.waitFor();
    await tabTo(page, song);
    await page.keyboard.press("Enter");
    await expect.poll(() => playingTitle(page), within).toBe("Peaceful 2");
  });
});
