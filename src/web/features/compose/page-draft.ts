/** The page's one desk, kept over reloads of the tab. */
import { useStore } from "zustand";
import { isEmotion } from "../../../core/affect/emotion.ts";
import { drawSeed } from "../../composing/seeds.ts";
import { pieceComposer, piecePlayer } from "../../composing/page-composing.ts";
import { notify } from "../../design/notices-store.ts";
import { createDraftStore, type Draft, type DraftState, type KeptDesk } from "./draft-store.ts";

const STORAGE_KEY = "moodsync.desk";
/** Names are typed letter by letter. */
const KEEP_AFTER_MS = 400;

function isTarget(value: unknown): value is KeptDesk["target"] {
  if (typeof value !== "object" || value === null) return false;
  if ("emotion" in value) return typeof value.emotion === "string" && isEmotion(value.emotion);
  return "valence" in value && typeof value.valence === "number" && "arousal" in value;
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDesk(value: unknown): value is KeptDesk {
  if (!isFields(value)) return false;
  const { target, bars, seed, draft } = value;
  const hasDraft = isFields(draft) && isFields(draft["piece"]) && typeof draft["name"] === "string";
  return isTarget(target) && typeof bars === "string" && typeof seed === "string" && (draft === null || hasDraft);
}

function restored(): KeptDesk | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null");
    return isDesk(kept) ? kept : null;
  } catch {
    return null;
  }
}

function keep({ target, bars, seed, draft }: DraftState): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ target, bars, seed, draft } satisfies KeptDesk));
  } catch {
    // Storage that is refused or full: the desk then lasts until the page closes.
  }
}

export const draftStore = createDraftStore({
  composer: pieceComposer,
  newSeed: drawSeed,
  restored: restored(),
  onReplaced: (before: Draft) =>
    void notify({
      text: `“${before.name}” was not kept.`,
      action: { label: "Bring it back", run: () => draftStore.getState().open(before) },
    }),
});

let timer: number | undefined;
draftStore.subscribe((state, before) => {
  if (state.draft?.piece !== before.draft?.piece) piecePlayer.store.getState().load(state.draft?.piece ?? null);
  if (state.composing !== before.composing && state.draft === before.draft) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => keep(draftStore.getState()), KEEP_AFTER_MS);
});
piecePlayer.store.getState().load(draftStore.getState().draft?.piece ?? null);

/** Reads the desk in a component. */
export function useDraft<Part>(select: (state: DraftState) => Part): Part {
  return useStore(draftStore, select);
}
