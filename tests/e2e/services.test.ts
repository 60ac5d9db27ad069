/** The page of music services with nothing connected: what is there, what is off, and how it looks to everybody. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { goTo } from "./pages/screens.ts";
import { axeViolations } from "./setting/axe.ts";
import { type AppPage, describeInBrowser, openApp, openBrowser, PATIENCE_MS } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const within = { timeout: PATIENCE_MS, interval: 100 };

describeInBrowser("the music services", () => {
  let server: ServerProcess;
  let browser: Browser;
  let app: AppPage;
  let page: Page;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    app = await openApp(browser, server.url);
    ({ page } = app);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  const card = (name: string) => page.getByRole("region", { name, exact: true });

  test("are a page in the settings, with a card for each source", async () => {
    await goTo(page, "Settings");
    await page.getByRole("link", { name: "Music services" }).click();
    await page.getByRole("heading", { level: 1, name: "Music services" }).waitFor();
    for (const name of ["Your own files", "Composed pieces", "Your own music server", "Spotify", "Apple Music"]) {
      await card(name).waitFor();
    }
    await card("Spotify").getByText("Not set up").waitFor();
    await card("Apple Music").getByText("Not set up").waitFor();
    await card("Your own files").getByText("No folder named yet").waitFor();
    expect(await page.getByRole("button", { name: "Disconnect" }).count()).toBe(0);
  });

  test("are off, and ask nobody anything", async () => {
    const switches = page.getByRole("region", { name: "Moods from elsewhere" }).getByRole("switch");
    await expect.poll(() => switches.count(), within).toBe(2);
    expect(await switches.evaluateAll((all) => all.filter((one) => one.matches(":checked")).length)).toBe(0);
    const foreign = app.requests.map((request) => request.url()).filter((url) => !url.startsWith(server.url));
    expect(foreign.filter((url) => !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual([]);
  });

  test("an outside source of moods is switched on by itself, a key asked for where it needs one", async () => {
    const panel = page.getByRole("region", { name: "Moods from elsewhere" });
    await panel.getByRole("switch", { name: /^ReccoBeats/ }).click();
    const on = async (): Promise<string[]> =>
      (await server.ask("GET", "/outside-features")).body.providers
        .filter((provider: { on: boolean }) => provider.on)
        .map((provider: { id: string }) => provider.id);
    await expect.poll(on, within).toEqual(["reccobeats"]);
    await panel.getByRole("switch", { name: /^Last\.fm/ }).click();
    await panel.getByLabel("Last.fm API key").fill("a-key-of-the-tests");
    await panel.getByRole("button", { name: "Switch on" }).click();
    await expect.poll(on, within).toEqual(["reccobeats", "lastfm"]);
    expect(JSON.stringify((await server.ask("GET", "/outside-features")).body)).not.toContain("a-key-of-the-tests");
    await panel.getByRole("switch", { name: /^ReccoBeats/ }).click();
    await panel.getByRole("switch", { name: /^Last\.fm/ }).click();
    await expect.poll(on, within).toEqual([]);
  });

  test("can be read and used by everybody, and fit a phone", async () => {
    expect(await axeViolations(page, "music services")).toEqual([]);
    for (const at of ["#/services", "#/services/spotify", "#/services/apple-music"]) {
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${server.url}/${at}`);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${at} at ${width} px`).toBeLessThanOrEqual(width);
      }
    }
  });

  test("nothing went wrong behind the screen", () => {
    expect(app.errors).toEqual([]);
  });
});
