/** Composed music: the button that starts it, what it tells of itself, and the page on which pieces are made. */
import type { Locator, Page } from "playwright-core";

export function composeForMe(page: Page): Locator {
  return page.getByRole("button", { name: "Compose for me" }).first();
}

export interface LiveFacts {
  bpm: number;
  bar: number;
  seed: number;
  starvations: number;
  firstSoundMs: number;
  slowestBarMs: number;
}

/** What live music says of itself; null where none is shown. */
export async function liveFacts(page: Page): Promise<LiveFacts | null> {
  const facts = page.getByTestId("live-facts");
  if ((await facts.count()) === 0) return null;
  return await facts.evaluate((element: HTMLElement) => {
    const [bpm = 0, bar = 0, seed = 0] = (element.textContent?.match(/\d+/gu) ?? []).map(Number);
    const { starvations, firstSoundMs, slowestBarMs } = element.dataset;
    return {
      bpm,
      bar,
      seed,
      starvations: Number(starvations),
      firstSoundMs: Number(firstSoundMs),
      slowestBarMs: Number(slowestBarMs),
    };
  });
}

export interface PieceWish {
  mood?: string;
  bars?: string;
  seed?: string;
}

/** Fills the form in. */
export async function wishFor(page: Page, { mood, bars, seed }: PieceWish): Promise<void> {
  if (mood !== undefined) await page.locator("label").filter({ hasText: mood }).first().click();
  if (bars !== undefined) await page.getByLabel("Bars", { exact: true }).fill(bars);
  if (seed !== undefined) await page.getByLabel("Seed", { exact: true }).fill(seed);
}

/** Presses "Compose" and waits until it is done. */
export async function compose(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Compose", exact: true }).click();
  await page.getByRole("button", { name: "Compose", exact: true }).waitFor();
}

/** The piece's facts by their names, such as Key and Notes. */
export async function pieceFacts(page: Page): Promise<Record<string, string>> {
  return await page
    .locator("dl")
    .first()
    .evaluate((list) =>
      Object.fromEntries(
        [...list.querySelectorAll("dt")].map((name) => [name.textContent, name.nextElementSibling?.textContent ?? ""]),
      ),
    );
}

/** The names of the kept pieces. */
export async function keptNames(page: Page): Promise<string[]> {
  return await page
    .getByRole("list", { name: "Kept pieces" })
    .locator("li > button:first-child > span > span:nth-child(2)")
    .allTextContents();
}
