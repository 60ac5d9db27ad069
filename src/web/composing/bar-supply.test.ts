import { describe, expect, it, vi } from "vitest";
import { affectDistance } from "../../core/affect/emotion.ts";
import { type PieceMood, TICKS_PER_BAR } from "../../core/composition/piece.ts";
import { type BarSupply, createBarSupply, KEPT_BARS, RESERVE_BARS } from "./bar-supply.ts";
import { type LiveBar, REWIND_BARS } from "./composer-protocol.ts";
import { moodOfTarget } from "./mood-journey.ts";

const happy = moodOfTarget({ emotion: "happy" });
const sad = moodOfTarget({ emotion: "sad" });

/** A composer that answers when told to, and refuses what a real one could not do. */
function slowComposer() {
  const asked: { index: number; mood: PieceMood }[] = [];
  const held: (() => void)[] = [];
  let composed = -1;
  return {
    asked,
    /** What composing a bar takes by its own account. */
    composeMs: 1,
    begin: vi.fn<() => Promise<void>>(async () => undefined),
    async bar(index: number, mood: PieceMood): Promise<LiveBar> {
      asked.push({ index, mood });
      if (index > composed + 1 || index < composed + 1 - REWIND_BARS) throw new Error(`bar ${index} after ${composed}`);
      composed = index;
      await new Promise<void>((resolve) => held.push(resolve));
      return { index, startTicks: index * TICKS_PER_BAR, bpm: 120, notes: [], composeMs: this.composeMs };
    },
    /** Lets the bar under way arrive. */
    async arrive(times = 1): Promise<void> {
      for (let i = 0; i < times; i++) {
        // oxlint-disable-next-line no-await-in-loop -- one bar after the other
        await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), { interval: 1 });
        held.shift()!();
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    underWay: () => held.length,
  };
}

function supplyOf(composer: ReturnType<typeof slowComposer>) {
  const taken: PieceMood[] = [];
  const onFailed = vi.fn<(error: unknown) => void>();
  const supply = createBarSupply({
    composer,
    seed: 1,
    mood: happy,
    onTaken: ({ mood }) => taken.push(mood),
    onReserve: () => undefined,
    onFailed,
  });
  supply.start();
  return { supply, taken, onFailed };
}

function takenIndex(supply: BarSupply): number | string {
  const bar = supply.take();
  return typeof bar === "string" ? bar : bar.index;
}

describe("the supply of bars", () => {
  it("composes a reserve and no more, and fills up what is taken", async () => {
    const composer = slowComposer();
    const { supply, taken } = supplyOf(composer);
    expect(supply.take()).toBe("waiting");
    await composer.arrive(RESERVE_BARS);
    expect(supply.reserve()).toHaveLength(RESERVE_BARS);
    expect(composer.underWay()).toBe(0);
    expect(takenIndex(supply)).toBe(0);
    await composer.arrive();
    expect(supply.reserve().map(({ bar }) => bar.index)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(taken).toEqual([happy]);
  });

  it("bends what is to come within two bars, with no bar missing or heard twice", async () => {
    const composer = slowComposer();
    const { supply, taken } = supplyOf(composer);
    await composer.arrive(RESERVE_BARS);
    expect(takenIndex(supply)).toBe(0);
    supply.bendTo(sad, 0);
    expect(supply.reserve()).toHaveLength(KEPT_BARS);
    // The bar that was under way for the old mood, and then the new ones.
    await composer.arrive(RESERVE_BARS);
    expect([1, 2, 3, 4].map(() => takenIndex(supply))).toEqual([1, 2, 3, 4]);
    expect(taken[1]).toEqual(happy);
    const distances = taken.map((mood) => affectDistance(mood, sad));
    expect(distances[2]).toBeLessThan(distances[1]!);
    expect(distances[4]).toBeLessThan(distances[3]!);
    for (const [i, mood] of taken.slice(1).entries()) expect(affectDistance(mood, taken[i]!)).toBeLessThan(0.2501);
  });

  it("keeps no bar in reserve where the next one is with the synthesiser already", async () => {
    const composer = slowComposer();
    const { supply, taken } = supplyOf(composer);
    await composer.arrive(RESERVE_BARS);
    expect([takenIndex(supply), takenIndex(supply)]).toEqual([0, 1]);
    supply.bendTo(sad, 1);
    expect(supply.reserve()).toHaveLength(0);
    // The bar under way for the old mood, and the first for the new.
    await composer.arrive(2);
    expect(takenIndex(supply)).toBe(2);
    expect(affectDistance(taken[2]!, sad)).toBeLessThan(affectDistance(happy, sad));
  });

  it("keeps more where composing takes longer than the music lasts, rather than fall silent", async () => {
    const composer = slowComposer();
    // Bars of two seconds.
    composer.composeMs = 1500;
    const { supply } = supplyOf(composer);
    await composer.arrive(RESERVE_BARS);
    supply.take();
    supply.bendTo(sad, 0);
    expect(supply.reserve()).toHaveLength(2);
  });

  it("begins in the mood that is wished for by then, where nothing was heard yet", async () => {
    const composer = slowComposer();
    const { supply, taken } = supplyOf(composer);
    await composer.arrive(RESERVE_BARS);
    supply.bendTo(sad, 0);
    expect(supply.take()).toBe("waiting");
    await composer.arrive(2);
    expect([takenIndex(supply), takenIndex(supply)]).toEqual([0, 1]);
    expect(taken).toEqual([sad, sad]);
  });

  it("takes nothing back for the mood that it goes towards anyway", async () => {
    const composer = slowComposer();
    const { supply } = supplyOf(composer);
    await composer.arrive(3);
    supply.bendTo({ ...happy }, 0);
    expect(supply.reserve()).toHaveLength(3);
  });

  it("bears moods that change faster than bars are composed, with an empty reserve too", async () => {
    const composer = slowComposer();
    const { supply, onFailed } = supplyOf(composer);
    await composer.arrive(2);
    expect([takenIndex(supply), takenIndex(supply)]).toEqual([0, 1]);
    for (const mood of [sad, happy, sad]) supply.bendTo(mood, 0);
    await composer.arrive(4);
    expect([takenIndex(supply), takenIndex(supply)]).toEqual([2, 3]);
    for (const mood of [happy, sad, happy, sad]) {
      supply.bendTo(mood, 0);
      // oxlint-disable-next-line no-await-in-loop -- one mood after the other
      await composer.arrive();
    }
    await composer.arrive(3);
    expect([takenIndex(supply), takenIndex(supply)]).toEqual([4, 5]);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it("says once that the composer failed, and asks no more", async () => {
    const composer = slowComposer();
    const broken = { ...composer, bar: vi.fn<() => Promise<LiveBar>>().mockRejectedValue(new Error("broken")) };
    const onFailed = vi.fn<(error: unknown) => void>();
    const nothing = (): void => undefined;
    const calls = { onTaken: nothing, onReserve: nothing, onFailed };
    const supply = createBarSupply({ composer: broken, seed: 1, mood: happy, ...calls });
    supply.start();
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce());
    supply.bendTo(sad, 0);
    expect(supply.take()).toBe("waiting");
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(broken.bar).toHaveBeenCalledOnce();
  });

  it("composes nothing more once it is stopped", async () => {
    const composer = slowComposer();
    const { supply } = supplyOf(composer);
    await composer.arrive(1);
    supply.stop();
    await composer.arrive(1);
    expect(composer.underWay()).toBe(0);
    expect(supply.take()).toBe("waiting");
  });
});
