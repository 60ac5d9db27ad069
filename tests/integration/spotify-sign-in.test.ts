/** Sign-in with Spotify, from the first click to the end after six months, and everything that can be wrong with it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { until } from "./server-fixtures.ts";
import {
  BASE,
  comeBack,
  connect,
  CONNECTED,
  consent,
  keepingLogger,
  openStandIn,
  openWith,
  refusalOf,
  signIn,
} from "./spotify-fixtures.ts";

const ended = (code: string): string => `/?spotify=${code}#/services/spotify`;

test("connect: PKCE with S256, a state, the exact redirect, only the scopes asked for; then whose account it is", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  const begun = await opened.ask("POST", `${BASE}/sign-in`, { purposes: ["lists"] });
  const url = new URL(begun.body.authorizeUrl);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: standIn.clientId,
    response_type: "code",
    redirect_uri: "http://127.0.0.1:5000/api/sources/spotify/callback",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    scope: "playlist-read-private playlist-read-collaborative user-library-read user-top-read",
  });
  expect(await comeBack(opened, await consent(url.href))).toBe(CONNECTED);
  expect((await opened.ask("GET", BASE)).body).toMatchObject({
    configured: true,
    clientIdFixed: true,
    connected: true,
    account: { name: "Ada" },
    allowed: ["lists"],
    premium: "unknown",
    problem: null,
  });
  const { endsAtMs, connectedAtMs } = (await opened.ask("GET", BASE)).body;
  expect((endsAtMs - connectedAtMs) / 86_400_000).toBeGreaterThan(180);
  const [service] = (await opened.ask("GET", "/services")).body.services;
  expect(service).toMatchObject({ id: "spotify", connected: true, account: "Ada", fixedSettings: ["clientId"] });
});

test("more is asked for when it is needed, and what was allowed before is asked for again", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  await signIn(opened, ["lists"]);
  const begun = await opened.ask("POST", `${BASE}/sign-in`, { purposes: ["save"] });
  const scope = new URL(begun.body.authorizeUrl).searchParams.get("scope") ?? "";
  expect(scope.split(" ")).toEqual(expect.arrayContaining(["playlist-read-private", "playlist-modify-private"]));
  expect(await comeBack(opened, await consent(begun.body.authorizeUrl))).toBe(CONNECTED);
  expect((await opened.ask("GET", BASE)).body.allowed).toEqual(["lists", "save"]);
});

test("on localhost the redirect is 127.0.0.1, which alone Spotify takes; behind a name it is https", async () => {
  const opened = await openWith(await openStandIn());
  const uriFor = async (host: string) => (await opened.ask("GET", BASE, undefined, { host })).body.redirectUri;
  expect(await uriFor("localhost:5107")).toBe("http://127.0.0.1:5107/api/sources/spotify/callback");
  expect(await uriFor("[::1]:5107")).toBe("http://127.0.0.1:5107/api/sources/spotify/callback");
  const everywhere = await openWith(await openStandIn());
  expect((await everywhere.ask("GET", BASE)).body.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:5000\//);
});

test("consent refused, in whole or in part", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  standIn.accounts.consent = "refuse";
  expect(await signIn(opened)).toBe(ended("spotify.consent-refused"));
  expect((await opened.ask("GET", BASE)).body.connected).toBe(false);
  standIn.accounts.consent = ["user-library-read"];
  expect(await signIn(opened)).toBe(CONNECTED);
  expect((await opened.ask("GET", BASE)).body.allowed).toEqual([]);
  expect(refusalOf(await opened.ask("GET", `${BASE}/lists/happy`))).toEqual([403, "spotify.permission-missing"]);
});

test("a state that is forged, missing, used before or too old ends nothing and begins nothing", async () => {
  const standIn = await openStandIn();
  let nowMs = Date.now();
  const opened = await openWith(standIn, { replacements: { clock: () => nowMs } });
  const begun = await opened.ask("POST", `${BASE}/sign-in`, { purposes: ["lists"] });
  const back = await consent(begun.body.authorizeUrl);
  const forged = new URL(back);
  forged.searchParams.set("state", "A".repeat(43));
  expect(await comeBack(opened, forged)).toBe(ended("spotify.state-unknown"));
  forged.searchParams.delete("state");
  expect(await comeBack(opened, forged)).toBe(ended("spotify.state-unknown"));
  expect(standIn.accounts.accessTokens.size).toBe(0);
  expect(await comeBack(opened, back)).toBe(CONNECTED);
  expect(await comeBack(opened, back)).toBe(ended("spotify.state-unknown"));
  expect((await opened.ask("GET", BASE)).body.connected).toBe(true);
  const late = await consent((await opened.ask("POST", `${BASE}/sign-in`, {})).body.authorizeUrl);
  nowMs += 16 * 60_000;
  expect(await comeBack(opened, late)).toBe(ended("spotify.state-unknown"));
});

test("a code that was spent already, or belongs to another verifier, is refused", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  const [first, second] = await Promise.all(
    [1, 2].map(async () => consent((await opened.ask("POST", `${BASE}/sign-in`, {})).body.authorizeUrl)),
  );
  const swapped = new URL(first!);
  swapped.searchParams.set("code", second!.searchParams.get("code")!);
  expect(await comeBack(opened, swapped)).toBe(ended("spotify.code-refused"));
  expect(await comeBack(opened, second!)).toBe(ended("spotify.code-refused"));
  expect((await opened.ask("GET", BASE)).body.connected).toBe(false);
});

test("a wrong client id and a redirect that is not registered are said by Spotify's page, and by us where it comes to that", async () => {
  const standIn = await openStandIn({ allowsRedirect: (uri) => uri.startsWith("http://127.0.0.1:9999/") });
  const opened = await openWith(standIn, { config: { clientId: "0123456789abcdef0123456789abcdef" } });
  await expect(signIn(opened)).rejects.toThrow("INVALID_CLIENT: Invalid client");
  const right = await openWith(standIn);
  await expect(signIn(right)).rejects.toThrow("INVALID_CLIENT: Invalid redirect URI");
  const begin = async () => new URL((await right.ask("POST", `${BASE}/sign-in`, {})).body.authorizeUrl);
  const back = async () => {
    const state = (await begin()).searchParams.get("state")!;
    return new URL(`http://127.0.0.1:5000/api/sources/spotify/callback?code=c&state=${state}`);
  };
  const says = (error: string, description: string) =>
    standIn.faults.add({
      when: "POST /api/token",
      action: { kind: "answer", status: 400, body: { error, error_description: description } },
    });
  says("invalid_grant", "Invalid redirect URI");
  expect(await comeBack(right, await back())).toBe(ended("spotify.redirect-mismatch"));
  says("invalid_client", "Invalid client");
  expect(await comeBack(right, await back())).toBe(ended("spotify.client-id-wrong"));
  standIn.faults.add({ when: "POST /api/token", action: { kind: "html" } });
  expect(await comeBack(right, await back())).toBe(ended("service.bad-answer"));
  standIn.faults.add({ when: "POST /api/token", action: { kind: "answer", status: 503 } });
  expect(await comeBack(right, await back())).toBe(ended("spotify.failed"));
  for (const outcome of ["spotify.redirect-mismatch", "service.bad-answer", "connected"]) {
    expect((await right.ask("GET", `${BASE}/outcomes/${outcome}`)).body.message).toMatch(/Spotify|redirect/);
  }
  expect((await right.ask("GET", `${BASE}/outcomes/nonsense`)).status).toBe(400);
});

test("a listener who is not among the app's users is told so and not connected", async () => {
  const standIn = await openStandIn();
  standIn.listener.listed = false;
  const opened = await openWith(standIn);
  expect(await signIn(opened)).toBe(ended("spotify.user-not-listed"));
  expect((await opened.ask("GET", BASE)).body).toMatchObject({ connected: false, account: null });
});

test("the callback takes browsers that come from elsewhere; nothing else of the API does", async () => {
  const opened = await openWith(await openStandIn());
  const foreign = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect((await opened.ask("GET", `${BASE}/callback`, undefined, foreign)).status).toBe(302);
  expect(refusalOf(await opened.ask("GET", BASE, undefined, foreign))).toEqual([403, "request.foreign-origin"]);
  const fetched = await opened.ask("GET", `${BASE}/callback?state=x`, undefined, {
    "sec-fetch-site": "cross-site",
    "sec-fetch-mode": "no-cors",
  });
  expect(refusalOf(fetched)).toEqual([403, "request.foreign-origin"]);
});

test("a token is renewed once for all who need it, before it expires and without anybody waiting", async () => {
  const standIn = await openStandIn();
  standIn.accessLifeSeconds = 60;
  const opened = await connect(standIn);
  // Less is left than what it is renewed ahead of: the first who comes sets it going.
  await Promise.all(Array.from({ length: 20 }, () => opened.ask("GET", `${BASE}/devices`)));
  await until(() => standIn.accounts.refreshes() > 0);
  await sleep(100);
  expect(standIn.accounts.refreshes()).toBe(1);
});

test("an access token that Spotify no longer takes is renewed once and the request sent again", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.accounts.expireAccess();
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => opened.ask("GET", `${BASE}/playlists`)),
    ...Array.from({ length: 10 }, () => opened.ask("GET", `${BASE}/devices`)),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(standIn.accounts.refreshes()).toBe(1);
});

test("clocks that are wrong by ten minutes, or jump, do no harm", async () => {
  const standIn = await openStandIn();
  let skewMs = -10 * 60_000;
  const opened = await connect(standIn, { replacements: { clock: () => Date.now() + skewMs } });
  for (const skew of [-600_000, 600_000, 2 * 3_600_000, -2 * 3_600_000]) {
    skewMs = skew;
    standIn.accounts.expireAccess();
    expect((await opened.ask("GET", `${BASE}/devices`)).status).toBe(200);
  }
});

test("a sign-in that was taken back, or is six months old, is forgotten and asked for again", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.accounts.revokeAll();
  expect(refusalOf(await opened.ask("GET", `${BASE}/devices`))).toEqual([409, "spotify.sign-in-ended"]);
  expect(refusalOf(await opened.ask("GET", `${BASE}/devices`))).toEqual([409, "spotify.sign-in-ended"]);
  expect(standIn.requests.filter(({ path }) => path === "/me/player/devices")).toHaveLength(1);
  expect((await opened.ask("GET", BASE)).body).toMatchObject({
    connected: false,
    problem: { code: "spotify.sign-in-ended" },
  });
  expect(await signIn(opened)).toBe(CONNECTED);
  expect((await opened.ask("GET", BASE)).body).toMatchObject({ connected: true, problem: null });
});

test("a renewal that fails for a reason that passes ends nothing", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.accounts.expireAccess();
  standIn.faults.add({ when: "POST /api/token", action: { kind: "answer", status: 502 } });
  expect(refusalOf(await opened.ask("GET", `${BASE}/devices`))).toEqual([503, "service.failed"]);
  expect((await opened.ask("GET", `${BASE}/devices`)).status).toBe(200);
});

test("a restart keeps the sign-in; another key makes it unreadable, which is said and can be mended", async () => {
  const standIn = await openStandIn();
  const first = await connect(standIn);
  await first.close();
  const second = await openWith(standIn, { dataDir: first.dataDir });
  expect((await second.ask("GET", `${BASE}/devices`)).status).toBe(200);
  await second.close();
  const { rm } = await import("node:fs/promises");
  await rm(join(first.dataDir, "secret.key"));
  const third = await openWith(standIn, { dataDir: first.dataDir });
  expect((await third.ask("GET", BASE)).body).toMatchObject({
    connected: false,
    problem: { code: "secret.unreadable" },
  });
  expect((await third.ask("GET", "/services")).status).toBe(200);
  expect(refusalOf(await third.ask("GET", `${BASE}/devices`))).toEqual([409, "secret.unreadable"]);
  expect(await signIn(third)).toBe(CONNECTED);
  expect((await third.ask("GET", BASE)).body).toMatchObject({ connected: true, problem: null });
});

test("two servers on one data folder renew a token that is good once without ending the sign-in", async () => {
  const standIn = await openStandIn();
  const first = await connect(standIn);
  const second = await openWith(standIn, { dataDir: first.dataDir });
  for (let turn = 0; turn < 3; turn += 1) {
    standIn.accounts.expireAccess();
    const answers = await Promise.all([first, second].map(({ ask }) => ask("GET", `${BASE}/devices`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  }
});

test("the client id can be set in the page, is checked, and ends the sign-in of the former app", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn, { config: { clientId: null } });
  expect(refusalOf(await opened.ask("POST", `${BASE}/sign-in`, {}))).toEqual([409, "service.not-configured"]);
  const set = (settings: unknown) => opened.ask("PUT", "/services/spotify", { settings });
  for (const clientId of ["", "short", "with spaces in it", 7, "../../etc"]) {
    expect(refusalOf(await set({ clientId }))).toEqual([400, "service.setting-invalid"]);
  }
  expect(refusalOf(await set({ secret: "x" }))).toEqual([400, "service.setting-invalid"]);
  expect((await set({ clientId: ` ${standIn.clientId} ` })).body).toMatchObject({
    configured: true,
    fixedSettings: [],
  });
  expect(await signIn(opened)).toBe(CONNECTED);
  expect((await set({ clientId: standIn.clientId })).body.connected).toBe(true);
  expect((await set({ clientId: "0123456789abcdef" })).body).toMatchObject({ configured: true, connected: false });
  expect((await set({ clientId: null })).body).toMatchObject({ configured: false });
  const fixed = await openWith(standIn);
  const refused = await fixed.ask("PUT", "/services/spotify", { settings: { clientId: "0123456789abcdef" } });
  expect(refusalOf(refused)).toEqual([409, "service.setting-fixed"]);
});

test("disconnecting deletes everything of Spotify, says what, and leaves the rest", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const { map } = (await opened.ask("GET", `${BASE}/moods`)).body;
  await opened.ask("PUT", `${BASE}/moods`, map);
  await opened.ask("GET", `${BASE}/lists/happy`);
  await opened.ask("POST", `${BASE}/lists/happy/saved`);
  await opened.ask("POST", `${BASE}/sign-in`, {});
  const { status, body } = await opened.ask("DELETE", "/services/spotify");
  expect([status, body.deleted]).toEqual([
    200,
    { connections: 1, cachedAnswers: 3, moodPlaylists: 4, savedPlaylists: 1, pendingSignIns: 1 },
  ]);
  expect((await opened.ask("GET", BASE)).body).toMatchObject({ connected: false, account: null, problem: null });
  expect(refusalOf(await opened.ask("GET", `${BASE}/lists/happy`))).toEqual([409, "service.not-connected"]);
  expect((await opened.ask("DELETE", "/services/spotify")).body.deleted.connections).toBe(0);
  expect(refusalOf(await opened.ask("DELETE", "/services/nonsense"))).toEqual([404, "service.unknown"]);
  expect(await signIn(opened)).toBe(CONNECTED);
  expect((await opened.ask("GET", `${BASE}/moods`)).body.proposed).toBe(true);
});

test("no token, code, state or verifier is in any log, error, answer or file that the server wrote", async () => {
  const standIn = await openStandIn();
  const lines: string[] = [];
  const opened = await connect(standIn, { replacements: { logger: keepingLogger(lines) } });
  const answers: unknown[] = [];
  const ask: typeof opened.ask = async (...given) => {
    const answer = await opened.ask(...given);
    answers.push(answer.body, Object.fromEntries(answer.headers));
    return answer;
  };
  await ask("GET", `${BASE}/lists/happy`);
  await ask("POST", `${BASE}/lists/happy/saved`);
  for (const action of [
    { kind: "html" },
    { kind: "cut" },
    { kind: "answer", status: 500, body: { error: { message: "Bearer BQ-access" } } },
    { kind: "answer", status: 400, body: { error: { message: "bad" } } },
    { kind: "answer", status: 429, headers: { "retry-after": "0" } },
  ] as const) {
    standIn.faults.add({ when: /devices|token/, action, times: 5 });
    await ask("GET", `${BASE}/devices`);
    standIn.accounts.expireAccess();
    await ask("PUT", `${BASE}/player/play`, {});
    standIn.faults.clear();
  }
  await ask("GET", "/services");
  await ask("GET", BASE);
  standIn.accounts.revokeAll();
  await ask("GET", `${BASE}/devices`);
  await comeBack(opened, new URL(`http://x/api/sources/spotify/callback?code=secret-code-1&state=secret-state-1`));
  const secrets = [
    ...standIn.accounts.accessTokens,
    ...standIn.accounts.refreshTokens,
    ...standIn.accounts.codes,
    "secret-code-1",
    "secret-state-1",
  ];
  expect(secrets.length).toBeGreaterThan(6);
  expect(lines.length).toBeGreaterThan(5);
  const written = await Promise.all(
    (await readdir(opened.dataDir)).map((name) => readFile(join(opened.dataDir, name), "latin1")),
  );
  const everything = [...lines, ...written, JSON.stringify(answers)].join("\n");
  for (const secret of secrets) expect(everything).not.toContain(secret);
  expect(everything).not.toMatch(/Bearer [\w-]{10}|code_verifier/);
});
