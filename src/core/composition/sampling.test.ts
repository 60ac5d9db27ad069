import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { sampleToken } from "./sampling.ts";

const logits = Float32Array.from([0, Math.log(2), Math.log(5), Math.log(2)]);
const all = new Uint8Array(4).fill(1);

function shares(options: { temperature: number; topP: number }, mask = all, draws = 20_000): number[] {
  const random = createSeededRandom(3);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) counts[sampleToken(logits, mask, options, random())]!++;
  return counts.map((count) => count / draws);
}

describe("sampleToken", () => {
  it("draws in proportion to the softmax", () => {
    for (const [i, share] of shares({ temperature: 1, topP: 1 }).entries()) {
      expect(share).toBeCloseTo([0.1, 0.2, 0.5, 0.2][i]!, 1.8);
    }
  });

  it("sharpens below a temperature of 1: weights are squared at a half", () => {
    for (const [i, share] of shares({ temperature: 0.5, topP: 1 }).entries()) {
      expect(share).toBeCloseTo([1 / 34, 4 / 34, 25 / 34, 4 / 34][i]!, 1.8);
    }
  });

  it("takes the likeliest at a temperature of 0", () => {
    expect(shares({ temperature: 0, topP: 1 }, all, 100)).toEqual([0, 0, 1, 0]);
  });

  it("keeps the fewest tokens that hold the share of top-p, of two equal ones the first", () => {
    expect(shares({ temperature: 1, topP: 0.5 }, all, 200)).toEqual([0, 0, 1, 0]);
    const [none, second, third, last] = shares({ temperature: 1, topP: 0.7 });
    expect([none, last]).toEqual([0, 0]);
    expect(second).toBeCloseTo(2 / 7, 1.8);
    expect(third).toBeCloseTo(5 / 7, 1.8);
  });

  it("never draws what the mask forbids, however likely it is", () => {
    const [first, , likeliest] = shares({ temperature: 1, topP: 0.9 }, Uint8Array.from([1, 1, 0, 1]));
    expect(likeliest).toBe(0);
    expect(first).toBeGreaterThan(0);
  });

  it("bears logits that are no numbers, and a random number that rounding takes past the end", () => {
    const broken = Float32Array.from([Number.NaN, Number.NEGATIVE_INFINITY, 1, Number.NaN]);
    expect(sampleToken(broken, all, { temperature: 1, topP: 1 }, 0.5)).toBe(2);
    expect(sampleToken(broken, Uint8Array.from([0, 1, 0, 1]), { temperature: 1, topP: 1 }, 0.5)).toBe(1);
    expect(sampleToken(logits, all, { temperature: 1, topP: 1 }, 1 - 2 ** -32)).toBeLessThan(4);
  });
});
