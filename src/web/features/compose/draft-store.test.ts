import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoreApi } from "zustand/vanilla";
import type { Piece } from "../../../core/composition/piece.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { ComposerClient } from "../../composing/composer-client.ts";
import { createDraftStore, type Draft, type DraftState } from "./draft-store.ts";

function pieceOf(seed: number): Piece {
  return {
    mood: { emotion: "happy", valence: 0.8, arousal: 0.4 },
    seed,
    bars: 32,
    tonic: 7,
    mode: "major",
    tempos: [{ ticks: 0, bpm: 120 }],
    chords: [],
    notes: [],
  };
}

describe("the desk", () => {
  const piece = vi.fn<ComposerClient["piece"]>();
  const onReplaced = vi.fn<(draft: Draft) => void>();
  let store: StoreApi<DraftState>;
  const now = (): DraftState => store.getState();

  beforeEach(() => {
    vi.resetAllMocks();
    piece.mockImplementation(async ({ seed }) => ({ piece: pieceOf(seed), composeMs: 5 }));
    store = createDraftStore({ composer: { piece }, newSeed: () => 41, onReplaced, restored: null });
  });

  it("composes what is wished for, and names it", async () => {
    now().wish({ target: { emotion: "sad" }, bars: " 8 ", seed: "7" });
    const composing = now().compose();
    expect(now().composing).toEqual({ done: 0, of: 8 });
    piece.mock.calls[0]![1](3);
    expect(now().composing).toEqual({ done: 3, of: 8 });
    await composing;
    expect(piece.mock.calls[0]![0]).toEqual({
      mood: { emotion: "sad", valence: -0.65, arousal: -0.35 },
      bars: 8,
      seed: 7,
    });
    expect(now()).toMatchObject({ composing: null, draft: { name: "Happy in G major", keptId: null } });
  });

  it.each([
    ["bars", { bars: "0" }],
    ["bars", { bars: "10000" }],
    ["bars", { bars: "" }],
    ["bars", { bars: "8.5" }],
    ["bars", { bars: "many" }],
    ["seed", { seed: "seven" }],
    ["seed", { seed: "" }],
    ["seed", { seed: "-1" }],
    ["seed", { seed: "4294967296" }],
    ["seed", { seed: "1e3" }],
  ])("says what is wrong with %s of %j and composes nothing", async (field, wish) => {
    now().wish(wish);
    await now().compose();
    expect(now().problem).toMatchObject({ field, error: expect.any(MoodSyncError) });
    expect(piece).not.toHaveBeenCalled();
    now().wish({ bars: "8" });
    expect(now().problem).toBeNull();
  });

  it("hands back an unkept piece that made room, and forgets a kept one", async () => {
    await now().compose();
    const first = now().draft!;
    now().wish({ seed: "2" });
    await now().compose();
    expect(onReplaced).toHaveBeenCalledExactlyOnceWith(first);
    now().kept(now().draft!.piece, 12);
    expect(now().draft?.keptId).toBe(12);
    now().open(first);
    expect(onReplaced).toHaveBeenCalledOnce();
  });

  it("says why composing failed and leaves the piece before on the desk", async () => {
    await now().compose();
    const before = now().draft;
    piece.mockRejectedValueOnce(new MoodSyncError("model.hash-mismatch", "damaged"));
    await now().compose();
    expect(now()).toMatchObject({ composing: null, problem: { field: null, error: { code: "model.hash-mismatch" } } });
    expect(now().draft).toBe(before);
  });

  it("says nothing of composing that the listener stopped", async () => {
    piece.mockImplementationOnce(
      (_wish, _onBars, signal) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener("abort", () => reject(new MoodSyncError("composer.cancelled", "stopped")));
        }),
    );
    const composing = now().compose();
    now().cancel();
    await composing;
    expect(now()).toMatchObject({ composing: null, problem: null, draft: null });
  });

  it("keeps a renamed piece's name, and marks only the piece that was kept", async () => {
    await now().compose();
    now().rename("Morning");
    now().kept(pieceOf(99), 3);
    expect(now().draft).toMatchObject({ name: "Morning", keptId: null });
  });
});
