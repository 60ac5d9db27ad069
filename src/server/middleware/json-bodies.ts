/** Bodies are JSON and small, files to be imported excepted: anything else is refused before a route sees it. */
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { MAX_IMPORT_BYTES } from "../../contracts/exchange.ts";
import { MoodSyncError } from "../../core/errors.ts";

const MAX_BODY_BYTES = 64 * 1024;
/** A whole piece with all its notes; nothing else is this large. */
const MAX_PIECE_BYTES = 6 * 1024 * 1024;

/** @throws MoodSyncError `request.too-large` */
export const smallBodies = createMiddleware(async (context, next) => {
  if (isImport(context.req)) return await importedFiles(context, next);
  const isPiece = context.req.method === "POST" && context.req.path === "/api/pieces";
  return await (isPiece ? pieceBodies : otherBodies)(context, next);
});

function isImport({ method, path }: { method: string; path: string }): boolean {
  return method === "POST" && path === "/api/imports";
}

const otherBodies = atMost(MAX_BODY_BYTES);
const pieceBodies = atMost(MAX_PIECE_BYTES);
const importedFiles = atMost(MAX_IMPORT_BYTES);

function atMost(bytes: number) {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new MoodSyncError("request.too-large", `A body may have at most ${bytes} bytes.`, { kind: "too-large" });
    },
  });
}

/** @throws MoodSyncError `request.unsupported-type` */
export const jsonBodies = createMiddleware(async (context, next) => {
  const type = context.req.header("content-type");
  const hasBody = Number(context.req.header("content-length") ?? 0) > 0 || context.req.header("transfer-encoding");
  const wanted = isImport(context.req) ? "application/octet-stream" : "application/json";
  if (hasBody && (type ?? "").split(";", 1)[0]?.trim().toLowerCase() !== wanted) {
    const what = isImport(context.req) ? "the file as it is" : "JSON";
    throw new MoodSyncError("request.unsupported-type", `Send ${what}, with Content-Type: ${wanted}.`, {
      kind: "unsupported",
    });
  }
  await next();
});
