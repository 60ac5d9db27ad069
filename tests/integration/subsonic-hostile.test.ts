/** Subsonic servers that misbehave: each failure is one clear sentence under a stable code, and nothing secret is seen. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { databaseFile } from "../../src/server/data-folder.ts";
import { createLogger } from "../../src/server/logger.ts";
import { connect, CONNECTION, song, start, untilSynced } from "../subsonic-server/connect.ts";
import { send, STAND_IN_KEY, type SubsonicStandIn } from "../subsonic-server/stand-in.ts";
import { openOn, temporaryFolder } from "./server-fixtures.ts";

test.each([
  ["", "subsonic.address-invalid"],
  ["ftp://music.example.org", "subsonic.address-invalid"],
  ["javascript:alert(1)", "subsonic.address-invalid"],
  ["http://anna:sesame@music.example.org", "subsonic.address-invalid"],
  ["http://169.254.169.254/latest/meta-data", "subsonic.address-refused"],
  ["http://0.0.0.0:4533", "subsonic.address-refused"],
  ["http://[fe80::1]:4533", "subsonic.address-refused"],
  ["http://127.0.0.1:1", "service.unreachable"],
])("the address %j is refused", async (address, code) => {
  const { ask } = await openOn(await temporaryFolder());
  const { body } = await connect(ask, address);
  expect([code, "request.invalid"]).toContain(body.error.code);
  expect(JSON.stringify(body)).not.toContain("sesame");
  expect((await ask("GET", CONNECTION)).body.error.code).toBe("service.not-connected");
});

test("a token signs in, sent as a form where the server takes forms; the password is neither sent nor kept", async () => {
  const standIn = await start();
  standIn.songs = [song("a")];
  const dataDir = await temporaryFolder();
  const { ask } = await openOn(dataDir);
  const { body } = await connect(ask, `${standIn.url}/`);
  expect(body).toMatchObject({ signIn: "token", server: { type: "stand-in", openSubsonic: true } });
  expect(await untilSynced(ask)).toMatchObject({ state: "completed", listed: 1, added: 1 });
  expect(standIn.requests.some(({ parameters }) => parameters.has("p"))).toBe(false);
  expect(standIn.requests.filter(({ method }) => method === "search3").every(({ verb }) => verb === "POST")).toBe(true);
  const stored = await readFile(`${databaseFile(dataDir)}-wal`, "latin1");
  expect(stored).not.toContain("sesame");
  expect(stored).not.toContain(standIn.requests[0]!.parameters.get("t")!);
});

test("an API key signs in; a wrong one and a wrong password say so, once", async () => {
  const standIn = await start();
  const { ask } = await openOn(await temporaryFolder());
  const good = await connect(ask, standIn.url, { credentials: { apiKey: STAND_IN_KEY } });
  expect(good.body).toMatchObject({ signIn: "api-key", username: null });
  await untilSynced(ask);
  standIn.requests.length = 0;
  const wrongKey = await connect(ask, standIn.url, { credentials: { apiKey: "other" } });
  expect([wrongKey.status, wrongKey.body.error.code]).toEqual([403, "subsonic.wrong-api-key"]);
  const wrong = await connect(ask, standIn.url, { credentials: { username: "anna", password: "open" } });
  expect([wrong.status, wrong.body.error.code]).toEqual([403, "subsonic.wrong-password"]);
  expect(standIn.requests.map(({ method }) => method)).toEqual(["ping", "ping"]);
  expect((await ask("GET", CONNECTION)).body.signIn).toBe("api-key");
});

const answers: [string, (response: ServerResponse, standIn: SubsonicStandIn) => void, string][] = [
  [
    "HTML",
    (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><html>login"),
    "service.bad-answer",
  ],
  ["a page that is not there", (response) => response.writeHead(404).end("not found"), "service.bad-answer"],
  [
    "XML",
    (response) =>
      response.writeHead(200, { "content-type": "text/xml" }).end('<subsonic-response status="ok" version="1.16.1"/>'),
    "service.bad-answer",
  ],
  [
    "an error in XML",
    (response) =>
      response.writeHead(200).end('<subsonic-response status="failed"><error code="40"/></subsonic-response>'),
    "subsonic.wrong-password",
  ],
  ["other JSON", (response) => response.writeHead(200).end('{"hello":"world"}'), "service.bad-answer"],
  [
    "half of an answer",
    (response) => response.writeHead(200).end('{"subsonic-response":{"status":'),
    "service.bad-answer",
  ],
  ["an old version", (response) => send(response, { status: "ok", version: "1.4.0" }), "subsonic.server-too-old"],
  [
    "a version that finds ours too new",
    (response) => send(response, { status: "failed", version: "1.2.0", error: { code: 30, message: "" } }),
    "subsonic.server-too-old",
  ],
  [
    "a trial that is over",
    (response) => send(response, { status: "failed", version: "1.16.1", error: { code: 60 } }),
    "subsonic.trial-over",
  ],
  [
    "a wish for API keys",
    (response) => send(response, { status: "failed", version: "1.16.1", error: { code: 42 } }),
    "subsonic.api-key-needed",
  ],
  [
    "an error that says ok",
    (response) => send(response, { status: "ok", version: "1.16.1", error: { code: "40", message: null } }),
    "subsonic.wrong-password",
  ],
  [
    "a redirect to another host",
    (response) => response.writeHead(302, { location: "http://10.0.0.1/rest/ping" }).end(),
    "subsonic.redirected",
  ],
  [
    "a redirect to this machine under another name",
    (response) => response.writeHead(301, { location: "http://localhost:5000/" }).end(),
    "subsonic.redirected",
  ],
  [
    "a redirect to another port",
    (response, { port }) => response.writeHead(307, { location: `http://127.0.0.1:${port === 1 ? 2 : 1}/` }).end(),
    "subsonic.redirected",
  ],
  [
    "a redirect without end",
    (response) => response.writeHead(302, { location: "/rest/ping" }).end(),
    "subsonic.redirected",
  ],
  [
    "a redirect to nowhere",
    (response) => response.writeHead(302, { location: "http://[" }).end(),
    "subsonic.redirected",
  ],
  ["trouble of its own", (response) => response.writeHead(500).end("boom"), "service.failed"],
  [
    "a wish for fewer requests",
    (response) => response.writeHead(429, { "retry-after": "3600" }).end(),
    "service.rate-limited",
  ],
  ["a cut connection", (response) => response.destroy(), "service.unreachable"],
];

test.each(answers)("%s is one clear sentence, without a storm of requests", async (_, answer, code) => {
  const standIn = await start();
  standIn.interfere = (_request, response) => {
    answer(response, standIn);
    return true;
  };
  const { ask } = await openOn(await temporaryFolder());
  const { status, body } = await connect(ask, standIn.url);
  expect(body.error).toMatchObject({ code });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body.error.message.length).toBeGreaterThan(20);
  expect(JSON.stringify(body)).not.toContain("sesame");
  expect(standIn.requests.length).toBeLessThanOrEqual(4);
});

test("a redirect on the same server is followed, with the sign-in", async () => {
  const standIn = await start();
  standIn.interfere = ({ path }, response) => {
    if (path.startsWith("/music/")) return false;
    response.writeHead(301, { location: `/music${path}` }).end();
    return true;
  };
  const { ask } = await openOn(await temporaryFolder());
  expect((await connect(ask, standIn.url)).status).toBe(200);
});

test("a certificate that nobody vouches for is refused before anything is sent, and can be trusted by its fingerprint alone", async () => {
  const folder = await temporaryFolder();
  const [tls, other] = [selfSigned(folder, "one"), selfSigned(folder, "two")];
  const standIn = await start({ tls });
  const { ask } = await openOn(await temporaryFolder());
  const refused = (await connect(ask, standIn.url)).body.error;
  expect(refused.code).toBe("service.bad-certificate");
  expect(refused.details).toMatchObject({ reason: "DEPTH_ZERO_SELF_SIGNED_CERT", changed: false });
  expect(standIn.requests).toEqual([]);
  const certificateFingerprint: string = refused.details.fingerprint;
  const nonsense = await connect(ask, standIn.url, { certificateFingerprint: "AB:CD" });
  expect(nonsense.body.error.code).toBe("service.setting-invalid");
  expect((await connect(ask, standIn.url, { certificateFingerprint })).status).toBe(200);
  const stranger = await start({ tls: other });
  const changed = (await connect(ask, stranger.url, { certificateFingerprint })).body.error;
  expect([changed.code, changed.details.changed]).toEqual(["service.bad-certificate", true]);
  expect(stranger.requests).toEqual([]);
});

function selfSigned(folder: string, name: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = ["-subj", `/CN=${name}`, "-days", "2", "-nodes"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...made, ...subject], { stdio: "ignore" });
  const read = (file: string): string => execFileSync("cat", [file], { encoding: "utf8" });
  return { key: read(key), cert: read(cert) };
}

test("nothing that signs in is in the log, whatever fails", async () => {
  const standIn = await start();
  const written: string[] = [];
  const logger = createLogger("silent");
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) {
    logger[level] = (...given: unknown[]) => void written.push(JSON.stringify(given.map(plain)));
  }
  standIn.songs = [song("a")];
  const { ask } = await openOn(await temporaryFolder(), { logLevel: "trace" }, { logger });
  await connect(ask, standIn.url);
  await untilSynced(ask);
  standIn.interfere = (_request, response) => {
    response.writeHead(500).end();
    return true;
  };
  await ask("GET", "/sources/subsonic/genres");
  await ask("GET", "/tracks/1/audio");
  const token = standIn.requests[0]!.parameters.get("t")!;
  expect(written.length).toBeGreaterThan(3);
  for (const line of written) for (const secret of ["sesame", token]) expect(line).not.toContain(secret);
});

function plain(value: unknown): unknown {
  if (!(value instanceof Error))
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
      : value;
  return {
    message: value.message,
    stack: value.stack,
    cause: plain(value.cause),
    details: Reflect.get(value, "details"),
  };
}
