/** A photo in place of the camera: three formats, three ways to give one, and every kind of file that is refused. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as camera from "./pages/camera.ts";
import { moodSentence, moodWord, padSlider, showWay } from "./pages/mood.ts";
import { choosePhoto, givePhoto, photoOutcome, shownShape } from "./pages/photo.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import * as photos from "./setting/photos.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("a photo", () => {
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url);
    await showWay(app.page, "Photo");
  });

  // A fresh photo view: what the last test showed is gone.
  beforeEach(async () => {
    await showWay(app.page, "Mood pad");
    await showWay(app.page, "Photo");
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  const expectHappyFace = async (): Promise<void> => {
    expect(await photoOutcome(app.page)).toBe("read");
    const cards = await camera.faceCards(app.page);
    expect(cards).toHaveLength(1);
    expect(Object.keys(cards[0]!.percents)).toHaveLength(7);
    await expect.poll(() => moodWord(app.page), within).toBe("Happy");
    expect(await moodSentence(app.page)).toMatch(/One face in your photo, \d+ % sure/);
  };

  test("a JPEG that lies on its side is turned upright before it is read", async () => {
    await choosePhoto(app.page, await photos.sidewaysJpeg());
    await expectHappyFace();
    expect(await shownShape(app.page), "wider than high").toBeGreaterThan(1.2);
    expect(await camera.drawnArea(app.page)).not.toBeNull();
  });

  test("a PNG that is pasted is read", async () => {
    await givePhoto(app.page, "paste", await photos.pngPhoto());
    await expectHappyFace();
  });

  test("a WebP that is dropped is read", async () => {
    await givePhoto(app.page, "drop", await photos.webpPhoto());
    await expectHappyFace();
  });

  test("the mood of a photo is kept as a photo's, and no picture was sent", async () => {
    await expect.poll(async () => (await server.ask("GET", "/mood-readings")).body.total, within).toBeGreaterThan(0);
    const { readings } = (await server.ask("GET", "/mood-readings")).body;
    expect(readings[0]).toMatchObject({ source: "photo", emotion: "happy", faceCount: 1 });
    const bodies = app.requests.map((request) => request.postDataBuffer()?.length ?? 0);
    expect(Math.max(...bodies)).toBeLessThan(1024);
    expect(await app.page.evaluate(() => window.watched.cameraRequests)).toBe(0);
  });

  const refused = [
    { what: "text with a photo's name", file: async () => photos.renamedText, code: "photo.not-an-image" },
    { what: "an empty file", file: async () => photos.emptyFile, code: "photo.empty" },
    { what: "a JPEG cut off in the middle", file: photos.cutOffJpeg, code: "photo.truncated" },
    { what: "a small file that claims 900 megapixels", file: photos.pictureBomb, code: "photo.too-large" },
    { what: "a GIF", file: photos.gifPicture, code: "photo.unsupported" },
    { what: "a picture without a face", file: photos.emptyRoom, code: "photo.no-face" },
  ];

  test.each(refused)("$what is refused with its own sentence, and another one can be tried", async ({ file, code }) => {
    await choosePhoto(app.page, await file());
    const problem = await camera.problemShown(app.page);
    expect(problem.code).toBe(code);
    expect(problem.words.length).toBeGreaterThan(40);
    const chooser = app.page.waitForEvent("filechooser");
    await app.page.getByRole("button", { name: "Choose another photo" }).click();
    await (await chooser).setFiles(await photos.pngPhoto());
    expect(await photoOutcome(app.page)).toBe("read");
    expect(await app.page.locator("[data-problem]").count()).toBe(0);
  });

  test("from a photo that does not help the mood pad is one press away", async () => {
    await choosePhoto(app.page, photos.renamedText);
    await app.page.getByRole("button", { name: "Use the mood pad" }).click();
    await padSlider(app.page, "Valence").waitFor();
    expect(app.errors).toEqual([]);
  });
});
