/** The one place where an error becomes an HTTP answer: status by kind, body `{error: {code, message, details?}}`. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorResponse } from "../contracts/common.ts";
import { MoodSyncError, type ErrorKind } from "../core/errors.ts";
import { storagePasses } from "./db/storage-errors.ts";
import type { Logger } from "./logger.ts";

const STATUS_OF_KIND: Readonly<Record<ErrorKind, ContentfulStatusCode>> = {
  "invalid-input": 400,
  "not-found": 404,
  conflict: 409,
  forbidden: 403,
  "too-large": 413,
  unsupported: 415,
  unavailable: 503,
  "storage-full": 507,
  internal: 500,
};

/** Codes whose status differs from that of their kind. */
const STATUS_OF_CODE: Readonly<Record<string, ContentfulStatusCode>> = {
  "range.unsatisfiable": 416,
};

/** Answers an error and logs what the listener is not told. */
export function respondToError(error: Error, context: Context, logger: Logger): Response {
  const known = toMoodSyncError(error);
  const status = STATUS_OF_CODE[known.code] ?? STATUS_OF_KIND[known.kind];
  if (status >= 500) logger.error({ err: error, code: known.code, path: context.req.path }, known.message);
  if (storagePasses(known)) context.header("Retry-After", "1");
  const body: ErrorResponse = { error: { code: known.code, message: known.message } };
  if (known.details) body.error.details = known.details;
  return context.json(body, status);
}

function toMoodSyncError(error: Error): MoodSyncError {
  if (error instanceof MoodSyncError) return error;
  if (error instanceof HTTPException && error.status === 400) {
    return new MoodSyncError("request.malformed-json", "The body is not valid JSON.", {
      kind: "invalid-input",
      cause: error,
    });
  }
  return new MoodSyncError("internal", "Something went wrong inside the server. Its log says more.", { cause: error });
}
