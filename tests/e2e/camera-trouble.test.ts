/** Every way in which a camera fails has its own sentence and a way out that works. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import * as camera from "./pages/camera.ts";
import { padSlider } from "./pages/mood.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS, type PageOptions } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

/** What was said in each test, so that no two problems share their words. */
const said = new Map<string, string>();

async function expectOwnSentence(page: Page, code: string): Promise<string[]> {
  const problem = await camera.problemShown(page);
  expect(problem.code).toBe(code);
  expect(problem.words.length).toBeGreaterThan(40);
  const saidOfOthers = [...said].filter(([other]) => other !== code).map(([, words]) => words);
  expect(saidOfOthers).not.toContain(problem.words);
  said.set(code, problem.words);
  expect(problem.ways).toEqual(expect.arrayContaining(["Use the mood pad"]));
  return problem.ways;
}

describeInBrowser("a camera that fails", () => {
  let server: ServerProcess;
  let withCamera: Browser;
  let withoutCamera: Browser;
  let withPrompt: Browser;

  beforeAll(async () => {
    server = await startServer(null);
    withCamera = await openBrowser({ camera: "empty" });
    withoutCamera = await openBrowser({ camera: null });
    withPrompt = await openBrowser({ camera: "empty", prompt: "ask" });
  });

  afterAll(async () => {
    for (const browser of [withCamera, withoutCamera, withPrompt]) await browser?.close();
    await server?.remove();
  });

  const open = async (browser: Browser, options: PageOptions = {}): Promise<Page> => {
    const { page, close } = await openApp(browser, server.url, { consented: true, ...options });
    onTestFinished(close);
    return page;
  };

  test("denied: where to allow it; a photo works instead", async () => {
    const page = await open(withPrompt);
    const session = await withPrompt.newBrowserCDPSession();
    const { origin } = new URL(page.url());
    const context = await contextIdOf(page);
    const setting = { permission: { name: "camera" }, setting: "denied", origin, browserContextId: context } as const;
    await session.send("Browser.setPermission", setting);
    await camera.startCamera(page, "Live");
    expect(await expectOwnSentence(page, "camera.denied")).toContain("Try again");
    await page.getByRole("button", { name: "Use a photo" }).click();
    await page.getByText("Choose a photo").waitFor();
  });

  test("absent: the mood pad works instead", async () => {
    const page = await open(withoutCamera);
    await camera.startCamera(page, "Live");
    await expectOwnSentence(page, "camera.absent");
    await page.getByRole("button", { name: "Use the mood pad" }).click();
    await padSlider(page, "Valence").waitFor();
  });

  test("in use by another program: trying again works once that has let go", async () => {
    const page = await open(withCamera);
    await page.evaluate(() => (window.watched.failWith = "NotReadableError"));
    await camera.startCamera(page, "Live");
    await expectOwnSentence(page, "camera.in-use");
    expect(await camera.cameraLights(page).count()).toBe(0);
    await page.evaluate(() => (window.watched.failWith = null));
    await page.getByRole("button", { name: "Try again" }).click();
    await camera.liveReading(page);
    expect(await page.locator("[data-problem]").count()).toBe(0);
  });

  test("unplugged while it reads: the light goes out, trying again works", async () => {
    const page = await open(withCamera);
    await camera.startCamera(page, "Live");
    await camera.liveReading(page);
    // Chromium fires this when a device goes; it cannot be unplugged from here.
    await page.evaluate(() => window.watched.streams[0]!.getVideoTracks()[0]!.dispatchEvent(new Event("ended")));
    await expectOwnSentence(page, "camera.unplugged");
    expect(await camera.cameraLights(page).count()).toBe(0);
    expect(await camera.trackStates(page)).toEqual(["ended"]);
    await page.getByRole("button", { name: "Try again" }).click();
    await camera.liveReading(page);
    expect(await camera.trackStates(page)).toEqual(["ended", "live"]);
  });

  test("an empty room: it says so at once, and after six seconds “Detect” says what to do", async () => {
    const page = await open(withCamera);
    await camera.startCamera(page, "Detect my mood");
    await page.getByText("Nobody is in view.").waitFor();
    expect(await camera.faceCards(page)).toEqual([]);
    await expectOwnSentence(page, "reading.no-face");
    expect(await camera.trackStates(page)).toEqual(["ended"]);
    expect((await server.ask("GET", "/mood-readings")).body.total).toBe(0);
  });

  test("a question that nobody answers can be cancelled", async () => {
    const page = await open(withCamera);
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
    });
    await camera.startCamera(page, "Live");
    await page.getByText("Your browser asks for the camera.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => camera.cameraState(page), within).toBe("idle");
  });
});

/** The browser's own id of a page's context. */
async function contextIdOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send("Target.getTargetInfo");
  if (targetInfo.browserContextId === undefined) throw new Error("the page has no context of its own");
  return targetInfo.browserContextId;
}
