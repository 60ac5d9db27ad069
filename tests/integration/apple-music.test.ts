/** Apple Music through the whole server, against a stand-in of the tests' own. */
import { decodeJwt, decodeProtectedHeader, importPKCS8 } from "jose";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { databaseFile } from "../../src/server/data-folder.ts";
import { defaultServiceConfig } from "../../src/server/service-config.ts";
import { signDeveloperToken } from "../../src/sources/apple-music/developer-token.ts";
import { APPLE_KEY_ID, APPLE_TEAM, LISTENER_TOKEN, startAppleStandIn } from "../apple-music-server/stand-in.ts";
import { openOn, temporaryFolder, type Answer } from "./server-fixtures.ts";

const song = (id: string, title: string, artist: string, isrc: string | null = null) => ({ id, title, artist, isrc });

test("off until there is a key; then search and lists work, previews being called previews until somebody signs in", async () => {
  const { ask, standIn } = await open();
  expect((await ask("GET", "/sources/apple-music/status")).body).toMatchObject({ configured: false, listener: null });
  expect((await ask("GET", "/sources/apple-music/search?query=happy")).body.error.code).toBe("service.not-configured");
  expect((await ask("GET", "/sources/apple-music/developer-token")).status).toBe(409);
  standIn.catalogue = [song("1", "A happy one", "A"), song("2", "Happy two", "B"), song("3", "Feel good three", "C")];
  const set = await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey));
  expect(set.body).toMatchObject({ configured: true, fromEnvironment: false, teamId: APPLE_TEAM, listener: null });
  const found = (await ask("GET", "/sources/apple-music/search?query=happy")).body;
  expect(found.songs.map((entry: { playback: string }) => entry.playback)).toEqual(["preview", "preview"]);
  expect(found.songs[0].artwork).toEqual({
    url: "https://is1-ssl.mzstatic.com/image/600x600bb.jpg",
    width: 600,
    height: 600,
  });
  const list = (await ask("POST", "/sources/apple-music/lists", { mood: { emotion: "happy" } })).body;
  expect(list.entries.map((entry: { song: { id: string } }) => entry.song.id).toSorted()).toEqual(["1", "2", "3"]);
  expect(list.entries[0]).toMatchObject({ distance: null, reason: expect.stringContaining("Apple Music") });
  const signedIn = await ask("PUT", "/sources/apple-music/listener", { userToken: LISTENER_TOKEN });
  expect(signedIn.body.listener).toMatchObject({ storefront: "de" });
  const again = (await ask("GET", "/sources/apple-music/search?query=happy")).body;
  expect(again.songs.map((entry: { playback: string }) => entry.playback)).toEqual(["full", "full"]);
  expect(standIn.requests.at(-1)?.path).toBe("/v1/catalog/de/search");
});

test("the page's token is ES256, names the page's origin and lasts hours; ours lasts at most six months whatever is asked", async () => {
  const { ask, standIn } = await open();
  await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey));
  const { headers, body } = await ask("GET", "/sources/apple-music/developer-token");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(decodeProtectedHeader(body.developerToken)).toMatchObject({ alg: "ES256", kid: APPLE_KEY_ID });
  const { iss, iat = 0, exp = 0, origin } = decodeJwt(body.developerToken);
  expect([iss, origin]).toEqual([APPLE_TEAM, ["http://127.0.0.1:5000"]]);
  expect(exp - iat).toBe(12 * 3600);
  expect(body.expiresAtMs).toBe(exp * 1000);
  const key = { teamId: APPLE_TEAM, keyId: APPLE_KEY_ID, privateKey: standIn.privateKey };
  const { token } = await signDeveloperToken({ key, nowMs: 1e12, lifetimeS: 1e9, origin: null });
  expect((decodeJwt(token).exp ?? 0) - (decodeJwt(token).iat ?? 0)).toBe(15_777_000);
});

test("library and playlists page through; an end of the sign-in, an unknown token and a refused key each say so", async () => {
  const { ask, standIn } = await open();
  standIn.library = Array.from({ length: 120 }, (_, index) => song(`i.${index}`, `Mine ${index}`, "Me"));
  await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey));
  expect((await ask("GET", "/sources/apple-music/library/songs")).body.error.code).toBe("service.not-connected");
  const wrong = await ask("PUT", "/sources/apple-music/listener", { userToken: "unknown" });
  expect([wrong.status, wrong.body.error.code]).toEqual([403, "apple-music.sign-in-ended"]);
  await ask("PUT", "/sources/apple-music/listener", { userToken: LISTENER_TOKEN });
  const ids: string[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const page: Answer["body"] = (await ask("GET", `/sources/apple-music/library/songs?offset=${offset}`)).body;
    ids.push(...page.songs.map((entry: { id: string }) => entry.id));
    offset = page.nextOffset;
  }
  expect(ids).toEqual(standIn.library.map(({ id }) => id));
  const { playlists } = (await ask("GET", "/sources/apple-music/library/playlists")).body;
  expect(playlists).toEqual([{ id: "p.one", name: "Evening", description: null }]);
  const inside = (await ask("GET", "/sources/apple-music/library/playlists/p.one/songs")).body;
  expect(inside.songs).toHaveLength(1);
  expect((await ask("GET", "/sources/apple-music/library/playlists/p.none/songs")).body.songs).toEqual([]);
  const other = await startAppleStandIn();
  onTestFinished(() => other.close());
  await ask("PUT", "/sources/apple-music/settings", keyOf(other.privateKey));
  const refused = await ask("GET", "/sources/apple-music/search?query=any");
  expect([refused.status, refused.body.error.code]).toEqual([403, "apple-music.key-refused"]);
});

test("a key from the environment counts, cannot be changed here, and a missing file is a sentence", async () => {
  const standIn = await startAppleStandIn();
  onTestFinished(() => standIn.close());
  const folder = await temporaryFolder();
  const privateKeyFile = join(folder, "AuthKey.p8");
  await writeFile(privateKeyFile, standIn.privateKey);
  const services = { ...defaultServiceConfig() };
  services.appleMusic = {
    ...services.appleMusic,
    apiUrl: standIn.url,
    teamId: APPLE_TEAM,
    keyId: APPLE_KEY_ID,
    privateKeyFile,
  };
  const { ask } = await openOn(folder, { services });
  expect((await ask("GET", "/sources/apple-music/status")).body).toMatchObject({
    configured: true,
    fromEnvironment: true,
  });
  const change = await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey));
  expect([change.status, change.body.error.code]).toEqual([409, "service.setting-fixed"]);
  await writeFile(privateKeyFile, "not a key");
  const broken = await ask("GET", "/sources/apple-music/developer-token");
  expect([broken.status, broken.body.error.code]).toEqual([400, "apple-music.key-invalid"]);
});

test.each([
  ["HTML", "text/html", "<html>captive portal</html>", { error: { code: "service.bad-answer" } }],
  ["nonsense", "application/json", '{"results": {"songs": {"data": [null, 3, {"id": 1}]}}}', { songs: [] }],
  ["nothing found", "application/json", '{"results": {}}', { songs: [], nextOffset: null }],
])("an answer of %s is borne", async (_, type, content, expected) => {
  const { ask, standIn } = await open();
  await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey));
  standIn.interfere = (_request, response) => {
    response.writeHead(200, { "content-type": type }).end(content);
    return true;
  };
  expect((await ask("GET", "/sources/apple-music/search?query=any")).body).toMatchObject(expected);
});

test.each(["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])(
  "%j is no key",
  async (privateKey) => {
    const { ask } = await open();
    const { status, body } = await ask("PUT", "/sources/apple-music/settings", { ...keyOf(privateKey) });
    expect(status).toBe(400);
    expect(["apple-music.key-invalid", "request.invalid"]).toContain(body.error.code);
    expect(JSON.stringify(body)).not.toContain("AAAA");
  },
);

test("a key whose line ends a form has eaten still counts; disconnecting deletes key, token and kept answers", async () => {
  const { ask, standIn, dataDir } = await open();
  standIn.catalogue = [song("1", "any one", "A")];
  await ask("PUT", "/sources/apple-music/settings", keyOf(standIn.privateKey.replaceAll("\n", " ")));
  await ask("PUT", "/sources/apple-music/listener", { userToken: LISTENER_TOKEN });
  expect((await ask("GET", "/sources/apple-music/search?query=any")).body.songs).toHaveLength(1);
  const stored = await readFile(`${databaseFile(dataDir)}-wal`, "latin1");
  expect(stored).not.toContain(LISTENER_TOKEN);
  expect(stored).not.toContain(standIn.privateKey.split("\n")[1]!);
  const { deleted } = (await ask("DELETE", "/services/apple-music")).body;
  expect(deleted).toMatchObject({ connections: 1, cachedAnswers: 1 });
  expect((await ask("GET", "/sources/apple-music/status")).body).toMatchObject({ configured: false, teamId: null });
});

async function open() {
  const standIn = await startAppleStandIn();
  onTestFinished(() => standIn.close());
  // The stand-in's key is one that can be read at all.
  await importPKCS8(standIn.privateKey, "ES256");
  const dataDir = await temporaryFolder();
  const services = { ...defaultServiceConfig() };
  services.appleMusic = { ...services.appleMusic, apiUrl: standIn.url };
  return { ...(await openOn(dataDir, { services })), standIn, dataDir };
}

function keyOf(privateKey: string) {
  return { teamId: APPLE_TEAM, keyId: APPLE_KEY_ID, privateKey };
}
