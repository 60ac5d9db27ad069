/** What leaves the page while it reads: nothing but moods, to its own server alone; and when it stops reading. */
import { createServer, type Server } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as camera from "./pages/camera.ts";
import { moodWord } from "./pages/mood.ts";
import { goTo } from "./pages/screens.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
/** A mood is some 150 bytes; the smallest picture of use is many times this. */
const MOST_BODY_BYTES = 1024;

describeInBrowser("what leaves the page", () => {
  let server: ServerProcess;
  let stranger: Server;
  let strangerHeard = 0;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    stranger = createServer((_, response) => {
      strangerHeard += 1;
      response.setHeader("Access-Control-Allow-Origin", "*").end("heard");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    server = await startServer(null);
    browser = await openBrowser({ camera: "smiling" });
    app = await openApp(browser, server.url, { consented: true });
    await camera.startCamera(app.page, "Live");
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    stranger?.close();
  });

  test("it reads a face, in a page isolated so that the reader may use threads", async () => {
    await expect.poll(() => moodWord(app.page), within).toBe("Happy");
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  test("every request goes to the page's own server, and none carries more than a mood", async () => {
    await app.page.waitForTimeout(3000);
    const foreign = app.requests.map((request) => request.url()).filter((url) => !isOwn(url));
    expect(foreign).toEqual([]);
    const bodies = app.requests.map((request) => request.postDataBuffer()?.length ?? 0);
    expect(Math.max(...bodies)).toBeGreaterThan(0);
    expect(Math.max(...bodies)).toBeLessThan(MOST_BODY_BYTES);
    const posts = app.requests.filter((request) => request.method() === "POST").map((request) => request.url());
    // The face does not change, so the mood is told a few times at most, and never for every frame.
    expect(posts.length).toBeLessThan(6);
    const frames = await app.page.evaluate(() => window.watched.frames);
    expect(frames).toBeGreaterThan(posts.length);
  });

  test("the page's policy refuses every other address", async () => {
    const address = stranger.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const outcomes = await app.page.evaluate(async (url) => {
      const image = new Promise((resolve) => {
        const element = new Image();
        element.addEventListener("load", () => resolve("loaded"));
        element.addEventListener("error", () => resolve("refused"));
        element.src = url;
      });
      const fetched = fetch(url).then(
        () => "fetched",
        () => "refused",
      );
      return { image: await image, fetched: await fetched, beacon: navigator.sendBeacon(url, "a frame") };
    }, `http://127.0.0.1:${port}/`);
    expect(outcomes).toMatchObject({ image: "refused", fetched: "refused" });
    expect(strangerHeard, "not even the stranger's log has a trace").toBe(0);
  });

  test("a hidden tab is not read: no frame is taken until it is seen again", async () => {
    const { page } = app;
    await turnTab("hidden");
    await page.getByText("Paused while this tab is hidden").waitFor();
    const frames = await page.evaluate(() => window.watched.frames);
    await page.waitForTimeout(1500);
    expect(await page.evaluate(() => window.watched.frames)).toBe(frames);
    await turnTab("visible");
    await camera.liveReading(page);
    await expect.poll(() => page.evaluate(() => window.watched.frames), within).toBeGreaterThan(frames + 3);
  });

  test("the camera's light follows the listener to the other screens", async () => {
    const { page } = app;
    await goTo(page, "Library");
    expect(await camera.cameraLights(page).count()).toBe(1);
    await page.getByRole("button", { name: "Stop the camera" }).click();
    await expect.poll(() => camera.trackStates(page), within).toEqual(["ended"]);
    expect(await camera.cameraLights(page).count()).toBe(0);
  });

  const turnTab = (state: "hidden" | "visible"): Promise<void> =>
    app.page.evaluate((visibility) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibility });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);

  const isOwn = (url: string): boolean =>
    url.startsWith(`${server.url}/`) || url.startsWith("data:") || url.startsWith(`blob:${server.url}/`);
});
