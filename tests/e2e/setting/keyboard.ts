/** Moves through the page by keys alone, and sees to it that every stop on the way can be seen. */
import type { Locator, Page } from "playwright-core";

/** More stops than any screen has. */
const MOST_STOPS = 120;

/** Whether the element in focus, or what is drawn for it (a thumb, a label, a field's box), has a ring of 2 px or more. */
async function focusIsSeen(page: Page): Promise<{ seen: boolean; what: string }> {
  return await page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return { seen: true, what: "the page" };
    const ring = (element: Element | null, part?: string): boolean => {
      if (element === null) return false;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element, part);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)";
    };
    const around = [focused, focused.nextElementSibling, focused.parentElement, focused.closest("label")];
    // Chromium computes no style for a slider's thumb: the rule that draws its ring is looked up instead.
    const thumb =
      focused instanceof HTMLInputElement &&
      focused.type === "range" &&
      [...document.styleSheets]
        .flatMap((sheet) => [...sheet.cssRules])
        .some(
          (rule) =>
            rule instanceof CSSStyleRule &&
            rule.selectorText.includes("::-webkit-slider-thumb") &&
            rule.selectorText.includes(":focus-visible") &&
            rule.style.outline !== "" &&
            focused.matches(rule.selectorText.replace("::-webkit-slider-thumb", "")),
        );
    const what = `${focused.tagName.toLowerCase()} "${focused.getAttribute("aria-label") ?? focused.textContent?.trim().slice(0, 40) ?? ""}"`;
    return { seen: thumb || around.some((element) => ring(element)), what };
  });
}

/**
 * Presses Tab until the target is in focus; every stop on the way must be visible.
 * @throws {Error} where it is never reached, or a stop shows no focus
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const stops: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press("Tab");
    const { seen, what } = await focusIsSeen(page);
    if (!seen) throw new Error(`nothing shows that ${what} is in focus`);
    stops.push(what);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reaches ${String(target)}; it stops at ${[...new Set(stops)].join(", ")}`);
}
