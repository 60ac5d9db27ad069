/** The library screen: folder, scan, songs, problems. */
import type { Locator, Page } from "playwright-core";

/** Types the folder and sends it. */
export async function nameFolder(page: Page, folder: string): Promise<void> {
  // The home screen, which is kept while others are shown, has the same form until a folder is known.
  await page.getByLabel("Music folder").filter({ visible: true }).fill(folder);
  const send = page.getByRole("button", { name: /^(Read this folder|Change folder)$/ });
  await send.filter({ visible: true }).click();
}

const panel = (page: Page): Locator => page.getByRole("region", { name: "Your music" });

export function scanButton(page: Page, name: "Stop" | "Resume" | "Look for new songs"): Locator {
  return panel(page).getByRole("button", { name, exact: true });
}

/** All that the scan's panel says. */
export async function scanWords(page: Page): Promise<string> {
  return (await panel(page).getByRole("paragraph").allTextContents()).join(" | ");
}

/** "12 of 60" as numbers; null where no scan is under way on the screen. */
export async function scanProgress(page: Page): Promise<{ done: number; total: number } | null> {
  const [, done, total] = /(\d+) of (\d+)/.exec(await scanWords(page)) ?? [];
  return done === undefined ? null : { done: Number(done), total: Number(total) };
}

/** Types into the search. */
export async function search(page: Page, words: string): Promise<void> {
  await page.getByLabel("Search songs").fill(words);
}

/** The songs' titles as listed. */
export async function listedSongs(page: Page): Promise<string[]> {
  return await page
    .getByRole("list", { name: "Songs" })
    .getByRole("button", { name: /^Play: / })
    .evaluateAll((songs) => songs.map((song) => song.querySelector(":scope > span")?.children[1]?.textContent ?? ""));
}

/** "12 songs", beside the search. */
export async function songCount(page: Page): Promise<string> {
  return (await page.getByRole("region", { name: "Songs" }).getByRole("status").first().textContent()) ?? "";
}

/** Each file that could not be read, with its reason. */
export async function listedProblems(page: Page): Promise<string[]> {
  await page.getByRole("group", { name: "What to list" }).locator("label").filter({ hasText: "Problems" }).click();
  const list = page.getByRole("list", { name: "Files with problems" });
  await list.waitFor();
  return (await list.getByRole("listitem").allTextContents()).map((text) => text.trim());
}

export async function listSongs(page: Page): Promise<void> {
  await page.getByRole("group", { name: "What to list" }).locator("label").filter({ hasText: "Songs" }).click();
}
