/** Spotify from the walk-through to the disconnect, against a Spotify of the tests' own and a stub of its SDK. */
import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type SpotifyStandIn, startSpotifyStandIn } from "../spotify-stand-in/start.ts";
import { pngImage } from "../synth/png-image.ts";
import * as spotify from "./pages/spotify.ts";
import { moodButton } from "./pages/mood.ts";
import { sound } from "./pages/player.ts";
import { goTo, messages } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { fillWithMusic } from "./setting/mood-music.ts";
import { scanOver, type ServerProcess, startServer, throwAwayFolder } from "./setting/server-process.ts";

const PlayingSchema = z.object({ paused: z.boolean() }).nullable();
const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("Spotify", () => {
  let standIn: SpotifyStandIn;
  let music: string;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    standIn = await startSpotifyStandIn();
    music = await throwAwayFolder();
    await fillWithMusic(music, { perKind: 1 });
    // The client id is typed into the page, as most listeners will.
    const { MOODSYNC_SPOTIFY_CLIENT_ID: _, ...addresses } = standIn.env;
    server = await startServer(music, addresses);
    await scanOver(server);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url, { at: spotify.SPOTIFY_AT });
    ({ page } = app);
    // The stand-in's covers have Spotify's own addresses; nobody is there to answer them.
    await page.route(/^https:\/\/i\.scdn\.co\//, (route) => route.fulfill({ contentType: "image/png", body: COVER }));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await standIn?.close();
    if (music) await rm(music, { recursive: true, force: true });
  });

  const press = async (name: string | RegExp): Promise<void> => {
    await page.getByRole("button", { name }).first().click();
  };
  const policy = async (path: string): Promise<string> =>
    (await fetch(server.url + path, { headers: { accept: "text/html" } })).headers.get("content-security-policy") ?? "";
  const playing = () => PlayingSchema.parse(standIn.player.sdkState("stand-in-browser-device"));

  test("the walk-through says the rules first, gives the address to paste and takes the client id", async () => {
    await spotify.heading(page).waitFor();
    await page.getByText("Five people at most.").waitFor();
    await page.getByText("Spotify Premium.").waitFor();
    const port = new URL(server.url).port;
    expect(await page.getByLabel("Redirect URI").inputValue()).toBe(
      `http://127.0.0.1:${port}/api/sources/spotify/callback`,
    );
    expect(await page.getByRole("button", { name: "Connect Spotify" }).count(), "not before there is an id").toBe(0);
    await page.getByLabel("Client ID").fill("not an id!");
    await press("Keep this client id");
    await page.getByText(/letters and digits alone/).waitFor();
    await page.getByLabel("Client ID").fill(standIn.clientId);
    await press("Keep this client id");
    await page.getByRole("button", { name: "Connect Spotify" }).waitFor();
    expect(await policy("/services/spotify/player.html"), "nothing of it is loaded yet").not.toContain(standIn.url);
  });

  test("nothing is wrong with the walk-through for those who hear or see it otherwise", async () => {
    expect(await axeViolations(page, "walk-through")).toEqual([]);
  });

  test("consent refused: said in a sentence, nothing connected, nothing left in the address", async () => {
    standIn.accounts.consent = "refuse";
    await spotify.throughConsent(page, () => press("Connect Spotify"));
    await page.getByText("You did not allow it at Spotify; nothing was connected.").waitFor();
    await expect.poll(() => page.url(), within).toBe(`${server.url}/${spotify.SPOTIFY_AT}`);
    expect((await server.ask("GET", "/sources/spotify")).body.connected).toBe(false);
  });

  test("a forged state: the answer is turned away", async () => {
    await page.goto(`${server.url}/api/sources/spotify/callback?code=stolen&state=forged`);
    await page.getByText("This answer belongs to no sign-in that was begun here").waitFor();
    expect((await server.ask("GET", "/sources/spotify")).body.connected).toBe(false);
    expect(standIn.requests).toHaveLength(0);
  });

  test("consent given: connected, and asked for the lists alone", async () => {
    standIn.accounts.consent = "allow";
    await spotify.throughConsent(page, () => press("Connect Spotify"));
    await page.getByText("Connected as").waitFor();
    await expect.poll(() => page.url(), within).toBe(`${server.url}/${spotify.SPOTIFY_AT}`);
    expect((await server.ask("GET", "/sources/spotify")).body.allowed).toEqual(["lists"]);
  });

  test("the app's own page runs nothing of Spotify; the player's page does, now", async () => {
    const own = await policy("/");
    expect(own).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(own).toContain("connect-src 'self';");
    expect(own).toContain("https://*.scdn.co");
    expect(await policy("/services/spotify/player.html")).toContain(`script-src 'self' ${standIn.url};`);
  });

  test("moods are proposed from the playlists' names, and changed by keys, by drag and from a list", async () => {
    await page.getByText("This is a proposal").waitFor();
    expect(await spotify.shelf(page, "Happy")).toContain("Happy Songs");
    expect(await spotify.shelf(page, "Happy"), "somebody else's cannot be read").not.toContain("Top Hits");
    const [before] = [await spotify.shelf(page, "No mood")];
    expect(before).toContain("Odds and ends");
    // Keys: from the last shelf up to Neutral, and on to Disgusted.
    await spotify.grip(page, "Odds and ends").focus();
    for (const key of ["Space", "ArrowUp", "ArrowUp", "Space"]) await page.keyboard.press(key);
    await expect.poll(() => spotify.shelf(page, "Disgusted"), within).toContain("Odds and ends");
    await expect.poll(() => focused(page), within).toBe("Move Odds and ends");
    // Escape takes it back.
    for (const key of ["Enter", "ArrowUp", "Escape"]) await page.keyboard.press(key);
    expect(await spotify.shelf(page, "Disgusted")).toContain("Odds and ends");
    await drag(page, "Happy Songs", "Surprised");
    await expect.poll(() => spotify.shelf(page, "Surprised"), within).toContain("Happy Songs");
    await page.getByLabel("Mood of Happy Songs").selectOption("Happy");
    await expect.poll(() => spotify.shelf(page, "Happy"), within).toContain("Happy Songs");
    await press("Keep this");
    await messages(page).getByText("Your moods' playlists are kept.").waitFor();
    const { body } = await server.ask("GET", "/sources/spotify/moods");
    const odds = standIn.world.playlists.find(({ name }) => name === "Odds and ends");
    expect(body).toMatchObject({ proposed: false, map: { disgust: [odds?.id] } });
  });

  test("a mood brings its list: from the mapped playlist, with whole covers and ways back to Spotify", async () => {
    await page.getByRole("button", { name: "Happy", exact: true }).first().click();
    await page.getByRole("heading", { name: "For happy" }).waitFor();
    await expect.poll(() => spotify.songTitles(page), within).not.toHaveLength(0);
    const happy = standIn.world.playlists.find(({ name }) => name === "Happy Songs");
    const titles = new Set(happy?.items.map((item) => (item.kind === "track" ? item.track.title : "")));
    expect((await spotify.songTitles(page)).filter((title) => titles.has(title)).length).toBeGreaterThan(5);
    await page.getByText("From “Happy Songs”").first().waitFor();
    const row = spotify.songList(page).getByRole("listitem").first();
    expect(await row.getByRole("link").getAttribute("href")).toMatch(/^https:\/\/open\.spotify\.com\/track\//);
    const fit = await row.locator("img").evaluate((image) => getComputedStyle(image).objectFit);
    expect(fit, "never cropped").toBe("contain");
  });

  test("Spotify's view is in order for those who hear or see it otherwise", async () => {
    expect(await axeViolations(page, "Spotify's view")).toEqual([]);
  });

  test("playing asks for consent when it is first wanted, then makes this browser a device by one press", async () => {
    await spotify.throughConsent(page, () => press("Allow playing in this browser"));
    expect((await server.ask("GET", "/sources/spotify")).body.allowed).toContain("player");
    const frame = await spotify.playerFrame(page);
    await frame.getByRole("button", { name: "Play in this browser" }).click();
    await frame.getByText("This browser is one of your Spotify devices.").waitFor();
    expect(standIn.player.devices.map(({ name }) => name)).toEqual(["MoodSync"]);
    const reached = await frame.evaluate(() => {
      try {
        return parent.document.title;
      } catch (error) {
        return error instanceof Error ? error.name : "refused";
      }
    });
    expect(reached, "the frame cannot reach into the page").toBe("SecurityError");
  });

  test("Spotify starts, and the music of our own stops", async () => {
    await goTo(page, "Mood");
    await moodButton(page, "Sad").click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    await page.goto(`${server.url}/${spotify.SPOTIFY_AT}`);
    await press("Play this list");
    await expect.poll(() => playing()?.paused, within).toBe(false);
    await expect.poll(() => sound(page), within).toBeNull();
    await spotify.player(page).getByRole("button", { name: "Pause Spotify" }).waitFor();
    const title = await spotify
      .player(page)
      .locator("p")
      .filter({ hasText: /^Song \d+$/ })
      .first()
      .textContent();
    expect(await spotify.songTitles(page)).toContain(title);
  });

  test("a new mood waits for the end of the song", async () => {
    await page.getByRole("button", { name: "Angry", exact: true }).last().click();
    await page.getByText("After this song: Angry").waitFor();
    const before = standIn.requests.filter(({ path }) => path.startsWith("/me/player/play")).length;
    await spotify.player(page).getByRole("button", { name: "Next song at Spotify" }).click();
    await expect
      .poll(() => standIn.requests.filter(({ path }) => path.startsWith("/me/player/play")).length, within)
      .toBe(before + 1);
    await page.getByText("After this song: Angry").waitFor({ state: "detached" });
    const metal = standIn.world.playlists.find(({ name }) => name === "Heavy Metal");
    const titles = new Set(metal?.items.map((item) => (item.kind === "track" ? item.track.title : "")));
    const now = (): Promise<string | null> =>
      spotify
        .player(page)
        .locator("p")
        .filter({ hasText: /^Song \d+$/ })
        .first()
        .textContent();
    await expect.poll(async () => titles.has((await now()) ?? ""), within).toBe(true);
  });

  test("the player's controls are Spotify's: pause, go on, seek, volume", async () => {
    const controls = spotify.player(page);
    await controls.getByRole("button", { name: "Pause Spotify" }).click();
    await expect.poll(() => playing()?.paused, within).toBe(true);
    await controls.getByRole("button", { name: "Play Spotify" }).click();
    await expect.poll(() => playing()?.paused, within).toBe(false);
    const volume = controls.getByRole("slider", { name: "Volume of Spotify" });
    await volume.focus();
    await page.keyboard.press("End");
    await expect.poll(() => standIn.player.devices[0]?.volume, within).toBe(100);
  });

  test("our own music starts, and Spotify stops", async () => {
    await goTo(page, "Library");
    await page.getByRole("region", { name: "Spotify plays" }).waitFor();
    await page
      .getByRole("button", { name: /^Play: / })
      .first()
      .click();
    await expect.poll(() => sound(page), within).not.toBeNull();
    await expect.poll(() => playing()?.paused, within).toBe(true);
    await expect.poll(() => page.getByRole("region", { name: "Spotify plays" }).count(), within).toBe(0);
  });

  test("the list is saved as a private playlist, and filled anew in place", async () => {
    await page.goto(`${server.url}/${spotify.SPOTIFY_AT}`);
    const count = standIn.world.playlists.length;
    await page.getByRole("button", { name: "Sad", exact: true }).last().click();
    await spotify.throughConsent(page, () => press("Allow saving at Spotify"));
    await page.getByRole("button", { name: "Sad", exact: true }).last().click();
    await press("Save as private playlist");
    await messages(page)
      .getByText(/Saved as the private playlist/)
      .waitFor();
    expect(standIn.world.playlists).toHaveLength(count + 1);
    expect(standIn.world.playlists.filter((playlist) => playlist.public)).toHaveLength(0);
    await press("Refresh the saved playlist");
    await messages(page)
      .getByText(/now holds these/)
      .waitFor();
    expect(standIn.world.playlists, "none beside it").toHaveLength(count + 1);
  });

  test("told to wait, it says until when, shows what it had, and asks nothing more", async () => {
    const afterSeconds = { "retry-after": "3600" };
    // Those that are under way together all hear it.
    const action = { kind: "answer", status: 429, headers: afterSeconds } as const;
    standIn.faults.add({ when: /^GET \/v1\//, action, times: 100 });
    await press("Ask Spotify again");
    await page.getByText(/Spotify asked for a pause\. MoodSync asks it nothing until \d\d:\d\d/).waitFor();
    await page
      .getByText(/This is what it said/)
      .first()
      .waitFor();
    expect(await spotify.songTitles(page)).not.toHaveLength(0);
    const asked = standIn.requests.length;
    await press("Ask Spotify again");
    await page.waitForTimeout(1500);
    expect(standIn.requests, "not one request more").toHaveLength(asked);
  });

  test("no token is in the browser's storage, cookies or address, nor in the page", async () => {
    const tokens = [...standIn.accounts.accessTokens, ...standIn.accounts.refreshTokens, ...standIn.accounts.codes];
    expect(tokens.length).toBeGreaterThan(3);
    const kept = await page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      const caches = await globalThis.caches.keys();
      return {
        text: JSON.stringify({
          local: Object.entries(localStorage),
          session: Object.entries(sessionStorage),
          cookies: document.cookie,
          href: location.href,
          html: document.documentElement.outerHTML,
          history: history.state,
        }),
        databases,
        caches,
      };
    });
    const cookies = JSON.stringify(await page.context().cookies());
    expect(tokens.filter((token) => kept.text.includes(token) || cookies.includes(token))).toEqual([]);
    expect(kept).toMatchObject({ databases: [], caches: [] });
    const addresses = app.requests.map((request) => request.url()).filter((address) => address.startsWith(server.url));
    const secrets = [...standIn.accounts.accessTokens, ...standIn.accounts.refreshTokens];
    expect(addresses.filter((address) => secrets.some((secret) => address.includes(secret)))).toEqual([]);
  });

  test("disconnecting says what it will delete, then what it deleted; Spotify's part of the policy ends", async () => {
    await press("Disconnect");
    const sheet = page.getByRole("dialog", { name: "Disconnect Spotify" });
    await sheet.getByText("your sign-in and its tokens").waitFor();
    await sheet.getByRole("button", { name: "Disconnect and delete" }).click();
    await sheet.getByText("Spotify is disconnected.").waitFor();
    const deleted = await sheet.getByRole("list", { name: "Deleted" }).getByRole("listitem").allTextContents();
    expect(deleted.join("; ")).toMatch(/1 connection/);
    expect(deleted.join("; ")).toMatch(/fetched answer/);
    await sheet.getByRole("button", { name: "Done" }).click();
    await page.getByText("Before you begin").waitFor();
    expect(await page.getByTitle("Spotify in this browser").count(), "the player is gone").toBe(0);
    expect(await policy("/services/spotify/player.html")).not.toContain(standIn.url);
    expect(await policy("/")).not.toContain("scdn.co");
  });

  test("everything that was asked of Spotify was as its description says", () => {
    expect(standIn.violations).toEqual([]);
  });
});

const COVER = pngImage(64);

async function focused(page: Page): Promise<string | null> {
  return await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
}

/** With the mouse, in steps, as a hand does. */
async function drag(page: Page, playlist: string, mood: string): Promise<void> {
  const handle = spotify.grip(page, playlist);
  const target = spotify.mapPanel(page).getByRole("region", { name: mood, exact: true });
  await target.scrollIntoViewIfNeeded();
  const [from, to] = [await handle.boundingBox(), await target.boundingBox()];
  if (from === null || to === null) throw new Error("the shelves are not in sight together");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 20, { steps: 8 });
  await page.mouse.up();
}
