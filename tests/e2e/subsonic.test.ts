/** A music server of one's own, connected in the page: refused, connected, synced, played, disconnected. The server is real. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SMALL_LIBRARY, writeSmallLibrary } from "../subsonic-server/small-library.ts";
import { reasonToSkipSupysonic, startSupysonic, SUPYSONIC_USER, type Supysonic } from "../subsonic-server/supysonic.ts";
import { canEncode } from "../synth/audio-file.ts";
import { sound } from "./pages/player.ts";
import { goTo } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: 90_000, interval: 200 };
const skip = reasonToSkipSupysonic ?? (canEncode ? null : "ffmpeg is not installed");
const title = skip === null ? "a music server of one's own" : `a music server of one's own (skipped: ${skip})`;

describeInBrowser(title, () => {
  let music: Supysonic;
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    if (skip !== null) return;
    music = await startSupysonic(writeSmallLibrary);
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url, { at: "#/services" });
    ({ page } = app);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await music?.close();
  });

  const card = () => page.getByRole("region", { name: "Your own music server", exact: true });
  const connect = () => card().getByRole("button", { name: "Connect", exact: true });

  test.skipIf(skip !== null)("says what is missing, where nobody answers, and when the password is wrong", async () => {
    await connect().click();
    await card().getByText("Type the server's address first.").waitFor();
    await card().getByLabel("Address").fill("http://127.0.0.1:9");
    await card().getByLabel("User name").fill(SUPYSONIC_USER.username);
    await card().getByLabel("Password", { exact: true }).fill("wrong");
    await connect().click();
    const alert = card().getByRole("alert");
    await expect.poll(() => alert.textContent(), within).toMatch(/cannot be reached/);
    await card().getByLabel("Address").fill(music.url);
    await connect().click();
    await expect.poll(() => alert.textContent(), within).toMatch(/password/i);
    expect((await server.ask("GET", "/services")).body.services.find(isSubsonic).connected).toBe(false);
    expect(await card().getByLabel("User name").inputValue(), "what was typed stays").toBe(SUPYSONIC_USER.username);
  });

  test.skipIf(skip !== null)("connects, brings its songs into the library and listens to them", async () => {
    await card().getByLabel("Password", { exact: true }).fill(SUPYSONIC_USER.password);
    await connect().click();
    await card()
      .getByText(/^Connected/)
      .waitFor({ timeout: 60_000 });
    await card().getByText(music.url).waitFor();
    const library = async (): Promise<number> => (await server.ask("GET", "/tracks?limit=10")).body.total;
    await expect.poll(library, within).toBe(SMALL_LIBRARY.length);
    await card().getByText("The library is in step with the server.").waitFor({ timeout: 90_000 });
    const page1 = await page.content();
    expect(page1).not.toContain(SUPYSONIC_USER.password);
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(
      SUPYSONIC_USER.password,
    );
  });

  test.skipIf(skip !== null)("can be read and used by everybody", async () => {
    expect(await axeViolations(page, "music server connected", [360])).toEqual([]);
  });

  test.skipIf(skip !== null)("a song of it plays, through our own server", async () => {
    await goTo(page, "Library");
    const [song] = SMALL_LIBRARY;
    await page.getByRole("button", { name: new RegExp(`^Play: ${song?.title ?? ""}`) }).click();
    await expect.poll(() => sound(page), { ...within, timeout: PATIENCE_MS }).not.toBeNull();
    const foreign = app.requests.map((request) => request.url()).filter((url) => url.startsWith(music.url));
    expect(foreign, "the page never speaks to the music server itself").toEqual([]);
  });

  test.skipIf(skip !== null)("disconnecting takes its songs along and says so", async () => {
    await page.goto(`${server.url}/#/services`);
    await card().getByRole("button", { name: "Disconnect" }).click();
    const sheet = page.getByRole("dialog", { name: /^Disconnect/ });
    await sheet.getByText("Nothing on the music server itself is changed.").waitFor();
    await sheet.getByRole("button", { name: "Disconnect and delete" }).click();
    await expect
      .poll(() => sheet.getByRole("list", { name: "Deleted" }).getByRole("listitem").allTextContents(), within)
      .toContain(`${SMALL_LIBRARY.length} songs`);
    expect((await server.ask("GET", "/tracks")).body.total).toBe(0);
    await sheet.getByRole("button", { name: "Done" }).click();
    await connect().waitFor();
  });
});

function isSubsonic({ id }: { id: string }): boolean {
  return id === "subsonic";
}
