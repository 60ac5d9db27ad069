/** A piece from wish to library: composed, seen, heard, kept, renamed, downloaded; nothing lost on the way. */
import { readFile } from "node:fs/promises";
import { BasicMIDI } from "spessasynth_core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pieceToMidi } from "../../src/core/composition/midi-file.ts";
import { loadComposer } from "../../src/inference/load-model.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";
import { compose, keptNames, pieceFacts, wishFor } from "./pages/compose.ts";
import { playingTitle, sound } from "./pages/player.ts";
import { goTo, messages } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";
import { AUDIBLE_RMS, outputRms, withSoundMeter } from "./setting/sound-meter.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
const SAD = { mood: "Sad", bars: "8", seed: "7" };

async function downloaded(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const download = await arriving;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The same request in Node. */
async function sameInNode() {
  const folder = new URL("../../models/composer/", import.meta.url);
  const [config, bytes] = await Promise.all([
    readFile(new URL("config.json", folder), "utf8"),
    readFile(new URL("model.onnx", folder)),
  ]);
  const composer = await loadComposer(await createNodeRuntime(), {
    config: JSON.parse(config),
    modelBytes: new Uint8Array(bytes),
  });
  return await composer.compose({ mood: "sad", bars: 8, seed: 7 });
}

describeInBrowser("a piece, from wish to library", () => {
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url, { at: "#/compose", acceptDownloads: true });
    await withSoundMeter(app.page);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  test.each([
    [{ bars: "0" }, "1 to 512 whole bars"],
    [{ bars: "10000" }, "1 to 512 whole bars"],
    [{ bars: "" }, "1 to 512 whole bars"],
    [{ bars: "8", seed: "seven" }, "A seed is a whole number"],
  ])("a wish of %j is refused in a sentence", async (wish, sentence) => {
    const { page } = app;
    await wishFor(page, wish);
    await compose(page);
    await page.getByRole("alert").filter({ hasText: sentence }).waitFor();
    expect(await page.getByTestId("piano-roll").count()).toBe(0);
  });

  test("is composed, drawn, and told in words", async () => {
    const { page } = app;
    await wishFor(page, SAD);
    await compose(page);
    const facts = await pieceFacts(page);
    expect(facts).toMatchObject({ Bars: "8", Seed: "7", Key: expect.stringMatching(/minor$/u) });
    const roll = page.getByTestId("piano-roll");
    expect(await roll.getAttribute("aria-label")).toContain(`${facts["Notes"]} notes`);
    const drawn = await roll.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(drawn, "colours on the canvas").toBeGreaterThan(5);
  });

  test("has the notes that Node composes from the same seed", async () => {
    const { page } = app;
    const { name, bytes } = await downloaded(page, "MIDI");
    const piece = await sameInNode();
    const title = name
      .replace(/\.mid$/u, "")
      .replace("b ", "♭ ")
      .replace("# ", "♯ ");
    expect(bytes.equals(Buffer.from(pieceToMidi(piece, title)))).toBe(true);
    const midi = BasicMIDI.fromArrayBuffer(Uint8Array.from(bytes).buffer);
    expect(midi.tracks.length).toBeGreaterThan(2);
    expect(midi.duration).toBeGreaterThan(8);
  });

  test("sounds, scrolls under its head, and pauses where it is", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Play the piece" }).click();
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
    const picture = (): Promise<string> =>
      page.getByTestId("piano-roll").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await picture();
    await expect.poll(picture, within).not.toBe(before);
    await page.getByRole("button", { name: "Pause the piece" }).click();
    await page.waitForTimeout(300);
    const paused = await picture();
    await page.waitForTimeout(500);
    expect(await picture()).toBe(paused);
  });

  test("is not lost by a look at another screen, nor by a reload", async () => {
    const { page } = app;
    const facts = await pieceFacts(page);
    await goTo(page, "Library");
    const dock = page.getByRole("region", { name: "Player" });
    await dock.getByRole("button", { name: "Play the piece" }).waitFor();
    await goTo(page, "Compose");
    expect(await dock.count()).toBe(0);
    expect(await pieceFacts(page)).toEqual(facts);
    await page.waitForTimeout(600);
    await page.reload();
    await page.getByTestId("piano-roll").waitFor();
    expect(await pieceFacts(page)).toEqual(facts);
  });

  test("comes back when another made room for it", async () => {
    const { page } = app;
    const facts = await pieceFacts(page);
    await wishFor(page, { mood: "Angry", bars: "2", seed: "3" });
    await compose(page);
    expect(await pieceFacts(page)).toMatchObject({ Bars: "2" });
    await messages(page).getByRole("button", { name: "Bring it back" }).click();
    expect(await pieceFacts(page)).toEqual(facts);
  });

  test("is kept, renamed, there after a reload, and plays as a song with its cover", async () => {
    const { page } = app;
    await page.getByLabel("Name", { exact: true }).fill("Rain, slowly");
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.getByRole("button", { name: "Kept", exact: true }).waitFor();
    await expect.poll(() => keptNames(page), within).toEqual(["Rain, slowly"]);
    await page.getByRole("button", { name: "More for Rain, slowly" }).click();
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("New name of Rain, slowly").fill("Evening rain");
    await page.keyboard.press("Enter");
    await expect.poll(() => keptNames(page), within).toEqual(["Evening rain"]);
    await page.reload();
    await expect.poll(() => keptNames(page), within).toEqual(["Evening rain"]);
    const cover = page.getByRole("list", { name: "Kept pieces" }).locator("img").first();
    await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth), within).toBeGreaterThan(0);
    await page.getByRole("button", { name: /^Play: Evening rain/u }).click();
    await expect.poll(() => playingTitle(page), within).toBe("Evening rain");
    await expect
      .poll(async () => (await sound(page))?.seconds ?? 0, { ...within, timeout: 60_000 })
      .toBeGreaterThan(0.5);
  });

  test("gives way to a song, and silences it in turn", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Play the piece" }).click();
    await expect.poll(() => sound(page), within).toBeNull();
    await expect.poll(() => outputRms(page), within).toBeGreaterThan(AUDIBLE_RMS);
    await page.getByRole("button", { name: "Pause the piece" }).click();
  });

  test("is to be had as MIDI and WAV", async () => {
    const { page } = app;
    const wav = await downloaded(page, "WAV");
    expect(wav.bytes.subarray(0, 4).toString("latin1")).toBe("RIFF");
    expect(wav.bytes.length).toBeGreaterThan(8 * 44_100);
    expect((await downloaded(page, "MIDI")).bytes.subarray(0, 4).toString("latin1")).toBe("MThd");
  });

  test("is deleted, and brought back", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "More for Evening rain" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => keptNames(page), within).toEqual([]);
    await messages(page).getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => keptNames(page), within).toEqual(["Evening rain"]);
  });

  test("axe finds nothing on its page", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "More for Evening rain" }).click();
    expect(await axeViolations(page, "compose")).toEqual([]);
    await page.locator("label").filter({ hasText: "A point of your own" }).click();
    expect(await axeViolations(page, "compose, a point")).toEqual([]);
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});
