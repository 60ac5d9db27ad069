/**
 * The piece on the desk: what is wished for, the composing, and the piece until it is kept. Outlives the screen, and the
 * page too while its tab is open, so that nothing unsaved is lost on the way.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { checkBars } from "../../../core/composition/compose-request.ts";
import type { Piece } from "../../../core/composition/piece.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { ComposerClient } from "../../composing/composer-client.ts";
import { moodOfTarget } from "../../composing/mood-journey.ts";
import { parseSeed } from "../../composing/seeds.ts";
import type { ChosenTarget } from "../../mood-store.ts";
import { suggestedName } from "./piece-words.ts";

/** A piece with what the listener calls it. */
export interface Draft {
  piece: Piece;
  name: string;
  /** The track that it was kept as; null before. */
  keptId: number | null;
}

/** Where something is wrong with the wish, or `null` where composing itself failed. */
export interface DraftProblem {
  field: "bars" | "seed" | null;
  error: unknown;
}

export interface DraftState {
  target: ChosenTarget;
  /** As typed, until it is composed from. */
  bars: string;
  seed: string;
  /** How far composing is; null while none is under way. */
  composing: { done: number; of: number } | null;
  problem: DraftProblem | null;
  draft: Draft | null;

  wish: (change: Partial<Pick<DraftState, "target" | "bars" | "seed">>) => void;
  /** Composes from the wish; the draft before is handed to `onReplaced` where it was not kept. */
  compose: () => Promise<void>;
  cancel: () => void;
  /** Puts a piece on the desk, in place of what is there. */
  open: (draft: Draft) => void;
  rename: (name: string) => void;
  kept: (piece: Piece, id: number) => void;
  clear: () => void;
}

export interface DraftParts {
  composer: Pick<ComposerClient, "piece">;
  newSeed: () => number;
  /** An unkept piece made room for another. */
  onReplaced: (draft: Draft) => void;
  /** What was on the desk when the page was last here; null where nothing was. */
  restored: KeptDesk | null;
}

/** What outlives the page. */
export type KeptDesk = Pick<DraftState, "target" | "bars" | "seed" | "draft">;

const DEFAULT_BARS = "32";

function asMoodSyncError(error: unknown, code: string): boolean {
  return error instanceof MoodSyncError && error.code === code;
}

/** Creates the desk. */
export function createDraftStore({ composer, newSeed, onReplaced, restored }: DraftParts): StoreApi<DraftState> {
  let running: AbortController | null = null;

  const store = createStore<DraftState>((set, get) => ({
    target: restored?.target ?? { emotion: "happy" },
    bars: restored?.bars ?? DEFAULT_BARS,
    seed: restored?.seed ?? String(newSeed()),
    composing: null,
    problem: null,
    draft: restored?.draft ?? null,

    wish: (change) => set({ ...change, problem: null }),
    async compose() {
      const wish = checkedWish();
      if (wish === null || running !== null) return;
      running = new AbortController();
      set({ composing: { done: 0, of: wish.bars }, problem: null });
      try {
        const told = (done: number): void => set({ composing: { done, of: wish.bars } });
        const { piece } = await composer.piece(wish, told, running.signal);
        get().open({ piece, name: suggestedName(piece), keptId: null });
      } catch (error) {
        if (!asMoodSyncError(error, "composer.cancelled")) set({ problem: { field: null, error } });
      } finally {
        running = null;
        set({ composing: null });
      }
    },
    cancel: () => running?.abort(),
    open(draft) {
      const before = get().draft;
      set({ draft });
      if (before !== null && before.keptId === null && before.piece !== draft.piece) onReplaced(before);
    },
    rename: (name) => set(({ draft }) => (draft === null ? {} : { draft: { ...draft, name } })),
    kept: (piece, id) => set(({ draft }) => (draft?.piece === piece ? { draft: { ...draft, keptId: id } } : {})),
    clear: () => set({ draft: null }),
  }));

  /** The wish as numbers, or null with the problem shown where it is. */
  function checkedWish() {
    const { target, bars: barsText, seed: seedText } = store.getState();
    const mood = moodOfTarget(target);
    const bars = barsText.trim() === "" ? Number.NaN : Number(barsText);
    for (const [field, check] of [
      ["bars", () => checkBars(bars)],
      ["seed", () => parseSeed(seedText)],
    ] as const) {
      try {
        check();
      } catch (error) {
        store.setState({ problem: { field, error } });
        return null;
      }
    }
    return { mood, bars, seed: parseSeed(seedText) };
  }

  return store;
}
