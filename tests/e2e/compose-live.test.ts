/** A machine without music, account or folder: one press, and it sounds; the music follows the face and the buttons. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../fake-camera/chromium.mjs";
import * as camera from "./pages/camera.ts";
import { composeForMe, type LiveFacts, liveFacts } from "./pages/compose.ts";
import { moodButton, moodWord } from "./pages/mood.ts";
import { nowPlaying } from "./pages/player.ts";
import { goTo } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";
import { AUDIBLE_RMS, longestSilence, meterOutput, outputRms, withSoundMeter } from "./setting/sound-meter.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
/** Music breathes: a rest of two slow beats is none of ours. */
const LONGEST_REST_S = 2;

/** Waits until the music has arrived where it was bending to. */
async function steadyTempo(page: Page): Promise<void> {
  for (let before = 0, now = -1; before !== now;) {
    // oxlint-disable-next-line no-await-in-loop -- bar by bar
    const { bpm, bar } = (await liveFacts(page))!;
    [before, now] = [now, bpm];
    // oxlint-disable-next-line no-await-in-loop -- bar by bar
    if (before !== now) await barAfter(page, bar);
  }
}

/** Two; more only where composing two bars takes longer than a bar lasts, as on a machine that is busy with other things. */
function barsUntilBent({ bpm, slowestBarMs }: LiveFacts): number {
  return 1 + Math.max(1, Math.ceil((2 * slowestBarMs) / (240_000 / bpm)));
}

/** Time for the page to start and to be pressed by its script. */
const PRESSED_BY_ITSELF_MS = 12_000;

/** Presses the button as soon as it is there; runs in the page. */
function pressByScript(): void {
  const timer = setInterval(() => {
    const button = [...document.querySelectorAll("button")].find((one) => one.textContent === "Compose for me");
    button?.click();
    if (button !== undefined) clearInterval(timer);
  }, 50);
}

async function barAfter(page: Page, bar: number): Promise<void> {
  await expect.poll(async () => (await liveFacts(page))?.bar ?? 0, { ...within, timeout: 60_000 }).toBeGreaterThan(bar);
}

describeInBrowser("live music on a machine without any", () => {
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: "smiling" });
    app = await openApp(browser, server.url, { consented: true });
    await withSoundMeter(app.page);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  test("one press, and it sounds", async () => {
    const { page } = app;
    // Model and sounds are loaded before they are asked for.
    const sounds = page.waitForResponse((response) => response.url().endsWith(".sf2"));
    await composeForMe(page).waitFor();
    await sounds;
    await composeForMe(page).click();
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
    expect((await liveFacts(page))!.firstSoundMs).toBeGreaterThan(0);
    const session = await page.evaluate(() => ({
      title: navigator.mediaSession.metadata?.title,
      state: navigator.mediaSession.playbackState,
    }));
    expect(session).toMatchObject({ title: expect.stringContaining("Composed for you"), state: "playing" });
  });

  test("a change of mood bends the tempo within two bars, without a gap", async () => {
    const { page } = app;
    await moodButton(page, "Happy").click();
    await nowPlaying(page).getByText("Composing happy music").waitFor({ timeout: 90_000 });
    await steadyTempo(page);
    await longestSilence(page);
    const before = (await liveFacts(page))!;
    await moodButton(page, "Sad").click();
    await barAfter(page, before.bar + barsUntilBent(before) - 1);
    const after = (await liveFacts(page))!;
    expect(after.bpm).toBeLessThan(before.bpm);
    await expect.poll(async () => (await liveFacts(page))!.bpm, { ...within, timeout: 60_000 }).toBeLessThan(85);
    expect(await longestSilence(page)).toBeLessThan(LONGEST_REST_S);
    const now = (await liveFacts(page))!;
    expect(now).toMatchObject({ starvations: 0, seed: before.seed });
  });

  test("it follows the face", async () => {
    const { page } = app;
    const before = (await liveFacts(page))!;
    await camera.startCamera(page, "Live");
    await camera.liveReading(page);
    await page
      .getByRole("button", { name: /Follow my face/u })
      .click({ timeout: 3000 })
      .catch(() => undefined);
    await expect.poll(() => moodWord(page), within).toBe("Happy");
    await expect
      .poll(async () => (await liveFacts(page))!.bpm, { timeout: 90_000, interval: 250 })
      .toBeGreaterThan(before.bpm + 4);
    await camera.stopButton(page).click();
  });

  test("it goes on while other screens are looked at, and pauses and stops from there", async () => {
    const { page } = app;
    await goTo(page, "Library");
    const dock = page.getByRole("region", { name: "Player" });
    await dock.getByText("Composed for you, live").waitFor();
    expect(await outputRms(page)).toBeGreaterThan(0);
    await page.getByRole("heading", { level: 1, name: "Library" }).click();
    await page.keyboard.press("Space");
    await dock.getByRole("button", { name: "Play", exact: true }).waitFor();
    await expect.poll(() => page.evaluate(() => window.meters[0]?.context.state), within).toBe("suspended");
    await page.keyboard.press("Space");
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
    await dock.getByRole("button", { name: "Stop composing" }).click();
    await expect.poll(() => dock.count(), within).toBe(0);
    await expect.poll(() => page.evaluate(() => window.meters[0]?.context.state), within).toBe("suspended");
  });

  test("axe finds nothing while it plays", async () => {
    const { page } = app;
    await goTo(page, "Mood");
    await composeForMe(page).click();
    await page.getByTestId("live-facts").waitFor();
    expect(await axeViolations(page, "live music")).toEqual([]);
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});

describeInBrowser("live music where the browser holds sound back", () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await launchChromium({ args: ["--autoplay-policy=document-user-activation-required"] });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  test("it says so, and a press of the listener's starts it", async () => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(meterOutput);
    await page.addInitScript(pressByScript);
    await page.goto(server.url);
    // Whatever is asked of the page from outside counts as the listener's press, so nothing is, until it has pressed itself.
    await sleep(PRESSED_BY_ITSELF_MS);
    await page.getByText("The browser holds the sound back").waitFor();
    await page.getByRole("button", { name: "Tap to play" }).click();
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
    expect(await page.getByRole("button", { name: "Tap to play" }).count()).toBe(0);
  });

  test("a damaged model is told in a sentence, and trying again works once it is whole", async () => {
    const { page } = await openApp(browser, server.url);
    await withSoundMeter(page);
    const weights = "**/models/composer/model.onnx";
    await page.route(weights, async (route) => {
      const response = await route.fetch();
      const bytes = Buffer.from(await response.body());
      bytes[bytes.length >> 1]! ^= 0xff;
      await route.fulfill({ response, body: bytes });
    });
    await composeForMe(page).click();
    await page.getByText("The composer's model is damaged.", { exact: false }).waitFor();
    await page.unroute(weights);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
  });
});
