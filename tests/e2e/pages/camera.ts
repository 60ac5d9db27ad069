/** The camera's part of the home screen, as a listener sees it. */
import type { Locator, Page } from "playwright-core";

/** Presses "Live" or "Detect my mood"; the notice or the camera follows. */
export async function startCamera(page: Page, mode: "Live" | "Detect my mood"): Promise<void> {
  await page.getByRole("button", { name: mode, exact: true }).click();
}

export function consentHeading(page: Page): Locator {
  return page.getByRole("heading", { name: "Before the camera goes on" });
}

export async function agree(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Agree and turn on the camera" }).click();
}

/** Waits until frames are being read. */
export async function liveReading(page: Page): Promise<void> {
  await page.locator("[data-sensing=live]").waitFor();
}

export async function cameraState(page: Page): Promise<string | null> {
  return await page.locator("[data-sensing]").getAttribute("data-sensing");
}

/** Notes from now on when the camera's state became what; gives a way to read the notes. */
export async function watchSteps(page: Page): Promise<() => Promise<{ state: string; atMs: number }[]>> {
  const notes = await page.locator("[data-sensing]").evaluateHandle((element) => {
    const steps: { state: string; atMs: number }[] = [];
    const note = () => steps.push({ state: element.getAttribute("data-sensing") ?? "", atMs: performance.now() });
    new MutationObserver(note).observe(element, { attributeFilter: ["data-sensing"] });
    return steps;
  });
  return () => notes.jsonValue();
}

/** The figures beneath the picture; null until they are shown. */
export async function cameraFigures(page: Page): Promise<{ framesPerSecond: number; frameMs: number }> {
  const figures = page.getByTestId("camera-figures");
  const framesPerSecond = await figures.locator("[data-fps]").getAttribute("data-fps");
  const frameMs = await figures.locator("[data-frame-ms]").getAttribute("data-frame-ms");
  return { framesPerSecond: Number(framesPerSecond), frameMs: Number(frameMs) };
}

/** "Camera on" wherever it is said on the screen. */
export function cameraLights(page: Page): Locator {
  return page.getByText("Camera on", { exact: true }).filter({ visible: true });
}

/** The preview's own stop button. */
export function stopButton(page: Page): Locator {
  return page.locator("[data-sensing]").getByRole("button", { name: "Stop", exact: true });
}

export interface FaceCard {
  title: string;
  /** Whole per cent by the word beside it; empty where the face cannot be read. */
  percents: Record<string, number>;
}

/** The cards of the faces in view. */
export async function faceCards(page: Page): Promise<FaceCard[]> {
  // One look at the whole list: cards come and go between two.
  return await page.locator("ul[aria-label='Faces in view'] > li").evaluateAll((cards) =>
    cards.map((card) => ({
      title: card.querySelector("p")?.textContent ?? "",
      percents: Object.fromEntries(
        [...card.querySelectorAll("ul > li")].map((bar) => {
          const words = [...bar.children].map((child) => child.textContent ?? "");
          return [words[0]!, Number.parseInt(words.at(-1)!, 10)];
        }),
      ),
    })),
  );
}

/** The part of the picture within which something is drawn over it, each side as a share of the whole; null: nothing. */
export async function drawnArea(
  page: Page,
): Promise<{ left: number; top: number; right: number; bottom: number } | null> {
  return await page
    .locator("figure canvas")
    .last()
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return null;
      const { width, height } = canvas;
      const data = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      const area = { left: 1, top: 1, right: 0, bottom: 0 };
      for (let at = 3; at < data.length; at += 4) {
        if (data[at]! < 128) continue;
        const x = (((at - 3) / 4) % width) / width;
        const y = Math.floor((at - 3) / 4 / width) / height;
        area.left = Math.min(area.left, x);
        area.right = Math.max(area.right, x);
        area.top = Math.min(area.top, y);
        area.bottom = Math.max(area.bottom, y);
      }
      return area.right > area.left ? area : null;
    });
}

/** What became of the streams that the page was given. */
export async function trackStates(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    window.watched.streams.flatMap((stream) => stream.getTracks().map((track) => track.readyState)),
  );
}

/** The problem shown, by its code, with all its words and the names of its ways out. */
export async function problemShown(page: Page): Promise<{ code: string | null; words: string; ways: string[] }> {
  const problem = page.locator("[data-problem]");
  await problem.waitFor();
  return {
    code: await problem.getAttribute("data-problem"),
    words: (await problem.getByRole("paragraph").allTextContents()).join(" "),
    ways: await problem.getByRole("button").allTextContents(),
  };
}
