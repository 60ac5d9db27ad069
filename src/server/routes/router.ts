/** What all routes share: a router that answers bad input in the project's way, and the error answers for the OpenAPI document. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorResponseSchema, IdSchema } from "../../contracts/common.ts";
import { EMOTIONS, isEmotion } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";

/** A router whose validation failures are `request.invalid`, or `mood.unknown` where a mood is not one of the seven. */
export function createRouter(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw toInvalid(result.error, "data" in result ? result.data : undefined);
    },
  });
}

export const IdParamSchema = z.object({ id: IdSchema.openapi({ param: { name: "id", in: "path" } }) });

/** Error answers for a route's `responses`. */
export function errorAnswers<Status extends keyof typeof ERROR_ANSWERS>(
  ...statuses: Status[]
): Pick<typeof ERROR_ANSWERS, Status> {
  const chosen = statuses.map((status) => [status, ERROR_ANSWERS[status]]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are the statuses asked for
  return Object.fromEntries(chosen) as Pick<typeof ERROR_ANSWERS, Status>;
}

/** A required JSON body for a route's `request`. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** A JSON answer for a route's `responses`. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } } as const;
}

const errorAnswer = (description: string) => jsonAnswer(description, ErrorResponseSchema);

const ERROR_ANSWERS = {
  400: errorAnswer("The request is not right: `request.invalid`, `request.malformed-json`, `mood.unknown` and others"),
  403: errorAnswer("A service refuses it"),
  404: errorAnswer("There is no such thing"),
  409: errorAnswer("It contradicts the present state"),
  416: errorAnswer("The range lies outside the file: `range.unsatisfiable`"),
  503: errorAnswer("The database or the music folder is not available for now"),
  507: errorAnswer("The disk is full: `storage.full`"),
};

function toInvalid(error: z.ZodError, given: unknown): MoodSyncError {
  const emotion = unknownEmotion(given);
  if (emotion !== null) {
    return new MoodSyncError("mood.unknown", `There is no mood of that name. The moods are ${EMOTIONS.join(", ")}.`, {
      kind: "invalid-input",
      details: { emotion, known: EMOTIONS },
    });
  }
  const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return new MoodSyncError("request.invalid", "The request is not right; details says where.", {
    kind: "invalid-input",
    details: { issues },
  });
}

/** The emotion named in a body, at its top or in `mood`, if it is a name that we do not know. */
function unknownEmotion(given: unknown): string | null {
  for (const holder of [given, property(given, "mood")]) {
    const emotion = property(holder, "emotion");
    if (typeof emotion === "string" && !isEmotion(emotion)) return emotion.slice(0, 100);
  }
  return null;
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
