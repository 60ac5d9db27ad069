/** Spotify's view: the walk-through, the sign-in, the mood map, the list and the player, read and used as a listener would. */
import type { Frame, Locator, Page } from "playwright-core";

export const SPOTIFY_AT = "#/services/spotify";

export function heading(page: Page): Locator {
  return page.getByRole("heading", { level: 1, name: "Spotify" });
}

/** Leaves for the consent page and comes back, as the stand-in sends the browser back at once. */
export async function throughConsent(page: Page, press: () => Promise<void>): Promise<void> {
  const back = page.waitForURL(/\?spotify=/);
  await press();
  await back;
  await heading(page).waitFor();
}

export function mapPanel(page: Page): Locator {
  return page.getByRole("region", { name: "Your playlists and your moods" });
}

/** The playlists on a mood's shelf, by name. */
export async function shelf(page: Page, mood: string): Promise<string[]> {
  return await mapPanel(page)
    .getByRole("region", { name: mood, exact: true })
    .getByRole("button", { name: /^Move / })
    .evaluateAll((handles) => handles.map((handle) => (handle.getAttribute("aria-label") ?? "").slice("Move ".length)));
}

export function grip(page: Page, playlist: string): Locator {
  return mapPanel(page).getByRole("button", { name: `Move ${playlist}`, exact: true });
}

export function songList(page: Page): Locator {
  return page.getByRole("list", { name: "Songs for your mood" });
}

/** The titles of the list for the mood, as far as they are shown. */
export async function songTitles(page: Page): Promise<string[]> {
  const rows = await songList(page)
    .getByRole("listitem")
    .locator("span", { hasText: /^Song \d+$/ })
    .allTextContents();
  return rows;
}

export function player(page: Page): Locator {
  return page.getByRole("region", { name: "Spotify's player" });
}

/** The frame that Spotify's script runs in. */
export async function playerFrame(page: Page): Promise<Frame> {
  const element = await page.getByTitle("Spotify in this browser").elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error("there is no player frame");
  return frame;
}
