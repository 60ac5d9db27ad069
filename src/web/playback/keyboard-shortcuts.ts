/** The player's keys: space and arrows, silent wherever a key already means something else. */
import type { StoreApi } from "zustand/vanilla";
import type { PlayerState } from "./player-state.ts";

const SEEK_STEP_MS = 5000;
export const VOLUME_STEP = 0.05;

/** What Settings lists; the order is that of use. */
export const SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Space"], does: "Play or pause" },
  { keys: ["←"], does: "Back five seconds" },
  { keys: ["→"], does: "Forward five seconds" },
  { keys: ["Shift", "←"], does: "Previous song" },
  { keys: ["Shift", "→"], does: "Next song" },
  { keys: ["Shift", "↑"], does: "Louder" },
  { keys: ["Shift", "↓"], does: "Quieter" },
];

/** Elements that have their own use for space and arrows. */
const OWN_KEYS = [
  "input",
  "textarea",
  "select",
  "button",
  "a[href]",
  "summary",
  "dialog",
  "[contenteditable]",
  "[role=slider]",
  "[role=application]",
  "[role=radio]",
  "[data-own-keys]",
].join(",");

function actionFor(event: KeyboardEvent, player: PlayerState): (() => void) | null {
  const plain: Record<string, () => void> = {
    " ": () => player.toggle(),
    ArrowLeft: () => player.seek(player.positionMs - SEEK_STEP_MS),
    ArrowRight: () => player.seek(player.positionMs + SEEK_STEP_MS),
  };
  const shifted: Record<string, () => void> = {
    ArrowLeft: () => player.previous(),
    ArrowRight: () => player.next(),
    ArrowUp: () => player.setVolume(player.volume + VOLUME_STEP),
    ArrowDown: () => player.setVolume(player.volume - VOLUME_STEP),
  };
  return (event.shiftKey ? shifted : plain)[event.key] ?? null;
}

/** Whether a key is the player's: nobody took it, no other key is held with it, and the element in focus has no use for it. */
export function isForPlayer(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return false;
  return !(event.target instanceof Element && event.target.closest(OWN_KEYS) !== null);
}

/** Listens on the document. Returns how to stop. */
export function bindShortcuts(player: StoreApi<PlayerState>): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const state = player.getState();
    const act = !isForPlayer(event) || state.current === null ? null : actionFor(event, state);
    if (act === null) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
