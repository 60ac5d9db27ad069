/** Whether the listener has read what the camera is for and agreed; kept on this device, withdrawn at will. */

/** Grows when the notice says something new: an older consent then no longer counts. */
export const CONSENT_VERSION = 1;
const KEY = "moodsync.camera-consent";

function storage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** Whether a consent to the present notice is on record. */
export function hasCameraConsent(): boolean {
  try {
    const kept: unknown = JSON.parse(storage()?.getItem(KEY) ?? "null");
    return typeof kept === "object" && kept !== null && "version" in kept && kept.version === CONSENT_VERSION;
  } catch {
    return false;
  }
}

/** Records the consent; where storage is shut it holds for this visit only, kept by the caller. */
export function giveCameraConsent(nowMs: number): void {
  try {
    storage()?.setItem(KEY, JSON.stringify({ version: CONSENT_VERSION, givenAtMs: nowMs }));
  } catch {
    // Private windows may refuse to store: the notice is then shown again next time.
  }
}

/** Forgets the consent; the notice is shown before the next use. */
export function withdrawCameraConsent(): void {
  try {
    storage()?.removeItem(KEY);
  } catch {
    // Nothing was stored where storage is shut.
  }
}
