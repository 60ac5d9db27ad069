/** Whether learning pays: synthetic listeners of known taste, heard through with and without it. The long run is a benchmark. */
import { expect, test } from "vitest";
import { compareArms, meanInterval, PLAYS, regretSaved } from "../../src/core/learning/fixtures/compare-arms.ts";
import { LISTENER_KINDS, WITHOUT_TASTE } from "../../src/core/learning/fixtures/synthetic-listener.ts";

test(
  "learning saves three tenths of the regret, costs nothing at first, and hardly those without a taste",
  { timeout: 300_000 },
  () => {
    const listeners = [...compareArms({ listenersPerKind: 2, firstSeed: 400_000, arms: ["mood", "learned"] })];
    expect(listeners).toHaveLength(2 * LISTENER_KINDS.length);
    expect(regretSaved(listeners, "learned", "mood").estimate).toBeGreaterThan(0.3);

    const saved = listeners.map(({ first }) => first.mood! - first.learned!);
    expect(meanInterval(saved).high).toBeGreaterThan(0);
    expect(meanInterval(saved).estimate).toBeGreaterThan(-0.2);

    for (const { all } of listeners.filter(({ kind }) => WITHOUT_TASTE.includes(kind))) {
      expect((all.learned! - all.mood!) / PLAYS).toBeLessThan(0.04);
    }
    // What learns nothing cannot pass: the same listeners without it have no less regret.
    expect(regretSaved(listeners, "mood", "mood").estimate).toBe(0);
  },
);
