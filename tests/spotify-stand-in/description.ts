/** The committed part of Spotify's OpenAPI description as a judge: what a request must look like, and what an answer. */
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";

interface Parameter {
  name: string;
  in: "query" | "path" | "header";
  required?: boolean;
  isList: boolean;
  /** Of `{value}`, which comes as text. */
  check: ValidateFunction;
}

interface Operation {
  operationId: string;
  parameters: Parameter[];
  body: ValidateFunction | null;
  /** By status. */
  answers: ReadonlyMap<number, ValidateFunction | null>;
  /** Any one set is not asked for: a new app needs those that fit what it does, so one of them must be there. */
  scopes: readonly string[];
}

export interface Matched {
  operation: Operation;
  /** As the description writes it, such as "GET /playlists/{playlist_id}/items". */
  name: string;
  path: Record<string, string>;
}

export interface JudgedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

const document = JSON.parse(
  readFileSync(new URL("./spotify-open-api.json", import.meta.url), "utf8")
    // Songs and episodes are told apart by their `type` alone: both descriptions fit either.
    .replaceAll('"oneOf"', '"anyOf"'),
);
/** Bodies are held to their types; what stands in an address is text at first. */
const ajv = judge(false);
const textual = judge("array");

function judge(coerceTypes: false | "array"): Ajv {
  const own = new Ajv({ strict: false, coerceTypes, allErrors: true });
  return addFormats.default(own, ["date-time", "int64"]).addSchema({ ...document, $id: "spotify" });
}

/** The operations that are refused to apps registered today, by method and path. */
const GONE: readonly { name: string; pattern: RegExp; method: string }[] = document["x-gone"].map((name: string) => {
  const [method = "", path = ""] = name.split(" ");
  return { name, method, pattern: patternOf(path) };
});

const OPERATIONS = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    name: `${method.toUpperCase()} ${path}`,
    pattern: patternOf(path),
    operation: readOperation(operation),
  })),
);

/** The operation of a request; "gone" for one that new apps do not get, null for one that there never was. */
export function match(method: string, path: string): Matched | "gone" | null {
  for (const { method: own, pattern, name, operation } of OPERATIONS) {
    const found = own === method ? pattern.exec(path) : null;
    if (found) return { operation, name, path: { ...found.groups } };
  }
  return GONE.some((gone) => gone.method === method && gone.pattern.test(path)) ? "gone" : null;
}

/** What is wrong with a request, in words; nothing where it is as described. */
export function faultsOfRequest({ operation }: Matched, { query, body }: JudgedRequest): string[] {
  const declared = new Map(operation.parameters.filter((one) => one.in === "query").map((one) => [one.name, one]));
  const unknown = [...query.keys()]
    .filter((name) => !declared.has(name))
    .map((name) => `query ${name} is not described`);
  const missing = [...declared.values()]
    .filter(({ name, required }) => required === true && !query.has(name))
    .map(({ name }) => `query ${name} is missing`);
  const wrong = [...declared.values()].flatMap(({ name, isList, check }) => {
    const text = query.get(name);
    if (text === null) return [];
    const value = isList ? text.split(",") : text;
    return check({ value }) ? [] : [`query ${name}: ${ajv.errorsText(check.errors)}`];
  });
  const wantsBody = operation.body !== null && body !== undefined;
  const bodyFaults = wantsBody && !operation.body!(body) ? [`body: ${ajv.errorsText(operation.body!.errors)}`] : [];
  const needless = operation.body === null && body !== undefined ? ["a body is not described"] : [];
  return [...unknown, ...missing, ...wrong, ...bodyFaults, ...needless];
}

/** What is wrong with an answer of the stand-in itself. */
export function faultsOfAnswer({ operation, name }: Matched, status: number, body: unknown): string[] {
  if (!operation.answers.has(status)) return [`${name} is not described to answer ${status}`];
  const check = operation.answers.get(status) ?? null;
  if (check === null) return body === undefined ? [] : [`${name} ${status} is described without a body`];
  return check(body) ? [] : [`${name} ${status}: ${ajv.errorsText(check.errors)}`];
}

// What follows reads a file of this folder, whose shape is known.
// oxlint-disable-next-line typescript/no-explicit-any
function readOperation(raw: any): Operation {
  const bodySchema = raw.requestBody?.content["application/json"].schema;
  const answers = Object.entries(raw.responses).map(([status, answer]) => {
    const schema = resolve(answer).content?.["application/json"].schema;
    return [Number(status), schema === undefined ? null : ajv.compile(pointed(schema))] as const;
  });
  const security: Record<string, string[]>[] = raw.security ?? [];
  return {
    operationId: raw.operationId,
    parameters: (raw.parameters ?? []).map(resolve).map(readParameter),
    body: bodySchema === undefined ? null : ajv.compile(pointed(bodySchema)),
    answers: new Map(answers),
    scopes: security.flatMap(({ oauth_2_0: scopes = [] }) => scopes),
  };
}

// oxlint-disable-next-line typescript/no-explicit-any
function readParameter({ name, in: place, required, schema }: any): Parameter {
  const check = textual.compile({ type: "object", properties: { value: pointed(schema) } });
  return { name, in: place, required, isList: schema.type === "array", check };
}

/** Follows a reference within the description. */
// oxlint-disable-next-line typescript/no-explicit-any
function resolve(value: any): any {
  const reference: unknown = value.$ref;
  if (typeof reference !== "string") return value;
  const names = reference.slice(2).split("/");
  return names.reduce<unknown>((holder, name) => Reflect.get(Object(holder), name), document);
}

/** References made absolute; alternatives that only their `type` tells apart may fit both. */
function pointed(schema: unknown): Record<string, unknown> {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"spotify#/components');
  return JSON.parse(text);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}
