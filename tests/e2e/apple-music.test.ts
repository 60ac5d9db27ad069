/** Apple Music in the page: off until there is a key, previews named as such, sign-in, the listener's library, disconnect. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  APPLE_KEY_ID,
  APPLE_TEAM,
  type AppleStandIn,
  LISTENER_TOKEN,
  startAppleStandIn,
} from "../apple-music-server/stand-in.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

/** In MusicKit's place: the surface that is used, and no sound. Who has not signed in hears previews. */
const MUSICKIT = `(() => {
  const listeners = {};
  const tell = (name) => { for (const listener of listeners[name] ?? []) listener({}); };
  const state = { isAuthorized: false, playbackState: 0, items: [], at: 0 };
  window.MusicKit = { async configure({ developerToken }) {
    window.configuredWith = developerToken;
    return {
      get isAuthorized() { return state.isAuthorized; },
      get previewOnly() { return !state.isAuthorized; },
      get playbackState() { return state.playbackState; },
      get nowPlayingItem() { return state.items[state.at] ?? null; },
      get nowPlayingItemIndex() { return state.at; },
      currentPlaybackTime: 3, currentPlaybackDuration: 200, volume: 1,
      get queue() { return { items: state.items }; },
      async authorize() { state.isAuthorized = true; return "${LISTENER_TOKEN}"; },
      async unauthorize() { state.isAuthorized = false; },
      async setQueue({ songs, startWith }) {
        state.items = songs.map((id) => ({ id, title: "Title of " + id, artistName: "An Artist", playbackDuration: 200000 }));
        state.at = startWith; state.playbackState = 2; tell("playbackStateDidChange");
      },
      async play() { state.playbackState = 2; tell("playbackStateDidChange"); },
      pause() { state.playbackState = 3; tell("playbackStateDidChange"); },
      async skipToNextItem() { state.at += 1; tell("nowPlayingItemDidChange"); },
      async skipToPreviousItem() { state.at -= 1; tell("nowPlayingItemDidChange"); },
      async seekToTime() {},
      addEventListener(name, listener) { (listeners[name] ??= []).push(listener); },
    };
  } };
})();`;

describeInBrowser("Apple Music", () => {
  let apple: AppleStandIn;
  let scripts: Server;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    apple = await startAppleStandIn();
    apple.catalogue.push(
      ...Array.from({ length: 6 }, (_, number) => ({
        id: `10${number}`,
        title: `Happy feel good sad calm ${number}`,
        artist: "An Artist",
        isrc: null,
        playable: number !== 5,
      })),
    );
    apple.library.push({ id: "i.own", title: "Mine", artist: "Me", isrc: null });
    scripts = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/javascript" }).end(MUSICKIT);
    }).listen(0, "127.0.0.1");
    await once(scripts, "listening");
    const address = scripts.address();
    const port = typeof address === "object" ? address?.port : undefined;
    server = await startServer(null, {
      MOODSYNC_APPLE_API_URL: apple.url,
      MOODSYNC_APPLE_SDK_URL: `http://127.0.0.1:${port}/musickit.js`,
    });
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url, { at: "#/services/apple-music" });
    ({ page } = app);
    await page.route(/^https:\/\/is1-ssl\.mzstatic\.com\//, (route) => route.abort());
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await apple?.close();
    scripts?.close();
  });

  const frame = async (): Promise<Frame> => {
    const element = await page.getByTitle("Apple Music in this browser").elementHandle();
    const found = await element?.contentFrame();
    if (!found) throw new Error("there is no player frame");
    return found;
  };
  const player = () => page.getByRole("region", { name: "Apple Music's player" });

  test("is off: nothing of Apple is loaded, and a wrong key is refused in a sentence", async () => {
    await page.getByText("Nothing of Apple is loaded or asked before a key is kept here.").waitFor();
    expect(await page.getByTitle("Apple Music in this browser").count()).toBe(0);
    expect(apple.requests).toEqual([]);
    await page.getByLabel("Team ID").fill(APPLE_TEAM);
    await page.getByLabel("Key ID").fill("short");
    await page.getByRole("button", { name: "Keep this key" }).click();
    await page.getByText("The key id has ten letters and digits.").waitFor();
    const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no key at all") };
    await page.getByLabel("Key file (.p8)").setInputFiles(file);
    await page.getByText("“notes.txt” is not a key's file.").waitFor();
    expect(await axeViolations(page, "Apple Music's set-up")).toEqual([]);
  });

  test("with a key it searches for the mood, and calls previews previews", async () => {
    await page.getByLabel("Key ID").fill(APPLE_KEY_ID);
    const buffer = Buffer.from(apple.privateKey);
    await page.getByLabel("Key file (.p8)").setInputFiles({ name: "AuthKey_KEY1234567.p8", mimeType: "", buffer });
    await page.getByRole("button", { name: "Keep this key" }).click();
    await page.getByRole("button", { name: "Happy", exact: true }).click();
    const songs = page.getByRole("list", { name: "Songs for your mood" });
    await songs.getByRole("button", { name: /^Play a preview of: Happy feel good sad calm 0/ }).waitFor();
    expect(await songs.getByText("Preview", { exact: true }).count()).toBeGreaterThan(0);
    await songs.getByRole("button", { name: /^Play a preview of: Happy feel good sad calm 1/ }).click();
    await player().getByText("Title of 101").waitFor();
    await player().getByText("Preview", { exact: true }).waitFor();
    await player().getByText("0:30").waitFor();
  });

  test("in order for those who hear or see it otherwise", async () => {
    expect(await axeViolations(page, "Apple Music", [360])).toEqual([]);
  });

  test("signed in by a press in its frame, it plays whole songs and lists the library", async () => {
    await (await frame()).getByRole("button", { name: "Sign in to Apple Music" }).click();
    await (await frame()).getByText("Signed in to Apple Music in this browser.").waitFor();
    await expect
      .poll(async () => (await server.ask("GET", "/sources/apple-music/status")).body.listener?.storefront, within)
      .toBe("de");
    await page.getByRole("group", { name: "Where to look" }).locator("label").filter({ hasText: "Library" }).click();
    const found = page.getByRole("list", { name: "Songs found at Apple Music" });
    await found.getByRole("button", { name: /^Play: Mine/ }).click();
    await player().getByText("Title of i.own").waitFor();
    expect(await player().getByText("Preview", { exact: true }).count()).toBe(0);
  });

  test("neither key nor tokens are in the page or in what the browser keeps of ours", async () => {
    const developerToken = await (await frame()).evaluate(() => Reflect.get(globalThis, "configuredWith"));
    expect(String(developerToken)).toMatch(/^ey/);
    const kept = await page.evaluate(() =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        location.href,
        document.documentElement.outerHTML,
      ]),
    );
    for (const secret of [String(developerToken), LISTENER_TOKEN, apple.privateKey.slice(40, 80)]) {
      expect(kept.includes(secret)).toBe(false);
    }
  });

  test("disconnected, everything of it is gone and its part of the policy ends", async () => {
    await page.getByRole("button", { name: "Disconnect" }).click();
    const sheet = page.getByRole("dialog", { name: "Disconnect Apple Music" });
    await sheet.getByRole("button", { name: "Disconnect and delete" }).click();
    await sheet.getByText("Apple Music is disconnected.").waitFor();
    await sheet.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Keep this key" }).waitFor();
    expect(await page.getByTitle("Apple Music in this browser").count()).toBe(0);
    const answer = await fetch(`${server.url}/services/apple-music/player.html`);
    expect(answer.headers.get("content-security-policy")).not.toMatch(/https?:/);
  });
});
