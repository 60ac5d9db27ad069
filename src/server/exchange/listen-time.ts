/** The times that listening histories are written in. */

/** Before it nobody kept such histories: players without a clock wrote 1970. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
/** Clocks differ; a listen may lie a little ahead of ours. */
const MOST_AHEAD_MS = 24 * 3_600_000;
const LASTFM = /^(\d{1,2}) (\w{3})\w* (\d{4}),? (\d{1,2}):(\d{2})$/u;

/**
 * Reads seconds or milliseconds since 1970, ISO 8601 and Last.fm's "31 Oct 2025, 19:04"; times without a zone are UTC.
 * @returns milliseconds since 1970; null for what is no time, before 2000 or ahead of `nowMs` by more than a day
 */
export function readListenTime(value: unknown, nowMs: number): number | null {
  const atMs = typeof value === "number" ? fromNumber(value) : typeof value === "string" ? fromText(value.trim()) : NaN;
  return atMs >= EARLIEST_MS && atMs <= nowMs + MOST_AHEAD_MS ? Math.round(atMs) : null;
}

function fromNumber(value: number): number {
  return Math.abs(value) < 1e11 ? value * 1000 : value;
}

function fromText(text: string): number {
  if (/^\d{9,13}(?:\.\d+)?$/u.test(text)) return fromNumber(Number(text));
  const lastfm = LASTFM.exec(text);
  if (lastfm) return Date.parse(`${lastfm[1]} ${lastfm[2]} ${lastfm[3]} ${lastfm[4]}:${lastfm[5]} UTC`);
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2}|UTC)?)?$/iu.exec(
    text,
  );
  if (!iso) return NaN;
  const zone = iso[3] === undefined || /^utc$/iu.test(iso[3]) ? "Z" : iso[3];
  return Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}${zone}`);
}
