import { expect, test } from "vitest";
import { createRemainingTime } from "./remaining-time.ts";

test("nothing is said before there is something to go by", () => {
  const remaining = createRemainingTime(0);
  expect(remaining.estimateMs(100, 5000)).toBeNull();
  remaining.record(100);
  remaining.record(200);
  expect(remaining.estimateMs(100, 5000)).toBeNull();
  remaining.record(300);
  expect(remaining.estimateMs(100, 500)).toBeNull();
  expect(remaining.estimateMs(0, 500)).toBe(0);
});

test("a steady rate gives the time it will take", () => {
  const remaining = createRemainingTime(0);
  for (let second = 1; second <= 300; second += 1) remaining.record(second * 1000);
  expect(remaining.estimateMs(60, 300_000)).toBeGreaterThan(57_000);
  expect(remaining.estimateMs(60, 300_000)).toBeLessThan(63_000);
});

test("a change of pace is followed within half a minute", () => {
  const remaining = createRemainingTime(0);
  for (let count = 1; count <= 1000; count += 1) remaining.record(count * 10);
  for (let second = 11; second <= 60; second += 1) remaining.record(second * 1000);
  const estimate = remaining.estimateMs(10, 60_000) ?? 0;
  expect(estimate).toBeGreaterThan(9000);
  expect(estimate).toBeLessThan(11_000);
});

test("while nothing moves the estimate grows", () => {
  const remaining = createRemainingTime(0);
  for (let second = 1; second <= 10; second += 1) remaining.record(second * 1000);
  const early = remaining.estimateMs(10, 11_000) ?? 0;
  const late = remaining.estimateMs(10, 100_000) ?? 0;
  expect(late).toBeGreaterThan(early * 2);
});
