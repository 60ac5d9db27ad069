/** The player and its queue, seen from the screen and from the audio elements behind it. */
import type { Locator, Page } from "playwright-core";

/** The panel of the home screen at 1280 px. */
export function nowPlaying(page: Page): Locator {
  return page.getByRole("region", { name: "Now playing" });
}

/** The title that plays; null while nothing does. */
export async function playingTitle(page: Page): Promise<string | null> {
  return await page.evaluate(() => navigator.mediaSession.metadata?.title ?? null);
}

/** The titles to come, in order. */
export async function upcomingTitles(page: Page): Promise<string[]> {
  return await page
    .getByRole("list", { name: "Up next" })
    .first()
    .locator("li > button:has(> span)")
    .evaluateAll((buttons) =>
      buttons.map((button) => button.querySelector(":scope > span")?.children[1]?.textContent ?? ""),
    );
}

export interface Sound {
  url: string;
  seconds: number;
  durationSeconds: number;
}

/** What sounds now; null in silence. */
export async function sound(page: Page): Promise<Sound | null> {
  return await page.evaluate(() => {
    const audio = window.watched.audios.find((one) => !one.paused && !one.ended && one.readyState >= 3);
    if (audio === undefined) return null;
    return { url: audio.currentSrc, seconds: audio.currentTime, durationSeconds: audio.duration };
  });
}

/** The id of the track that an audio address belongs to. */
export function trackIdOf(url: string): number {
  return Number(/\/api\/tracks\/(\d+)\/audio/.exec(url)?.[1]);
}

export async function press(page: Page, name: "Play" | "Pause" | "Next song" | "Previous song"): Promise<void> {
  await nowPlaying(page).getByRole("button", { name, exact: true }).click();
}

/** Moves the position by the slider, as a pointer would. */
export async function seekTo(page: Page, share: number): Promise<void> {
  const slider = nowPlaying(page).getByRole("slider", { name: "Position in the song" });
  const box = await slider.boundingBox();
  if (box === null) throw new Error("there is no position slider");
  await slider.click({ position: { x: box.width * share, y: box.height / 2 } });
}
