/** Tracks of another source than the folder: streamed and shown through our routes, and left alone by scans. */
import { expect, test } from "vitest";
import { MoodSyncError } from "../../src/core/errors.ts";
import { LOCAL_USER_ID } from "../../src/server/db/local-user.ts";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage, type Storage } from "../../src/server/db/storage.ts";
import type { MusicSource, SourceStream, StreamOptions } from "../../src/sources/music-source.ts";
import { openOn, scanThrough, temporaryFolder, writeTrack } from "./server-fixtures.ts";

const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
const NOTHING = {
  listing: false,
  search: false,
  localFiles: false,
  streaming: true,
  covers: false,
  favourites: false,
  scrobbling: false,
  playlists: false,
  remotePlayback: false,
  analysis: "allowed",
} as const;

interface Elsewhere extends MusicSource {
  asked: StreamOptions[];
  cancelled: number;
  etag: string;
}

/** A source that streams 1000 known bytes and notes what it was asked for. */
function elsewhere(changes: Partial<SourceStream> = {}): Elsewhere {
  const source: Elsewhere = {
    id: "elsewhere",
    capabilities: NOTHING,
    asked: [],
    cancelled: 0,
    etag: '"v1"',
    async openStream(location, options = {}) {
      if (location !== "song") throw new MoodSyncError("file.not-found", "gone", { kind: "not-found" });
      source.asked.push(options);
      const { range } = options;
      if (range && "start" in range && range.start >= BYTES.length) {
        throw new MoodSyncError("range.unsatisfiable", "outside");
      }
      const start = range ? ("start" in range ? range.start : BYTES.length - range.last) : 0;
      const end = range && "start" in range && range.end !== null ? Math.min(range.end, 999) : 999;
      const bytes = BYTES.subarray(start, end + 1);
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            controller.enqueue(Uint8Array.from(bytes));
            controller.close();
          },
          cancel: () => void (source.cancelled += 1),
        },
        { highWaterMark: 0 },
      );
      const part = range ? { start, end, sizeBytes: 1000 } : null;
      return { mimeType: "audio/ogg", lengthBytes: bytes.length, part, etag: source.etag, body, ...changes };
    },
  };
  return source;
}

/** A server on a folder with two files, and a track of another source in its database. */
async function openWith(source: MusicSource | null, path = "song") {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  for (const name of ["a.mp3", "song"]) await writeTrack(music, name.endsWith(".mp3") ? name : `${name}.mp3`);
  let storage: Storage | undefined;
  const services = await openOn(
    data,
    { musicDir: music },
    {
      openDatabase: async (options) => {
        const opened = await openDatabase(options);
        storage = createStorage(opened);
        return opened;
      },
    },
  );
  const about = { sizeBytes: 0, modifiedAtMs: 0, artist: null, album: null, durationMs: 1, hasCover: false };
  const tagged = [{ path, title: "Far away", mimeType: "audio/ogg", ...about }];
  const ids = await storage!.files.storeTags(LOCAL_USER_ID, tagged, 1, "elsewhere");
  if (source) services.sources.add(source);
  const id = ids.get(path) ?? 0;
  const get = (headers: Record<string, string> = {}, method = "GET") =>
    services.app.request(`http://127.0.0.1:5000/api/tracks/${id}/audio`, {
      method,
      headers: { host: "127.0.0.1:5000", ...headers },
    });
  return { ...services, id, get };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test("sound comes through our server, whole and by range, with the headers that players need", async () => {
  const source = elsewhere();
  const { get } = await openWith(source);
  const whole = await get();
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-type": "audio/ogg",
    "content-length": "1000",
    "accept-ranges": "bytes",
    etag: '"v1"',
  });
  expect((await bytesOf(whole)).equals(BYTES)).toBe(true);
  for (const [range, start, end] of [
    ["bytes=0-0", 0, 0],
    ["bytes=100-199", 100, 199],
    ["bytes=990-", 990, 999],
    ["bytes=-10", 990, 999],
  ] as const) {
    const part = await get({ range });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes ${start}-${end}/1000`);
    expect((await bytesOf(part)).equals(BYTES.subarray(start, end + 1))).toBe(true);
  }
  expect((await get({ range: "bytes=5-2" })).status).toBe(200);
  expect((await get({ range: "bytes=2000-" })).status).toBe(416);
});

test("HEAD and an unchanged sound send no body and let the source's stream go", async () => {
  const source = elsewhere();
  const { get } = await openWith(source);
  const head = await get({}, "HEAD");
  expect(head.headers.get("content-length")).toBe("1000");
  expect(await head.text()).toBe("");
  expect((await get({ "if-none-match": '"v1"' })).status).toBe(304);
  expect(source.cancelled).toBe(2);
});

test("If-Range with another tag gives everything anew", async () => {
  const source = elsewhere();
  const { get } = await openWith(source);
  expect((await get({ range: "bytes=5-9", "if-range": '"v1"' })).status).toBe(206);
  source.etag = '"v2"';
  const anew = await get({ range: "bytes=5-9", "if-range": '"v1"' });
  expect(anew.status).toBe(200);
  expect((await bytesOf(anew)).length).toBe(1000);
  expect(source.cancelled).toBe(1);
});

test("a source that knows no ranges is said to know none; one that sends a page instead of sound is not shown as one", async () => {
  const ignorant = await openWith(elsewhere({ part: null, mimeType: "text/html; charset=utf-8" }));
  const response = await ignorant.get({ range: "bytes=5-9" });
  expect(response.status).toBe(200);
  expect(response.headers.get("accept-ranges")).toBe("none");
  expect(response.headers.get("content-type")).toBe("audio/ogg");
  await response.body?.cancel();
});

test("a source that is not connected, one that plays elsewhere, and a track that it lost are each said", async () => {
  const absent = await openWith(null);
  expect((await absent.ask("GET", `/tracks/${absent.id}/audio`)).body.error.code).toBe("source.absent");
  const silent = await openWith({
    id: "elsewhere",
    capabilities: { ...NOTHING, streaming: false, remotePlayback: true },
  });
  const refused = await silent.ask("GET", `/tracks/${silent.id}/audio`);
  expect(refused.status).toBe(409);
  expect(refused.body.error.code).toBe("sound.elsewhere");
  const lost = await openWith(elsewhere(), "lost");
  expect((await lost.ask("GET", `/tracks/${lost.id}/audio`)).status).toBe(404);
  expect((await lost.ask("GET", `/tracks/${lost.id}/cover`)).body.error.code).toBe("cover.not-found");
});

test("a scan of the folder neither removes nor takes over what another source has", async () => {
  const { ask, id } = await openWith(elsewhere());
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ total: 2, removed: 0 });
  const { body } = await ask("GET", "/tracks");
  expect(body.total).toBe(3);
  expect((await ask("GET", `/tracks/${id}`)).body).toMatchObject({ source: "elsewhere", title: "Far away" });
  expect((await ask("GET", "/tracks?source=local")).body.total).toBe(2);
  expect((await ask("GET", "/tracks?source=elsewhere")).body.tracks.map((track: { id: number }) => track.id)).toEqual([
    id,
  ]);
});
