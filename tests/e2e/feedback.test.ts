/** What the listener says and does about songs is kept, also when the server is killed right after. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { moodButton } from "./pages/mood.ts";
import { nowPlaying, playingTitle, press, sound, trackIdOf } from "./pages/player.ts";
import { goTo } from "./pages/screens.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const RowsSchema = z.array(z.record(z.string(), z.unknown()));
const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("like, wrong mood and skip", () => {
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let likedId: number;

  beforeAll(async () => {
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 2 });
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

  const acknowledged = async (path: string, act: () => Promise<void>): Promise<void> => {
    const answer = page.waitForResponse((response) => response.url().includes(path) && response.status() < 300);
    await act();
    await answer;
  };

  test("the page says that it has understood", async () => {
    await moodButton(page, "Happy").click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    likedId = trackIdOf((await sound(page))!.url);
    await acknowledged("/api/feedback", () =>
      nowPlaying(page).getByRole("button", { name: "Like", exact: true }).click(),
    );
    const liked = nowPlaying(page).getByRole("button", { name: "Liked", exact: true });
    expect(await liked.getAttribute("aria-pressed")).toBe("true");
    await acknowledged("/api/feedback", () => nowPlaying(page).getByRole("button", { name: "Wrong mood" }).click());
    await page.getByRole("region", { name: "Messages" }).getByText("it will come up less in this mood").waitFor();
    const heard = await playingTitle(page);
    await acknowledged("/api/feedback", () => press(page, "Next song"));
    await expect.poll(() => playingTitle(page), within).not.toBe(heard);
    await expect.poll(() => sound(page), within).not.toBeNull();
  });

  test("kill -9 and a new start lose none of it", async () => {
    await server.kill();
    // The page looks after its server when it is looked at again, and every half minute.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await expect.poll(() => page.getByText("The MoodSync server can't be reached.").count(), within).toBeGreaterThan(0);
    await server.restart();
    const { body: track } = await server.ask("GET", `/tracks/${likedId}`);
    expect(track.liked).toBe(true);
    const kept = rows(`SELECT kind FROM feedback WHERE track_id = ${likedId} ORDER BY id`);
    expect(kept.map(({ kind }) => kind)).toEqual(["like", "wrong-mood", "skip"]);
    const [play] = rows(`SELECT end_reason, played_ms FROM plays WHERE track_id = ${likedId}`);
    expect(play).toMatchObject({ end_reason: "skipped" });
    expect(Number(play?.["played_ms"])).toBeGreaterThan(0);
  });

  test("the page finds the server again by itself, and shows the heart", async () => {
    await expect
      .poll(() => page.getByText("The MoodSync server can't be reached.").count(), { ...within, timeout: 60_000 })
      .toBe(0);
    await goTo(page, "Library");
    const { body: track } = await server.ask("GET", `/tracks/${likedId}`);
    const heart = page.getByRole("button", { name: `Like ${track.title}`, exact: true });
    await expect.poll(() => heart.getAttribute("aria-pressed"), within).toBe("true");
  });

  function rows(sql: string): z.infer<typeof RowsSchema> {
    const database = new Database(join(server.dataDir, "moodsync.db"), { readonly: true });
    try {
      return RowsSchema.parse(database.prepare(sql).all());
    } finally {
      database.close();
    }
  }
});
