/** Bodies are JSON and small: anything else is refused before a route sees it. */
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { MoodSyncError } from "../../core/errors.ts";

const MAX_BODY_BYTES = 64 * 1024;
/** A whole piece with all its notes; nothing else is this large. */
const MAX_PIECE_BYTES = 6 * 1024 * 1024;

/** @throws MoodSyncError `request.too-large` */
export const smallBodies = createMiddleware(async (context, next) => {
  const isPiece = context.req.method === "POST" && context.req.path === "/api/pieces";
  return await (isPiece ? pieceBodies : otherBodies)(context, next);
});

const otherBodies = atMost(MAX_BODY_BYTES);
const pieceBodies = atMost(MAX_PIECE_BYTES);

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
  if (hasBody && !/^application\/json\s*(;|$)/i.test(type ?? "")) {
    throw new MoodSyncError("request.unsupported-type", "Send JSON, with Content-Type: application/json.", {
      kind: "unsupported",
    });
  }
  await next();
});
