/** The library as a map: the picture for pointers, the list for everybody. */
import type { Locator, Page } from "playwright-core";

export function picture(page: Page): Locator {
  return page.getByTestId("library-map");
}

export function groups(page: Page): Locator {
  return page.getByRole("list", { name: "Groups of songs that sound alike" }).getByRole("button");
}

/** Names of the groups as listed, and as written on the map. */
export async function groupNames(page: Page): Promise<{ listed: string[]; drawn: string[] }> {
  const listed = await groups(page).evaluateAll((all) =>
    all.map((one) => one.querySelector("span")?.textContent ?? ""),
  );
  const drawn = await picture(page).locator("button").allTextContents();
  return { listed, drawn };
}

/** Where the names lie on the map; none may lie on another. */
export async function nameBoxes(page: Page): Promise<{ x: number; y: number; width: number; height: number }[]> {
  return await picture(page)
    .locator("button")
    .evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { x, y, width, height };
      }),
    );
}

/** Presses the map where a point of -1..1 lies. */
export async function pressPoint(page: Page, point: { x: number; y: number }): Promise<void> {
  const box = await picture(page).boundingBox();
  if (box === null) throw new Error("there is no map");
  const margin = 12;
  await picture(page).click({
    position: {
      x: margin + ((point.x + 1) / 2) * (box.width - 2 * margin),
      y: margin + ((1 - point.y) / 2) * (box.height - 2 * margin),
    },
  });
}
