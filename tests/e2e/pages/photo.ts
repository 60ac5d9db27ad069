/** The photo's part of the home screen: the three ways to give one, and what comes of it. */
import type { Page } from "playwright-core";
import type { PhotoFile } from "../setting/photos.ts";

/** By the file chooser's input. */
export async function choosePhoto(page: Page, photo: PhotoFile): Promise<void> {
  await page.getByLabel("Choose a photo").setInputFiles(photo);
}

/** By a paste anywhere on the page, or a drop on the zone, as the browser announces them. */
export async function givePhoto(page: Page, how: "paste" | "drop", photo: PhotoFile): Promise<void> {
  const given = { how, name: photo.name, type: photo.mimeType, base64: photo.buffer.toString("base64") };
  await page.evaluate(({ how: way, name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    const label = [...document.querySelectorAll("label")].find((one) => one.textContent?.includes("Choose a photo"));
    const events = { bubbles: true, cancelable: true };
    if (way === "paste") document.body.dispatchEvent(new ClipboardEvent("paste", { ...events, clipboardData: data }));
    else label?.parentElement?.dispatchEvent(new DragEvent("drop", { ...events, dataTransfer: data }));
  }, given);
}

/** Waits for what came of the last photo: "read" or "failed". */
export async function photoOutcome(page: Page): Promise<string | null> {
  const view = page.locator("[data-photo=read], [data-photo=failed]");
  await view.waitFor();
  return await view.getAttribute("data-photo");
}

/** Width by height of the picture as it is shown. */
export async function shownShape(page: Page): Promise<number> {
  return await page
    .locator("[data-photo=read] figure canvas")
    .first()
    .evaluate((canvas) => canvas.clientWidth / canvas.clientHeight);
}
