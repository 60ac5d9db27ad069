/** What the page looks like to those who asked for less: a narrow screen, less motion, forced colours. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { moodButton } from "./pages/mood.ts";
import { showTab } from "./pages/playlists.ts";
import { goTo } from "./pages/screens.ts";
import { describeInBrowser, openApp, openBrowser, type PageOptions } from "./setting/browser.ts";
import { type ServerProcess, startServer } from "./setting/server-process.ts";

const SCREENS = ["Mood", "Library", "Settings"] as const;
const LIBRARY_TABS = ["Playlists", "Map", "Doubles", "Import"] as const;

describeInBrowser("the looks", () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  const open = async (options: PageOptions): Promise<Page> => {
    const { page, close } = await openApp(browser, server.url, options);
    onTestFinished(close);
    return page;
  };

  test.each([320, 360, 768, 1280])("at %i px nothing reaches past the edge", async (width) => {
    const page = await open({ viewport: { width, height: 800 } });
    for (const screen of SCREENS) {
      await goTo(page, screen);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, screen).toBeLessThanOrEqual(width);
    }
    for (const tab of LIBRARY_TABS) {
      await showTab(page, tab);
      await page.locator("main section h2:visible").first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, tab).toBeLessThanOrEqual(width);
    }
  });

  test("who wants less motion gets none that lasts", async () => {
    const page = await open({ reducedMotion: "reduce" });
    await moodButton(page, "Happy").click();
    for (const screen of SCREENS) {
      await goTo(page, screen);
      const slow = await page.evaluate(() => {
        const seconds = (list: string): number => Math.max(...list.split(",").map((part) => Number.parseFloat(part)));
        return [...document.querySelectorAll("body *")].filter((element) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
          const moves = animationName !== "none" && seconds(animationDuration) > 0.05;
          return moves || seconds(transitionDuration) > 0.05;
        }).length;
      });
      expect(slow, screen).toBe(0);
    }
  });

  test("with forced colours every control keeps an edge, and the focus a ring", async () => {
    const page = await open({ forcedColors: "active" });
    for (const screen of SCREENS) {
      await goTo(page, screen);
      const edgeless = await page.evaluate(() =>
        [...document.querySelectorAll("main button, main input[type=text], main input[type=search]")]
          .filter((control) => control.checkVisibility() && control.getBoundingClientRect().width > 1)
          .filter((control) => {
            const edged = (element: Element | null): boolean => {
              if (element === null) return false;
              const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
              return (borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) > 0) || outlineStyle !== "none";
            };
            return !edged(control) && !edged(control.parentElement);
          })
          .map((control) => control.outerHTML.slice(0, 120)),
      );
      expect(edgeless, screen).toEqual([]);
    }
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(ring).not.toBe("none");
  });

  test("the theme can be chosen, and is kept", async () => {
    const page = await open({ colorScheme: "light", reducedMotion: "reduce" });
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await goTo(page, "Settings");
    const light = await ground();
    await page.getByRole("group", { name: "Theme" }).locator("label").filter({ hasText: "Dark" }).click();
    await expect.poll(ground).not.toBe(light);
    // Colours pass over to each other: what counts is where they come to rest.
    await page.waitForTimeout(500);
    const dark = await ground();
    await page.reload();
    await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
    await expect.poll(ground).toBe(dark);
    expect(dark).not.toBe(light);
  });
});
