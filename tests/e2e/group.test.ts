/** Several people in view: each has a box and a card, the room has one mood. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as camera from "./pages/camera.ts";
import { moodSentence } from "./pages/mood.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("a group of four", () => {
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: "group" });
    app = await openApp(browser, server.url, { consented: true });
    await camera.startCamera(app.page, "Live");
    await camera.liveReading(app.page);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  test("every face has a numbered card with seven probabilities or a reason", async () => {
    await expect.poll(async () => (await camera.faceCards(app.page)).length, within).toBe(4);
    const cards = await camera.faceCards(app.page);
    for (const [index, card] of cards.entries()) {
      expect(card.title).toContain(`Face ${index + 1}`);
      expect([0, 7]).toContain(Object.keys(card.percents).length);
    }
    expect(cards.filter((card) => Object.keys(card.percents).length === 7).length).toBeGreaterThanOrEqual(2);
  });

  test("boxes are drawn over the width of the group", async () => {
    const drawn = await camera.drawnArea(app.page);
    expect(drawn!.right - drawn!.left).toBeGreaterThan(0.5);
  });

  test("the room has one mood, made of them all", async () => {
    await expect.poll(() => moodSentence(app.page), within).toMatch(/[2-4] faces together in view/);
  });
});
