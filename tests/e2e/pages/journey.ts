/** Match, Shift and Hold on the mood screen, and the way on the plane. */
import type { Locator, Page } from "playwright-core";

export function ways(page: Page): Locator {
  return page.getByRole("region", { name: "How the music goes by your mood" });
}

/** They are radio buttons, drawn as a row. */
export async function choose(page: Page, kind: "Match" | "Shift" | "Hold"): Promise<void> {
  await ways(page).locator("label").filter({ hasText: kind }).click();
}

export async function begin(page: Page): Promise<void> {
  await ways(page).getByRole("button", { name: "Begin this way" }).click();
}

export async function choiceOf(page: Page, field: "Where to?" | "How long?", label: string): Promise<void> {
  await ways(page).getByLabel(field).selectOption({ label });
}

/** The waypoints that may still be moved. */
export function waypoints(page: Page): Locator {
  return ways(page).getByRole("slider");
}

/** As a screen reader says one: its place in the order, and where it lies. */
export async function spoken(waypoint: Locator): Promise<string> {
  const [label, value] = await Promise.all([
    waypoint.getAttribute("aria-label"),
    waypoint.getAttribute("aria-valuetext"),
  ]);
  return `${label}, ${value}`;
}

/** Carries a waypoint by the pointer to a place on the plane, whose axes run from -1 to 1. */
export async function dragTo(page: Page, waypoint: Locator, valence: number, arousal: number): Promise<void> {
  const plane = page.getByTestId("way-plane");
  await plane.scrollIntoViewIfNeeded();
  const [handle, square] = [await waypoint.boundingBox(), await plane.boundingBox()];
  if (handle === null || square === null) throw new Error("there is no way on the screen");
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  const goal = { x: square.x + ((valence + 1) / 2) * square.width, y: square.y + ((1 - arousal) / 2) * square.height };
  await page.mouse.move(goal.x, goal.y, { steps: 6 });
  await page.mouse.up();
}

/** How many songs lie on the plane: the one that plays, and those to come. */
export async function songsOnPlane(page: Page): Promise<{ now: number; coming: number }> {
  const dots = (which: string): Promise<number> => ways(page).locator(`[data-way-song=${which}]`).count();
  return { now: await dots("now"), coming: await dots("coming") };
}
