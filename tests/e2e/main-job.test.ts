/** The main job, from an empty page to music that fits a face: notice, camera, reading, mood, playlist, sound, stop. */
import { rm } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlaylistEntry } from "../../src/contracts/playlists.ts";
import { affectDistance, EMOTION_POINTS } from "../../src/core/affect/emotion.ts";
import * as camera from "./pages/camera.ts";
import { moodPoint, moodSentence, moodWord } from "./pages/mood.ts";
import { nowPlaying, playingTitle, sound, trackIdOf, upcomingTitles } from "./pages/player.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic, kindOf } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

/** Of each kind; four kinds make more than the 25 of a playlist. */
const PER_KIND = 9;

const within = { timeout: PATIENCE_MS, interval: 100 };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describeInBrowser("the main job, with a face that smiles", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: PER_KIND });
    server = await startServer(music);
    await scanOver(server);
    browser = await openBrowser({ camera: "smiling" });
    app = await openApp(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  test("the notice comes before the browser is asked for the camera", async () => {
    const { page } = app;
    await camera.startCamera(page, "Live");
    await camera.consentHeading(page).waitFor();
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => window.watched.cameraRequests)).toBe(0);
    expect(await page.getByText("Frames stay on this device", { exact: true }).isVisible()).toBe(true);
    const playlist = page.waitForResponse((response) => response.url().endsWith("/api/playlists"));
    await camera.agree(page);
    await camera.liveReading(page);
    expect(await page.evaluate(() => window.watched.cameraRequests)).toBe(1);
    await playlist;
  });

  test("the face has a box and seven probabilities, the frames have figures", async () => {
    const { page } = app;
    await expect.poll(() => camera.faceCards(page), within).toHaveLength(1);
    await expect.poll(async () => (await camera.faceCards(page))[0]?.percents["happy"], within).toBeGreaterThan(45);
    const [card] = await camera.faceCards(page);
    const percents = Object.values(card!.percents);
    expect(percents).toHaveLength(7);
    const sum = percents.reduce((total, percent) => total + percent, 0);
    // Seven roundings move the sum by at most three and a half.
    expect(Math.abs(sum - 100)).toBeLessThan(4);
    const drawn = await camera.drawnArea(page);
    expect(drawn, "a box is drawn").not.toBeNull();
    // The clip shows one large face near the middle.
    expect((drawn!.left + drawn!.right) / 2).toBeGreaterThan(0.3);
    expect((drawn!.left + drawn!.right) / 2).toBeLessThan(0.7);
    const { framesPerSecond, frameMs } = await camera.cameraFigures(page);
    expect(framesPerSecond).toBeGreaterThan(1);
    expect(frameMs).toBeGreaterThan(0);
  });

  test("the mood is happy: its word, its origin, its point", async () => {
    const { page } = app;
    await expect.poll(() => moodWord(page), within).toBe("Happy");
    expect(await moodSentence(page)).toMatch(/One face in view, \d+ % sure/);
    const point = await moodPoint(page);
    expect(point!.x, "on the pleasant side").toBeGreaterThan(0.6);
    expect(point!.y, "on the lively side").toBeLessThan(0.5);
    await expect.poll(async () => (await server.ask("GET", "/mood-readings")).body.total, within).toBeGreaterThan(0);
    const { readings } = (await server.ask("GET", "/mood-readings")).body;
    expect(readings[0]).toMatchObject({ source: "camera", emotion: "happy", faceCount: 1 });
  });

  test("the playlist fits the mood", async () => {
    const { page } = app;
    await expect.poll(() => playingTitle(page), within).not.toBeNull();
    const played = trackIdOf((await soundOf(app)).url);
    const titles = [await playingTitle(page), ...(await upcomingTitles(page))].map((title) => title ?? "");
    expect(titles).toHaveLength(25);
    expect(new Set(titles).size).toBe(25);
    // Pieces that were made to be happy come first. The fitted map hears clear, fast music as rather pleasant in minor, too, so
    // that the last of them may lie as far off as the first stormy one; gloomy and peaceful ones lie far behind.
    const kinds = titles.slice(0, PER_KIND).map(kindOf);
    expect(kinds.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => "Sunny"));
    expect(kinds).not.toContain("Gloomy");
    expect(kinds).not.toContain("Peaceful");
    const library = (await server.ask("GET", "/tracks?limit=500")).body.tracks;
    const sunny = library.filter((track: Track) => titles.slice(0, PER_KIND).includes(track.title));
    const fromHappy = ({ features }: Track): number => affectDistance(features, EMOTION_POINTS.happy);
    expect(mean(sunny.map(fromHappy))).toBeLessThan(mean(library.map(fromHappy)) / 2);
    const valence = ({ features }: Track): number => features.valence;
    expect(mean(sunny.map(valence))).toBeGreaterThan(mean(library.map(valence)) + 0.2);
    expect(library.find((track: Track) => track.id === played)?.title).toBe(titles[0]);
    expect(await nowPlaying(page).getByText("Why this song:").isVisible()).toBe(true);
  });

  test("it sounds, and the system's media controls know what", async () => {
    const { page } = app;
    const before = await soundOf(app);
    await expect.poll(async () => (await soundOf(app)).seconds, within).toBeGreaterThan(before.seconds + 1);
    const session = await page.evaluate(() => ({
      title: navigator.mediaSession.metadata?.title,
      state: navigator.mediaSession.playbackState,
    }));
    expect(session.state).toBe("playing");
    expect(await nowPlaying(page).getByText(session.title!, { exact: true }).isVisible()).toBe(true);
  });

  test("one tap stops the camera for good, while the music goes on", async () => {
    const { page } = app;
    expect(await camera.cameraLights(page).count()).toBeGreaterThan(0);
    expect(await camera.trackStates(page)).toEqual(["live"]);
    await camera.stopButton(page).click();
    await expect.poll(() => camera.trackStates(page), within).toEqual(["ended"]);
    await expect.poll(() => camera.cameraLights(page).count(), within).toBe(0);
    const { frames } = await page.evaluate(() => ({ frames: window.watched.frames }));
    const before = await soundOf(app);
    await expect.poll(async () => (await soundOf(app)).seconds, within).not.toBe(before.seconds);
    expect(await page.evaluate(() => window.watched.frames), "no frame is read any more").toBe(frames);
    expect(await moodWord(page), "the mood stays").toBe("Happy");
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});

type Track = PlaylistEntry["track"] & { features: { valence: number; arousal: number } };

async function soundOf({ page }: AppPage) {
  await expect.poll(() => sound(page), within).not.toBeNull();
  return (await sound(page))!;
}
