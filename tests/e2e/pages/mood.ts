/** The mood that is shown, and the ways to say it without a camera. */
import type { Locator, Page } from "playwright-core";

export const MOOD_WORDS = ["Happy", "Surprised", "Sad", "Afraid", "Angry", "Disgusted", "Neutral"] as const;
export type MoodWord = (typeof MOOD_WORDS)[number];

const display = (page: Page): Locator => page.getByTestId("mood-display");

/** The large word. */
export async function moodWord(page: Page): Promise<string> {
  return (await display(page).locator("p").first().textContent()) ?? "";
}

/** Everything the display says of the mood. */
export async function moodSentence(page: Page): Promise<string> {
  return (await display(page).locator("p").allTextContents()).join(" ");
}

/** Where the mood's point stands on the small plane, as shares of its width and height; null where none is drawn. */
export async function moodPoint(page: Page): Promise<{ x: number; y: number } | null> {
  return await display(page).evaluate((element) => {
    const plane = element.querySelector("[aria-hidden=true] > [data-mood]:last-child")?.parentElement;
    const point = plane?.lastElementChild;
    if (!plane || !point) return null;
    const [around, dot] = [plane.getBoundingClientRect(), point.getBoundingClientRect()];
    return {
      x: (dot.x + dot.width / 2 - around.x) / around.width,
      y: (dot.y + dot.height / 2 - around.y) / around.height,
    };
  });
}

/** One of the seven buttons. */
export function moodButton(page: Page, word: MoodWord): Locator {
  return display(page).getByRole("button", { name: word, exact: true });
}

/** Shows one of the three ways: they are radio buttons, drawn as a row. */
export async function showWay(page: Page, way: "Camera" | "Photo" | "Mood pad"): Promise<void> {
  const ways = page.getByRole("group", { name: "How to tell your mood" });
  // The input lies unseen over the words; the label around both takes the press.
  await ways.locator("label").filter({ hasText: way }).click();
}

export function padSlider(page: Page, axis: "Valence" | "Arousal"): Locator {
  return page.getByRole("slider", { name: new RegExp(`^${axis}`) });
}
