/** The playlists under Library: the listener's own, one of them open, and the twelve of the moods. */
import type { Locator, Page } from "playwright-core";
import { goTo } from "./screens.ts";

export type LibraryTab = "Songs" | "Playlists" | "Map" | "Doubles" | "Import";

/** Shows one of the library's pages. */
export async function showTab(page: Page, tab: LibraryTab): Promise<void> {
  await goTo(page, "Library");
  await page.getByRole("navigation", { name: "Library" }).getByRole("link", { name: tab }).click();
}

/** Names of the listener's own playlists, as listed. */
export async function ownPlaylists(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "My playlists" });
  return await list.getByRole("link").evaluateAll((links) => links.map((link) => link.children[0]?.textContent ?? ""));
}

export async function openPlaylist(page: Page, name: string): Promise<void> {
  await page.getByRole("list", { name: "My playlists" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 2, name }).waitFor();
}

export function editor(page: Page): Locator {
  return page.getByRole("region").filter({ has: page.getByRole("button", { name: "Save as M3U" }) });
}

/** Titles of the open playlist, in order. */
export async function songTitles(page: Page): Promise<string[]> {
  const rows = editor(page)
    .getByRole("list", { name: /^Songs of / })
    .locator("[data-place]");
  return await rows.evaluateAll((all) => all.map((row) => row.querySelector("button")?.children[1]?.textContent ?? ""));
}

/** "All changes are kept", "Keeping …" or "Not kept". */
export async function keepingWord(page: Page): Promise<string> {
  return (await editor(page).getByRole("status").first().textContent()) ?? "";
}

/** Carries the song at one place to another by its grip. */
export async function dragSong(page: Page, from: number, to: number): Promise<void> {
  const grip = (place: number): Locator => editor(page).locator(`[data-place="${place}"]`).getByTestId("grip");
  const [start, end] = [await grip(from).boundingBox(), await grip(to).boundingBox()];
  if (start === null || end === null) throw new Error("no such place in the playlist");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  await page.mouse.up();
}
