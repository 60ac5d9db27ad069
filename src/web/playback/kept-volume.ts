/** The volume the listener set, kept over visits. */

const STORAGE_KEY = "moodsync.volume";
const DEFAULT_VOLUME = 0.8;

/** 0..1; 0.8 where nothing sensible is kept. */
export function readVolume(): number {
  try {
    const kept = Number.parseFloat(localStorage.getItem(STORAGE_KEY) ?? "");
    return kept >= 0 && kept <= 1 ? kept : DEFAULT_VOLUME;
  } catch {
    return DEFAULT_VOLUME;
  }
}

/** Storage that is refused (private windows) is no harm: the volume then lasts for the visit. */
export function keepVolume(volume: number): void {
  try {
    localStorage.setItem(STORAGE_KEY, String(volume));
  } catch {
    // see above
  }
}
