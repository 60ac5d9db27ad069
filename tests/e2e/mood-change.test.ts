/** A new mood changes what comes next and never what plays; the seven buttons are enough to say it. */
import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moodButton, MOOD_WORDS, moodWord } from "./pages/mood.ts";
import { nowPlaying, playingTitle, press, seekTo, sound, upcomingTitles } from "./pages/player.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic, kindOf } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const PER_KIND = 9;
/** The height that pages are opened with. */
const VIEWPORT_HEIGHT = 900;
const within = { timeout: PATIENCE_MS, interval: 100 };

/** Presses a mood button and gives the playlist that the server answers with. */
async function playlistAfter(page: Page, act: () => Promise<void>) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/playlists"));
  await act();
  return await (await answer).json();
}

describeInBrowser("a change of mood", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: PER_KIND });
    server = await startServer(music);
    await scanOver(server);
    browser = await openBrowser({ camera: null });
    ({ page } = await openApp(browser, server.url));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  test("the first mood starts the music", async () => {
    await playlistAfter(page, () => moodButton(page, "Happy").click());
    await expect.poll(() => sound(page), within).not.toBeNull();
    expect(await moodWord(page)).toBe("Happy");
    expect(kindOf((await playingTitle(page))!)).toBe("Sunny");
  });

  test("a long queue scrolls in its panel and does not lengthen the page", async () => {
    expect((await upcomingTitles(page)).length).toBeGreaterThan(12);
    const { whole, content } = await page.evaluate(() => ({
      whole: document.documentElement.scrollHeight,
      content: Math.ceil(document.body.getBoundingClientRect().height),
    }));
    expect(whole).toBeLessThanOrEqual(Math.max(content, VIEWPORT_HEIGHT));
  });

  test("the next mood replaces what comes and leaves what plays", async () => {
    const before = (await sound(page))!;
    const title = await playingTitle(page);
    const happyQueue = await upcomingTitles(page);
    const playlist = await playlistAfter(page, () => moodButton(page, "Sad").click());
    const wanted = playlist.entries
      .map((entry: { track: { title: string } }) => entry.track.title)
      .filter((name: string) => name !== title);
    await expect.poll(() => upcomingTitles(page), within).toEqual(wanted);
    expect(wanted).not.toEqual(happyQueue);
    await expect.poll(async () => (await sound(page))?.seconds, within).toBeGreaterThan(before.seconds);
    expect((await sound(page))?.url).toBe(before.url);
    expect(await playingTitle(page)).toBe(title);
    expect(await nowPlaying(page).getByText("After this song: Sad").isVisible()).toBe(true);
  });

  test("at the end of the song the new list begins by itself", async () => {
    const [first] = await upcomingTitles(page);
    expect(kindOf(first!)).toBe("Gloomy");
    const happy = (await sound(page))!.url;
    await seekTo(page, 0.9);
    await expect.poll(() => playingTitle(page), within).toBe(first);
    await expect.poll(async () => (await sound(page))?.url, within).not.toBe(happy);
    await expect.poll(async () => (await sound(page))?.seconds, within).toBeGreaterThan(0.5);
    expect(await nowPlaying(page).getByText("After this song").count()).toBe(0);
  });

  test("“Change now” does not wait for the end", async () => {
    const sad = await playingTitle(page);
    await playlistAfter(page, () => moodButton(page, "Happy").click());
    await nowPlaying(page).getByRole("button", { name: "Change now" }).click();
    await expect.poll(() => playingTitle(page), within).not.toBe(sad);
    expect(kindOf((await playingTitle(page))!)).toBe("Sunny");
  });

  test("each of the seven buttons asks for its own mood", async () => {
    const emotions = new Set<string>();
    for (const word of MOOD_WORDS.toReversed()) {
      const playlist = await playlistAfter(page, () => moodButton(page, word).click());
      emotions.add(playlist.emotion);
      expect(await moodWord(page)).toBe(word);
      expect(await moodButton(page, word).getAttribute("aria-pressed")).toBe("true");
    }
    expect(emotions.size).toBe(7);
  });

  test("play, pause, next and previous do what they say", async () => {
    const [first, second] = await upcomingTitles(page);
    await press(page, "Next song");
    await expect.poll(() => playingTitle(page), within).toBe(first);
    await expect.poll(() => sound(page), within).not.toBeNull();
    await press(page, "Pause");
    await expect.poll(() => sound(page), within).toBeNull();
    await press(page, "Play");
    await expect.poll(() => sound(page), within).not.toBeNull();
    await press(page, "Next song");
    await expect.poll(() => playingTitle(page), within).toBe(second);
    await press(page, "Previous song");
    await expect.poll(() => playingTitle(page), within).toBe(first);
  });
});
