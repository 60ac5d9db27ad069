import { expect, test } from "vitest";
import { MoodSyncError } from "../../../core/errors.ts";
import { toPostgresError, wasUndoneByOthers } from "./postgres-errors.ts";
import { toSafeInteger } from "./postgres-pool.ts";

const failure = (code: string, message = "as the server says") => Object.assign(new Error(message), { code });

test.each([
  ["40001", "storage.locked"],
  ["40P01", "storage.locked"],
  ["53100", "storage.full"],
  ["53300", "storage.unreachable"],
  ["57P01", "storage.unreachable"],
  ["57P03", "storage.unreachable"],
  ["57014", "storage.too-slow"],
  ["08006", "storage.unreachable"],
  ["28P01", "storage.refused"],
  ["3D000", "storage.unknown-database"],
  ["23505", "storage.constraint"],
  ["25006", "storage.unwritable"],
  ["42P01", "storage.failed"],
  ["ECONNREFUSED", "storage.unreachable"],
  ["CERT_HAS_EXPIRED", "storage.bad-certificate"],
])("%s is %s", (code, expected) => {
  expect(toPostgresError(failure(code))).toMatchObject({ code: expected, cause: { code } });
});

test("a connection that broke is known by its words; several addresses that failed by the first", () => {
  expect(toPostgresError(new Error("Connection terminated unexpectedly")).code).toBe("storage.unreachable");
  expect(toPostgresError(new AggregateError([failure("ECONNREFUSED")])).code).toBe("storage.unreachable");
  expect(toPostgresError(new Error("The server does not support SSL connections")).code).toBe(
    "storage.bad-certificate",
  );
  const known = new MoodSyncError("test.known", "known");
  expect(toPostgresError(known)).toBe(known);
});

test("what others undid may be tried again, whether or not it has been given a name", () => {
  expect(wasUndoneByOthers(failure("40001"))).toBe(true);
  expect(wasUndoneByOthers(toPostgresError(failure("40P01")))).toBe(true);
  expect(wasUndoneByOthers(toPostgresError(failure("55P03")))).toBe(false);
  expect(wasUndoneByOthers(failure("23505"))).toBe(false);
});

test("a number that JavaScript cannot hold is refused rather than rounded", () => {
  expect(toSafeInteger("1800000000123")).toBe(1_800_000_000_123);
  expect(() => toSafeInteger("9007199254740993")).toThrow(RangeError);
});
