/** "How well does it read me?", as a listener sees it. */
import type { Locator, Page } from "playwright-core";
import { goTo } from "./screens.ts";

/** By way of the settings, as a listener comes to it. */
export async function openReadsMe(page: Page): Promise<void> {
  await goTo(page, "Settings");
  await page.getByRole("link", { name: "How well does it read me?" }).click();
  await page.getByRole("heading", { level: 1, name: "How well does it read me?" }).waitFor();
}

/** The matrix of mistakes. */
export function confusion(page: Page): Locator {
  return page.getByRole("table", { name: /how many are read as that of the column/ });
}

export async function beginPoses(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show it my faces" }).click();
}

/** Waits until a face is asked for; gives its words. */
export async function asked(page: Page, emotion: string, step: "prepare" | "show"): Promise<string> {
  const guide = page.locator(`[data-pose=${emotion}][data-step=${step}]`);
  await guide.waitFor();
  return await guide.getByRole("status").innerText();
}

export async function skipFace(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Skip this face" }).click();
}

/** How the run ended. */
export async function verdict(page: Page): Promise<string | null> {
  return await page.locator("[data-verdict]").getAttribute("data-verdict");
}

/** The rows of "before" and "after" by face, whole per cent; "All faces alike" is the last. */
export async function beforeAndAfter(page: Page): Promise<Record<string, { before: number; after: number }>> {
  const rows = page.getByRole("table", { name: /Your frames that are read/ }).getByRole("row");
  const cells = await rows.evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")),
  );
  return Object.fromEntries(
    cells
      .slice(1)
      .map(([face, before, after]) => [
        face!,
        { before: Number.parseInt(before!, 10), after: Number.parseInt(after!, 10) },
      ]),
  );
}

/** What is kept in this browser; null for nothing. */
export async function keptCorrection(page: Page): Promise<string | null> {
  return await page.evaluate(() => localStorage.getItem("moodsync.personal-correction"));
}

/** Shown wherever readings are corrected. */
export function correctionNote(page: Page): Locator {
  return page.getByText("Personal correction on").filter({ visible: true });
}
