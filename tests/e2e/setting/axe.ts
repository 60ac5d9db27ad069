/** Asks axe-core what it finds on the page as it stands, at phone and desktop width, light and dark. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = [360, 1280] as const;
export const SCHEMES = ["light", "dark"] as const;

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

declare global {
  interface Window {
    axe: { run: (context: Document, options: unknown) => Promise<AxeResults> };
  }
}

/** A violation in one line: where it was met, the rule, the element, what is wrong. */
type Violation = string;

async function violationsNow(page: Page, where: string): Promise<Violation[]> {
  // Evaluated by the debugger, which the page's policy does not bind; a script element would be refused.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ target }) => !isEssential(id, target))
      .map(({ target, failureSummary = "" }) => `${where}: ${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}

/**
 * Waypoints lie where their mood lies, however close that is: "pins on a map" in W3C's Understanding 2.5.8, whose exception for
 * what is essential they fall under. Keys reach and move each of them, too.
 */
function isEssential(rule: string, target: readonly string[]): boolean {
  return rule === "target-size" && target.every((selector) => /\[aria-label="Waypoint \d+ of \d+"\]$/.test(selector));
}

/** Every violation at the widths (default both) in both colour schemes; the page is left at 1280 px, light. */
export async function axeViolations(
  page: Page,
  state: string,
  widths: readonly number[] = WIDTHS,
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      // Colours that are still on their way to the other scheme would be judged halfway.
      await settled(page);
      found.push(...(await violationsNow(page, `${state}, ${width} px, ${colorScheme}`)));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

/** Takes whatever moves to its end, over and over: a colour that arrives may set others off. Waiting would take 1.6 s each time. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const passing = (): Animation[] =>
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .filter(({ playState }) => playState === "running");
    await frame();
    await frame();
    for (let left = passing(); left.length > 0; left = passing()) {
      for (const animation of left) animation.finish();
      await frame();
    }
  });
}
