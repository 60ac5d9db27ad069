/** "Detect my mood": one reading of two seconds, then the camera is off; and what is said where no face comes. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { READ_MS } from "../../src/web/capture/single-reading.ts";
import * as camera from "./pages/camera.ts";
import { moodSentence, moodWord } from "./pages/mood.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 50 };

describeInBrowser("one reading", () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: "smiling" });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  test("two seconds of a smile give one happy reading and turn the camera off", async () => {
    const { page, errors, close } = await openApp(browser, server.url, { consented: true });
    const steps = await camera.watchSteps(page);
    await camera.startCamera(page, "Detect my mood");
    await page.getByRole("progressbar", { name: "Reading your mood" }).waitFor();
    expect(await camera.trackStates(page)).toEqual(["live"]);
    await expect.poll(() => camera.cameraState(page), within).toBe("idle");
    const live = (await steps()).find(({ state }) => state === "live");
    const off = (await steps()).findLast(({ state }) => state === "idle");
    // From the first frame that was read: the two seconds, and what a loaded machine needs for its first and last frame.
    const tookMs = off!.atMs - live!.atMs;
    expect(tookMs).toBeGreaterThan(READ_MS * 0.75);
    expect(tookMs).toBeLessThan(READ_MS + 4000);
    expect(await camera.trackStates(page)).toEqual(["ended"]);
    expect(await camera.cameraLights(page).count()).toBe(0);
    expect(await moodWord(page)).toBe("Happy");
    expect(await moodSentence(page)).toMatch(/One face.*, \d+ % sure/);
    await expect.poll(async () => (await server.ask("GET", "/mood-readings")).body.total, within).toBe(1);
    const { readings } = (await server.ask("GET", "/mood-readings")).body;
    expect(readings[0]).toMatchObject({ source: "camera", emotion: "happy", faceCount: 1 });
    expect(errors).toEqual([]);
    await close();
  });

  test("a consent that is withdrawn brings the notice back", async () => {
    const { page, close } = await openApp(browser, server.url, { at: "" });
    await camera.startCamera(page, "Detect my mood");
    await camera.agree(page);
    await expect.poll(() => camera.cameraState(page), within).toBe("idle");
    await camera.startCamera(page, "Detect my mood");
    await expect.poll(() => page.evaluate(() => window.watched.cameraRequests), within).toBe(2);
    await expect.poll(() => camera.cameraState(page), within).toBe("idle");
    await page.getByRole("button", { name: "Withdraw my consent to the camera" }).click();
    await camera.startCamera(page, "Detect my mood");
    await camera.consentHeading(page).waitFor();
    await page.getByRole("button", { name: "Not now" }).click();
    expect(await camera.cameraState(page)).toBe("idle");
    expect(await page.evaluate(() => window.watched.cameraRequests)).toBe(2);
    await close();
  });
});
