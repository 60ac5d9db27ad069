/** The way between the screens, and what every screen has. */
import type { Locator, Page } from "playwright-core";

export function screenLink(page: Page, screen: "Mood" | "Library" | "Compose" | "Settings"): Locator {
  return page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: screen });
}

/** Shows a screen and waits for its heading. */
export async function goTo(page: Page, screen: "Mood" | "Library" | "Compose" | "Settings"): Promise<void> {
  await screenLink(page, screen).click();
  const heading = screen === "Mood" ? /^MoodSync/ : screen;
  await page.getByRole("heading", { level: 1, name: heading }).waitFor({ state: "attached" });
}

/** The messages that pass. */
export function messages(page: Page): Locator {
  return page.getByRole("region", { name: "Messages" });
}
