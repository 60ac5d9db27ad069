import { expect, test } from "vitest";
import { LONGEST_WAIT_MS, retryAfterMs } from "./retry-after.ts";

const NOW = Date.parse("2026-06-01T12:00:00Z");

test.each([
  ["7", 7000],
  ["0", 0],
  ["1.5", 1500],
  [" 3 ", 3000],
  ["999999999", LONGEST_WAIT_MS],
  ["Mon, 01 Jun 2026 12:00:30 GMT", 30_000],
  ["Mon, 01 Jun 2026 11:00:00 GMT", 0],
  ["-5", null],
  ["soon", null],
  ["", null],
  ["2026", 2_026_000],
])("%j means %j", (value, expected) => {
  expect(retryAfterMs(new Headers({ "retry-after": value }), NOW)).toBe(expected);
});

test("without the header there is nothing to obey", () => {
  expect(retryAfterMs(new Headers(), NOW)).toBeNull();
});

test("a date is read by the service's own clock", () => {
  const headers = new Headers({
    date: "Mon, 01 Jun 2026 12:10:00 GMT",
    "retry-after": "Mon, 01 Jun 2026 12:10:05 GMT",
  });
  expect(retryAfterMs(headers, NOW)).toBe(5000);
});
