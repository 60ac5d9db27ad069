import { expect, test } from "vitest";
import { isDue, nextRenewalMs } from "./renewal-time.ts";

const at = (text: string): number => new Date(text).getTime();
const DAILY = { every: "daily", hour: 5 } as const;
const WEEKLY = { every: "weekly", hour: 5 } as const;

test.each([
  [DAILY, "2026-03-10T04:59:00", "2026-03-10T05:00:00"],
  [DAILY, "2026-03-10T05:00:00", "2026-03-11T05:00:00"],
  [DAILY, "2026-03-10T23:30:00", "2026-03-11T05:00:00"],
  [DAILY, "2026-12-31T23:30:00", "2027-01-01T05:00:00"],
  [WEEKLY, "2026-03-10T04:59:00", "2026-03-17T05:00:00"],
  [WEEKLY, "2026-03-10T05:00:00", "2026-03-17T05:00:00"],
  [WEEKLY, "2028-02-25T12:00:00", "2028-03-03T05:00:00"],
])("%o after %s is %s, local time", (schedule, last, next) => {
  expect(nextRenewalMs(schedule, at(last), at(last))).toBe(at(next));
});

test("off is never", () => {
  expect(nextRenewalMs({ every: "off", hour: 5 }, 0, 1e13)).toBeNull();
  expect(isDue({ every: "off", hour: 5 }, 0, 1e13)).toBe(false);
});

test("due from the hour on, also much later", () => {
  const last = at("2026-03-10T12:00:00");
  expect(isDue(DAILY, last, at("2026-03-11T04:59:59"))).toBe(false);
  expect(isDue(DAILY, last, at("2026-03-11T05:00:00"))).toBe(true);
  expect(isDue(DAILY, last, at("2036-01-01T00:00:00"))).toBe(true);
});

test("a clock that was set back neither waits for years nor renews at once", () => {
  const renewed = at("2030-01-01T05:00:00");
  const now = at("2026-03-10T12:00:00");
  expect(isDue(DAILY, renewed, now)).toBe(false);
  expect(nextRenewalMs(DAILY, renewed, now)).toBe(at("2026-03-11T05:00:00"));
});

test("every day of a year has one renewal at its hour, changes of summer time included", () => {
  let last = at("2026-01-01T12:00:00");
  for (let day = 0; day < 365; day += 1) {
    const next = nextRenewalMs({ every: "daily", hour: 2 }, last, last)!;
    expect(next).toBeGreaterThan(last);
    expect(next - last).toBeLessThanOrEqual(25 * 3_600_000);
    last = next;
  }
  expect(new Date(last).getFullYear()).toBe(2027);
});
