/** A track's sound by range over a real socket, and that nothing outside the music folder is ever sent. */
import { mkdir, readdir, readlink, rename, symlink, writeFile } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../../src/server/main.ts";
import { pngImage } from "../synth/png-image.ts";
import {
  clientOf,
  configOn,
  fakeSource,
  openOn,
  scanThrough,
  temporaryFolder,
  until,
  writeTrack,
} from "./server-fixtures.ts";

const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

interface Served {
  /** Address of the one track's sound. */
  url: string;
  music: string;
}

async function tagsOfNothing() {
  return { title: "t", artist: null, album: null, durationMs: null, hasCover: false, mimeType: "audio/flac" };
}

/** Serves one track of 1000 known bytes. */
async function serveOne(bytes: Buffer = BYTES): Promise<Served> {
  const music = await temporaryFolder();
  await writeFile(join(music, "t.flac"), bytes);
  const config = configOn(await temporaryFolder(), { musicDir: music });
  const server = await startServer(config, { source: { ...fakeSource(), readTags: tagsOfNothing } });
  onTestFinished(() => server.close());
  await until(async () => (await (await fetch(`${server.url}/api/tracks`)).json()).total === 1);
  return { url: `${server.url}/api/tracks/1/audio`, music };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test("without a range the whole file comes, and says that ranges are to be had", async () => {
  const { url } = await serveOne();
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("accept-ranges")).toBe("bytes");
  expect(response.headers.get("content-length")).toBe("1000");
  expect(response.headers.get("content-type")).toBe("audio/flac");
  expect((await bytesOf(response)).equals(BYTES)).toBe(true);
});

test.each([
  ["bytes=0-0", 0, 0],
  ["bytes=0-", 0, 999],
  ["bytes=100-199", 100, 199],
  ["bytes=990-5000", 990, 999],
  ["bytes=-10", 990, 999],
  ["bytes=-5000", 0, 999],
  ["bytes=999-", 999, 999],
])("%s gives exactly those bytes", async (range, start, end) => {
  const { url } = await serveOne();
  const response = await fetch(url, { headers: { range } });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end}/1000`);
  expect(response.headers.get("content-length")).toBe(String(end - start + 1));
  expect((await bytesOf(response)).equals(BYTES.subarray(start, end + 1))).toBe(true);
});

test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])("%s lies outside: 416 with the size", async (range) => {
  const { url } = await serveOne();
  const response = await fetch(url, { headers: { range } });
  expect(response.status).toBe(416);
  expect(response.headers.get("content-range")).toBe("bytes */1000");
  expect((await response.json()).error.code).toBe("range.unsatisfiable");
});

test.each([
  "bytes=5-2",
  "bytes=a-b",
  "bytes=0-1,5-6",
  "lines=0-1",
  "bytes=--1",
  "bytes=0x1-2",
  "bytes=",
  "bytes=1e3-",
  "",
])("%j is no range that we know: the whole file", async (range) => {
  const { url } = await serveOne();
  const response = await fetch(url, { headers: { range } });
  expect(response.status).toBe(200);
  expect((await bytesOf(response)).length).toBe(1000);
});

test("HEAD tells the same without a body, also for a range", async () => {
  const { url } = await serveOne();
  const whole = await fetch(url, { method: "HEAD" });
  expect(whole.status).toBe(200);
  expect(whole.headers.get("content-length")).toBe("1000");
  expect(await whole.text()).toBe("");
  const part = await fetch(url, { method: "HEAD", headers: { range: "bytes=0-9" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe("bytes 0-9/1000");
});

test("an unchanged file is not sent again; If-Range guards a range against a changed one", async () => {
  const { url, music } = await serveOne();
  const first = await fetch(url);
  await first.arrayBuffer();
  const etag = first.headers.get("etag") ?? "";
  const modified = first.headers.get("last-modified") ?? "";
  expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await fetch(url, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  const range = "bytes=0-9";
  expect((await fetch(url, { headers: { range, "if-range": etag } })).status).toBe(206);
  expect((await fetch(url, { headers: { range, "if-range": modified } })).status).toBe(206);
  expect((await fetch(url, { headers: { range, "if-range": `W/${etag}` } })).status).toBe(200);
  await writeFile(join(music, "t.flac"), Buffer.alloc(500, 7));
  const after = await fetch(url, { headers: { range, "if-range": etag } });
  expect(after.status).toBe(200);
  expect((await bytesOf(after)).length).toBe(500);
});

test("an empty file is whole and has no range", async () => {
  const { url } = await serveOne(Buffer.alloc(0));
  const whole = await fetch(url);
  expect(whole.status).toBe(200);
  expect((await bytesOf(whole)).length).toBe(0);
  expect((await fetch(url, { headers: { range: "bytes=0-" } })).status).toBe(416);
});

test.skipIf(process.platform !== "linux")("a listener who leaves mid-way leaves no open file behind", async () => {
  const { url, music } = await serveOne(Buffer.alloc(30_000_000, 1));
  const openFiles = async () => {
    const links = (await readdir("/proc/self/fd")).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => ""));
    return (await Promise.all(links)).filter((target) => target.startsWith(music)).length;
  };
  const responses = await Promise.all(
    Array.from(
      { length: 5 },
      () =>
        new Promise<IncomingMessage>((resolve) =>
          request(url, resolve)
            .on("error", () => undefined)
            .end(),
        ),
    ),
  );
  for (const response of responses) response.once("data", () => response.pause());
  await until(async () => (await openFiles()) === 5);
  for (const response of responses) response.destroy();
  await until(async () => (await openFiles()) === 0);
  expect(await openFiles()).toBe(0);
});

test("a file that is gone is a clear error, and so is a folder in its place", async () => {
  const { url, music } = await serveOne();
  await rename(join(music, "t.flac"), join(music, "elsewhere.flac"));
  const gone = await fetch(url);
  expect(gone.status).toBe(404);
  expect((await gone.json()).error.code).toBe("file.not-found");
  await mkdir(join(music, "t.flac"));
  expect((await fetch(url)).status).toBe(404);
});

test("a link that leads out of the folder is not followed, even one put there after the scan", async () => {
  const outside = await temporaryFolder();
  await writeFile(join(outside, "secret.flac"), "secret");
  const { url, music } = await serveOne();
  await rename(join(music, "t.flac"), join(music, "old.flac"));
  await symlink(join(outside, "secret.flac"), join(music, "t.flac"));
  const response = await fetch(url);
  expect(response.status).toBe(403);
  expect((await response.json()).error.code).toBe("path.outside-library");
});

test.each([
  "/api/tracks/..%2f..%2fetc%2fpasswd/audio",
  "/api/tracks/1%2faudio/audio",
  "/api/tracks/../../../etc/passwd",
  "/../../../../etc/passwd",
  "/..%2f..%2f..%2fetc%2fpasswd",
  "/%2e%2e/%2e%2e/package.json",
  "/assets/..%5c..%5cpackage.json",
  "/%00",
  "/%",
  "//etc/passwd",
])("the path %s gives nothing away", async (path) => {
  const { url } = await serveOne();
  const { hostname, port } = new URL(url);
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: body }));
    });
    sent.on("error", reject);
    sent.end();
  });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/root:|"dependencies"/);
});

test("names of any Unicode are scanned and served", async () => {
  const music = await temporaryFolder();
  const names = [
    "日本/夜に駆ける.mp3",
    "Ünï cödé #1 100%?.mp3",
    "'; DROP TABLE tracks; --.mp3",
    "e\u0301.mp3",
    "👩‍🎤.mp3",
    "..hidden dots...mp3",
  ];
  for (const name of names) await writeTrack(music, name, { artist: name });
  await writeTrack(music, ".hidden.mp3");
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music });
  expect((await scanThrough(ask)).failed).toBe(0);
  const { tracks } = (await ask("GET", "/tracks")).body;
  const listed = tracks.map(({ path }: { path: string }) => path);
  // A name that begins with a dot is hidden, whatever follows.
  expect(listed.toSorted()).toEqual(names.filter((name) => !name.startsWith(".")).toSorted());
  for (const { id, path } of tracks) {
    const answer = await ask("GET", `/tracks/${id}/audio`);
    expect(answer.status, path).toBe(200);
    expect(JSON.parse(answer.body).artist).toBe(path);
  }
});

test("a cover is sent as the picture it is, once", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "with.mp3");
  await writeTrack(music, "without.mp3");
  const source = fakeSource();
  const picture = pngImage(4);
  const { app, ask } = await openOn(
    await temporaryFolder(),
    { musicDir: music },
    {
      source: {
        ...source,
        readTags: async (path) => ({ ...(await source.readTags(path)), hasCover: path.endsWith("with.mp3") }),
        readCover: async () => ({ mimeType: "image/png", data: picture }),
      },
    },
  );
  await scanThrough(clientOf({ app }));
  const { tracks } = (await ask("GET", "/tracks")).body;
  const id = (name: string) => tracks.find(({ path }: { path: string }) => path === name).id;
  const response = await app.request(`http://localhost/api/tracks/${id("with.mp3")}/cover`);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect((await bytesOf(response)).equals(Buffer.from(picture))).toBe(true);
  const etag = response.headers.get("etag") ?? "";
  expect((await ask("GET", `/tracks/${id("with.mp3")}/cover`, undefined, { "if-none-match": etag })).status).toBe(304);
  const none = await ask("GET", `/tracks/${id("without.mp3")}/cover`);
  expect(none.status).toBe(404);
  expect(none.body.error.code).toBe("cover.not-found");
});
