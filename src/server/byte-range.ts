/** The `Range` and `If-Range` request headers (RFC 9110, section 14), for one range at a time. Pure. */

export type ByteRange =
  /** Answer 200 with everything. */
  | { kind: "whole" }
  /** Answer 206 with the bytes from `start` to `end`, both included. */
  | { kind: "part"; start: number; end: number }
  /** Answer 416. */
  | { kind: "unsatisfiable" };

/** Where the size is not known, as in a stream: what is asked for, to be resolved by whoever has the bytes. */
export type OpenRange = { start: number; end: number | null } | { last: number };

const RANGE = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)$/i;
const WHOLE: ByteRange = { kind: "whole" };

/**
 * What a `Range` header asks of `size` bytes. A header that is malformed, of another unit or asks for several ranges is
 * ignored, as the standard allows.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange {
  const match = RANGE.exec(header?.trim() ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (!match || (first === "" && last === "")) return WHOLE;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return WHOLE;
  return start >= size ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}

/** What a `Range` header asks of bytes whose number is not known; undefined where everything is asked for. */
export function parseOpenRange(header: string | undefined): OpenRange | undefined {
  const [, first = "", last = ""] = RANGE.exec(header?.trim() ?? "") ?? [];
  if (first === "") return last === "" ? undefined : { last: Number(last) };
  if (last !== "" && Number(last) < Number(first)) return undefined;
  return { start: Number(first), end: last === "" ? null : Number(last) };
}

/**
 * Whether a range may be answered as such: `If-Range` is absent, or names the state of the file that we have.
 * @param modifiedAtMs compared to the second, since that is all an HTTP date says
 */
export function ifRangeHolds(header: string | undefined, etag: string, modifiedAtMs: number): boolean {
  if (header === undefined) return true;
  const value = header.trim();
  if (value.startsWith('"')) return value === etag;
  // A weak tag never vouches for bytes.
  if (value.startsWith("W/")) return false;
  return Date.parse(value) === Math.trunc(modifiedAtMs / 1000) * 1000;
}

/** Whether `If-None-Match` names this state of the file, so that 304 will do. */
export function noneMatchHits(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, "");
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === bare);
}
