/** Match, Shift and Hold without a camera: a way over the plane, dragged by pointer and by keys, re-chooses what follows. */
import { rm } from "node:fs/promises";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affectDistance, EMOTION_POINTS } from "../../src/core/affect/emotion.ts";
import { LONGEST_JOURNEY_STEP } from "../../src/core/affect/journey.ts";
import * as journey from "./pages/journey.ts";
import { moodButton, moodWord, showWay } from "./pages/mood.ts";
import { choosePhoto, photoOutcome } from "./pages/photo.ts";
import { playingTitle, sound, upcomingTitles } from "./pages/player.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { pngPhoto } from "./setting/photos.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
const CALM = { valence: 0.45, arousal: -0.6 };

describeInBrowser("a way from mood to mood", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 4, seconds: 60 });
    server = await startServer(music);
    await scanOver(server);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url);
    ({ page } = app);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await rm(music, { recursive: true, force: true });
  });

  const asked = (): Request[] =>
    app.requests.filter((request) => request.method() === "POST" && request.url().endsWith("/api/playlists"));

  /** What the act asks for, and the list that came of it. */
  async function wishAfter(act: () => Promise<void>) {
    const answer = page.waitForResponse((response) => response.url().endsWith("/api/playlists"));
    await act();
    const response = await answer;
    expect(response.status()).toBe(201);
    return { wish: response.request().postDataJSON(), list: await response.json() };
  }

  const titles = (list: { entries: { track: { title: string } }[] }): string[] =>
    list.entries.map(({ track }) => track.title);

  test("it can be looked at before it begins: from the mood to the goal in small steps", async () => {
    await moodButton(page, "Sad").click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    const before = asked().length;
    await journey.choose(page, "Shift");
    await journey.choiceOf(page, "Where to?", "Calm");
    const stops = await journey
      .waypoints(page)
      .evaluateAll((all) =>
        all.map((one) => ({ label: one.getAttribute("aria-label"), text: one.getAttribute("aria-valuetext") })),
      );
    expect(stops.length).toBeGreaterThanOrEqual(5);
    expect(stops[0]).toEqual({ label: `Waypoint 1 of ${stops.length}`, text: "valence -.65, arousal -.35" });
    expect(stops.at(-1)?.text).toBe("valence .45, arousal -.6");
    expect(asked(), "looking asks for nothing").toHaveLength(before);
    const size = await journey.waypoints(page).first().boundingBox();
    expect(Math.min(size!.width, size!.height), "large enough for a finger").toBeGreaterThanOrEqual(44);
  });

  test("begun, the songs lead there, and the one that plays goes on", async () => {
    const playing = await playingTitle(page);
    await journey.choiceOf(page, "How long?", "10 songs");
    const { wish, list } = await wishAfter(() => journey.begin(page));
    expect(wish).toEqual({ mood: { emotion: "sad" }, journey: { kind: "shift", to: { name: "calm" } }, size: 10 });
    expect(list.journey.kind).toBe("shift");
    expect(affectDistance(list.journey.path[0], EMOTION_POINTS.sad)).toBeLessThan(1e-6);
    expect(affectDistance(list.journey.path.at(-1), CALM)).toBeLessThan(1e-6);
    for (const [at, point] of list.journey.path.slice(1).entries()) {
      expect(affectDistance(list.journey.path[at], point)).toBeLessThanOrEqual(LONGEST_JOURNEY_STEP + 1e-6);
    }
    expect(await playingTitle(page)).toBe(playing);
    const upcoming = titles(list).filter((title) => title !== playing);
    await expect.poll(() => upcomingTitles(page), within).toEqual(upcoming);
    expect(await journey.songsOnPlane(page)).toEqual({ now: 1, coming: upcoming.length });
  });

  test("a waypoint dragged elsewhere chooses anew what follows, and nothing else", async () => {
    const playing = await playingTitle(page);
    const bent = journey.waypoints(page).nth(2);
    const { wish, list } = await wishAfter(() => journey.dragTo(page, bent, 0.7, 0.4));
    expect(wish.journey.path[2]).toEqual({ valence: 0.7, arousal: 0.4 });
    expect(wish.journey.to).toEqual({ name: "calm" });
    expect(await playingTitle(page)).toBe(playing);
    const upcoming = titles(list).filter((title) => title !== playing);
    await expect.poll(() => upcomingTitles(page), within).toEqual(upcoming);
    expect(
      upcoming.some((title) => title.startsWith("Sunny")),
      "through the happy corner",
    ).toBe(true);
    expect(await journey.spoken(bent)).toContain("valence .7, arousal .4");
  });

  test("keys move a waypoint; Escape takes back what is not sent, and after that the last change", async () => {
    const before = asked().length;
    const waypoint = journey.waypoints(page).nth(3);
    const was = await journey.spoken(waypoint);
    await waypoint.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    expect(await journey.spoken(waypoint)).toBe(was);
    await page.waitForTimeout(1500);
    expect(asked(), "taken back in time, nothing is asked for").toHaveLength(before);

    const { wish } = await wishAfter(async () => {
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+ArrowUp");
    });
    const moved = await journey.spoken(waypoint);
    expect(moved).not.toBe(was);
    const back = await wishAfter(() => page.keyboard.press("Escape"));
    expect(back.wish.journey.path[3]).not.toEqual(wish.journey.path[3]);
    expect(await journey.spoken(waypoint)).toBe(was);
  });

  test("the song that plays is told on the way once it has begun", async () => {
    await page.getByRole("button", { name: "Change now" }).click();
    await expect.poll(() => journey.ways(page).textContent(), within).toMatch(/At waypoint 1 of \d+/);
    await expect.poll(() => journey.songsOnPlane(page), within).toMatchObject({ now: 1 });
  });

  test("hold keeps the music where it is although the face shows another mood, until one says so", async () => {
    await wishAfter(() => journey.choose(page, "Match"));
    await journey.choose(page, "Hold");
    const [before, upcoming] = [asked().length, await upcomingTitles(page)];
    await showWay(page, "Photo");
    await choosePhoto(page, await pngPhoto());
    expect(await photoOutcome(page)).toBe("read");
    await expect.poll(() => moodWord(page), within).toBe("Happy");
    await page.waitForTimeout(1000);
    expect(asked()).toHaveLength(before);
    expect(await upcomingTitles(page)).toEqual(upcoming);
    const { wish } = await wishAfter(() => moodButton(page, "Angry").click());
    expect(wish).toEqual({ mood: { emotion: "angry" }, journey: { kind: "hold", to: { emotion: "angry" } } });
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});
