/** What all routes share: a router that answers bad input in the project's way, and the error answers for the OpenAPI document. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorResponseSchema, IdSchema } from "../../contracts/common.ts";
import { EMOTIONS, isEmotion } from "../../core/affect/emotion.ts";
import { isMoodName, MOOD_NAMES } from "../../core/affect/mood-names.ts";
import { MoodSyncError } from "../../core/errors.ts";

/** A router whose validation failures are `request.invalid`, or `mood.unknown` where a mood's name is not known. */
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
  const unknown = unknownMood(given);
  if (unknown !== null) {
    const { known, ...named } = unknown;
    return new MoodSyncError("mood.unknown", `There is no mood of that name. The moods are ${known.join(", ")}.`, {
      kind: "invalid-input",
      details: { ...named, known },
    });
  }
  const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return new MoodSyncError("request.invalid", "The request is not right; details says where.", {
    kind: "invalid-input",
    details: { issues },
  });
}

type UnknownMood = ({ emotion: string } | { name: string }) & { known: readonly string[] };

/**
 * The mood named in a body, if it is a name that we do not know: a class at its top, in `mood` or in `journey.to`, or one of
 * the twelve in the latter two. At the top `name` is no mood.
 */
function unknownMood(given: unknown): UnknownMood | null {
  const targets = [property(given, "mood"), property(property(given, "journey"), "to")];
  for (const holder of [given, ...targets]) {
    const emotion = property(holder, "emotion");
    if (typeof emotion === "string" && !isEmotion(emotion)) return { emotion: emotion.slice(0, 100), known: EMOTIONS };
  }
  // A mood that is wished for by name alone, as where a standing list is renewed, or as a target.
  for (const name of [targets[0], ...targets.map((holder) => property(holder, "name"))]) {
    if (typeof name === "string" && !isMoodName(name)) return { name: name.slice(0, 100), known: MOOD_NAMES };
  }
  return null;
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
