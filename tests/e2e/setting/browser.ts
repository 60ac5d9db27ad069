/**
 * Chromium with or without a fake camera, and pages that note what the app does behind the screen: camera requests,
 * frames handed to the face worker, audio elements, network requests, errors. Reading the screen is left to `pages/`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page, Request } from "playwright-core";
import { describe } from "vitest";
import { fakeCamera, findChromium, launchChromium } from "../../fake-camera/chromium.mjs";
import { writeSceneClip, writeScriptClip, type SceneName } from "../../fake-camera/face-clips.mjs";
import { watchPage, type Watched } from "./page-watch.ts";

declare global {
  interface Window {
    watched: Watched;
  }
}

/** How long anything on the screen is waited for: a loaded machine is slow, a broken app is never quick enough. */
export const PATIENCE_MS = 30_000;

/** A group of browser tests; skipped, with the reason in its name, where there is no Chromium. */
export function describeInBrowser(name: string, tests: () => void, { retry = 0 }: { retry?: number } = {}): void {
  const missing = findChromium() === null;
  const reason = missing ? " (skipped: no Chromium found, install one or name it in CHROMIUM_PATH)" : "";
  describe.skipIf(missing)(`${name}${reason}`, { retry }, () => {
    tests();
  });
}

export interface BrowserOptions {
  /** What the fake camera shows: one scene, or several in turn; null means that there is no camera. */
  camera: SceneName | readonly { scene: SceneName; seconds: number }[] | null;
  /** "ask" leaves the browser's own permission in force; default "allow". */
  prompt?: "allow" | "ask";
}

/** A browser; closing it removes its clip. */
export async function openBrowser({ camera, prompt = "allow" }: BrowserOptions): Promise<Browser> {
  const silent = ["--mute-audio"];
  if (camera === null) return await launchChromium({ args: silent });
  const folder = await mkdtemp(join(tmpdir(), "moodsync-clip-"));
  const clip = join(folder, "clip.y4m");
  if (typeof camera === "string") await writeSceneClip(camera, clip);
  else await writeScriptClip(camera, clip);
  const browser = await launchChromium({ args: [...silent, ...fakeCamera(clip, { prompt })] });
  browser.once("disconnected", () => void rm(folder, { recursive: true, force: true }));
  return browser;
}

export interface AppPage {
  page: Page;
  /** Every request since the page was opened. */
  requests: readonly Request[];
  /** What the page logged as an error or threw. */
  errors: readonly string[];
  close: () => Promise<void>;
}

export interface PageOptions extends BrowserContextOptions {
  /** Has agreed to the camera notice on an earlier visit. */
  consented?: boolean;
  /** Opened at this address inside the app, such as "#/library". */
  at?: string;
}

const CONSENT = { key: "moodsync.camera-consent", value: JSON.stringify({ version: 1, givenAtMs: 1 }) };

/** Opens the app as a new visitor: nothing stored, nothing cached. */
export async function openApp(browser: Browser, url: string, options: PageOptions = {}): Promise<AppPage> {
  const { consented = false, at = "", ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const requests: Request[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.addInitScript(watchPage);
  if (consented) await page.addInitScript(({ key, value }) => localStorage.setItem(key, value), CONSENT);
  await page.goto(`${url}/${at}`);
  return { page, requests, errors, close: () => context.close() };
}
