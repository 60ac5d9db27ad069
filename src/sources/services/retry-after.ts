/** Reads how long a service asks to be left alone (RFC 9110, section 10.2.3): seconds, or a date. */

/** Longer waits are cut to this; the service is asked again then and may repeat itself. */
export const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * The wait in milliseconds, 0 up to a day; null where the header is missing or makes no sense.
 * A date is taken relative to the answer's own `Date` header where there is one, so that a wrong clock here does no harm.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  // A bare or signed number would pass for a year.
  const untilMs = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(untilMs)) return null;
  const theirNowMs = Date.parse(headers.get("date") ?? "");
  const waitMs = untilMs - (Number.isNaN(theirNowMs) ? nowMs : theirNowMs);
  return Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}
