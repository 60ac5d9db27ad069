/** What goes wrong with Spotify's player and sign-in: each has a sentence of its own and a way out that works. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SpotifyStandIn, startSpotifyStandIn } from "../spotify-stand-in/start.ts";
import * as spotify from "./pages/spotify.ts";
import { describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };
const EVERYTHING = ["lists", "save", "devices", "player"];

describeInBrowser("trouble with Spotify", () => {
  let standIn: SpotifyStandIn;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    standIn = await startSpotifyStandIn();
    server = await startServer(null, standIn.env);
    browser = await openBrowser({ camera: null });
    ({ page } = await openApp(browser, server.url, { at: spotify.SPOTIFY_AT }));
    await page.route(/^https:\/\/i\.scdn\.co\//, (route) => route.abort());
    await signIn();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await standIn?.close();
  });

  /** As the page does, with every consent at once. */
  const signIn = async (): Promise<void> => {
    const { body } = await server.ask("POST", "/sources/spotify/sign-in", { purposes: EVERYTHING });
    await page.goto(body.authorizeUrl);
    await page.getByText("Connected as").waitFor();
  };
  const happy = async (): Promise<void> => {
    await page.getByRole("button", { name: "Happy", exact: true }).first().click();
    await spotify.songList(page).getByRole("listitem").first().waitFor();
  };
  const player = () => spotify.player(page);

  test("no device is on: said so, and the way leads to the devices", async () => {
    await happy();
    await page.getByRole("button", { name: "Play this list" }).click();
    await player().getByText("No Spotify device is active.").waitFor();
    await player().getByRole("button", { name: "Choose a device" }).click();
    expect(await page.evaluate(() => document.activeElement?.closest("#spotify-devices") !== null)).toBe(true);
  });

  test("a phone of theirs plays instead, and is steered from here", async () => {
    standIn.player.addDevice({ id: "phone", name: "Ada's phone", type: "Smartphone" });
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByRole("list", { name: "Your Spotify devices" }).getByText("Ada's phone").waitFor();
    await page.getByRole("button", { name: "Play on Ada's phone" }).click();
    await page.getByRole("button", { name: "Play this list" }).click();
    await player().getByText("On Ada's phone").waitFor();
    const asked = standIn.requests.length;
    await page.waitForTimeout(3000);
    expect(standIn.requests.length - asked, "its state is not asked for by the second").toBeLessThan(3);
    await player().getByRole("button", { name: "Pause Spotify" }).click();
    await player().getByRole("button", { name: "Play Spotify" }).waitFor();
  });

  test("this browser is lost as a device: said so, and it can join again", async () => {
    const frame = await spotify.playerFrame(page);
    await frame.getByRole("button", { name: "Play in this browser" }).click();
    await frame.getByText("This browser is one of your Spotify devices.").waitFor();
    standIn.player.removeDevice("stand-in-browser-device");
    await player().getByText("Spotify lost sight of this browser.").waitFor();
    await frame.getByRole("button", { name: "Play in this browser" }).click();
    await frame.getByText("This browser is one of your Spotify devices.").waitFor();
    await expect.poll(() => player().getByText("Spotify lost sight of this browser.").count(), within).toBe(0);
  });

  test("the player's script cannot be fetched: said so, and tried again by a press", async () => {
    await page.route(standIn.sdkUrl, (route) => route.abort());
    await page.reload();
    await player().getByText("Spotify's player could not be fetched.").waitFor();
    await page.unroute(standIn.sdkUrl);
    await player().getByRole("button", { name: "Try again" }).click();
    await (await spotify.playerFrame(page)).getByRole("button", { name: "Play in this browser" }).waitFor();
    expect(await player().getByText("Spotify's player could not be fetched.").count()).toBe(0);
  });

  test("no Premium: the player says so, the lists stay", async () => {
    standIn.listener.premium = false;
    await page.reload();
    const frame = await spotify.playerFrame(page);
    await frame.getByRole("button", { name: "Play in this browser" }).click();
    await player().getByText("Spotify plays in a browser for Premium accounts alone.").waitFor();
    await happy();
    expect(await spotify.songTitles(page)).not.toHaveLength(0);
    standIn.listener.premium = true;
  });

  test("the sign-in was taken back at Spotify: said so, and one press connects again", async () => {
    standIn.accounts.revokeAll();
    await happy();
    await page.getByRole("button", { name: "Ask Spotify again" }).click();
    await page
      .getByText(/The sign-in to Spotify has ended/)
      .first()
      .waitFor();
    await page.reload();
    const again = page.getByRole("button", { name: /^Connect (again|Spotify)$/ }).first();
    await spotify.throughConsent(page, () => again.click());
    await page.getByText("Connected as").waitFor();
    expect((await server.ask("GET", "/sources/spotify")).body).toMatchObject({ connected: true, problem: null });
  });
});
