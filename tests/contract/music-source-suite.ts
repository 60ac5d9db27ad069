/** What every source of music must do, whatever stands behind it; run for each source by a test file of its own. */
import { describe, expect, onTestFinished, test } from "vitest";
import { MoodSyncError } from "../../src/core/errors.ts";
import {
  METHODS_OF_CAPABILITY,
  type MusicSource,
  type SourceCapabilities,
  type SourceStream,
} from "../../src/sources/music-source.ts";

export interface SourceSubject {
  source: MusicSource;
  close(): Promise<void>;
  known: {
    /** A track that the source has. */
    location: string;
    /** Its tags as they must come back, in part. */
    tags?: Record<string, unknown>;
    /** Bytes of its sound, where known. */
    sound?: Uint8Array;
    /** A track with a cover. */
    withCover?: string;
    /** A track without one. */
    withoutCover?: string;
    /** A location in the right form of which the source has nothing. */
    missing: string;
    /** A search that finds `location`, and one that finds nothing. */
    search?: { hit: string; miss: string };
    /** Looks into the source, past our client, whether a change arrived. */
    isFavourite?(location: string): Promise<boolean>;
    scrobbles?(): Promise<{ location: string; completed: boolean }[]>;
    playlist?(id: string): Promise<{ name: string; locations: string[] }>;
  };
}

export interface SuiteOptions {
  /** Parts that cannot be tried on this source, each with the reason. */
  skip?: Partial<Record<keyof SourceCapabilities, { reason: string }>>;
}

const IMAGE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/** What is tried of each capability; passed over where the source declares that it has none. */
const PARTS: { capability: keyof typeof METHODS_OF_CAPABILITY; title: string; run: typeof listsAll }[] = [
  { capability: "listing", title: "lists each location once, with sizes and dates that are numbers", run: listsAll },
  { capability: "listing", title: "reads a track's tags, and names what it lacks as not found", run: readsTags },
  { capability: "listing", title: "a listing that is aborted ends with the reason", run: abortsListing },
  { capability: "search", title: "search finds a track, keeps to the limit, and takes any query", run: searches },
  { capability: "localFiles", title: "locates a file that can be read; what is not there is not found", run: locates },
  { capability: "streaming", title: "streams all of it, parts of it, and the last bytes alike", run: streams },
  { capability: "streaming", title: "a stream given up half-way or aborted leaves nothing hanging", run: givesUp },
  { capability: "covers", title: "a cover is an image, and null where there is none", run: readsCovers },
  { capability: "favourites", title: "a favourite is set and taken back at the source", run: favours },
  { capability: "scrobbling", title: "a hearing is told to the source", run: scrobbles },
  { capability: "playlists", title: "a playlist is saved in order, and replaced in place", run: savesPlaylists },
];

export function describeMusicSource(
  name: string,
  open: () => Promise<SourceSubject>,
  { skip = {} }: SuiteOptions = {},
): void {
  const fresh = async (): Promise<SourceSubject> => {
    const subject = await open();
    onTestFinished(() => subject.close());
    return subject;
  };
  describe(`${name} as a music source`, () => {
    test("has a stable id, and exactly the methods that its capabilities declare", async () => {
      const { source } = await fresh();
      expect(source.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(["allowed", "forbidden"]).toContain(source.capabilities.analysis);
      expect(typeof source.capabilities.remotePlayback).toBe("boolean");
      for (const { capability } of PARTS) {
        const declared = source.capabilities[capability];
        const methods = METHODS_OF_CAPABILITY[capability];
        for (const method of methods) expect(typeof source[method], method).toBe(declared ? "function" : "undefined");
      }
    });

    test.for(PARTS)("$title", async ({ capability, run }, context) => {
      expect.hasAssertions();
      const subject = await fresh();
      context.skip(skip[capability] !== undefined, skip[capability]?.reason);
      context.skip(!subject.source.capabilities[capability], `${name} declares no ${capability}`);
      await run(subject);
    });
  });
}

async function listsAll({ source, known }: SourceSubject): Promise<void> {
  const locations: string[] = [];
  for await (const track of source.list!()) {
    expect(Number.isInteger(track.sizeBytes) && track.sizeBytes >= 0).toBe(true);
    expect(Number.isFinite(track.modifiedAtMs)).toBe(true);
    locations.push(track.location);
  }
  expect(new Set(locations).size).toBe(locations.length);
  expect(locations).toContain(known.location);
  expect(locations).not.toContain(known.missing);
}

async function readsTags({ source, known }: SourceSubject): Promise<void> {
  const tags = await source.readTags!(known.location);
  expect(tags.title.length).toBeGreaterThan(0);
  expect(tags.mimeType).toMatch(/^[a-z]+\/[\w.+-]+$/);
  expect(tags).toMatchObject(known.tags ?? {});
  await expectNotFound(source.readTags!(known.missing));
}

async function abortsListing({ source }: SourceSubject): Promise<void> {
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  const run = async (): Promise<void> => {
    for await (const track of source.list!({ signal: stop.signal })) expect(track).toBeUndefined();
  };
  await expect(run()).rejects.toThrow(/enough|abort/i);
}

async function searches({ source, known }: SourceSubject): Promise<void> {
  const { hit, miss } = known.search!;
  const found = await source.search!(hit, { limit: 5 });
  expect(found.map(({ location }) => location)).toContain(known.location);
  for (const { tags } of found) expect(tags.title.length).toBeGreaterThan(0);
  expect((await source.search!(hit, { limit: 1 })).length).toBeLessThanOrEqual(1);
  expect(await source.search!(miss, { limit: 5 })).toEqual([]);
  for (const odd of ["", "%_\\*\"'&=#?", "音楽 😀", "a".repeat(500)]) {
    expect(Array.isArray(await source.search!(odd, { limit: 2 })), odd).toBe(true);
  }
}

async function locates({ source, known }: SourceSubject): Promise<void> {
  const { readFile } = await import("node:fs/promises");
  const bytes = await readFile(await source.locateFile!(known.location));
  expect(bytes.length).toBeGreaterThan(0);
  if (known.sound) expect(bytes.equals(known.sound)).toBe(true);
  await expectNotFound(source.locateFile!(known.missing));
  for (const outside of ["../x", "/etc/passwd", "a\0b"]) {
    await expect(source.locateFile!(outside)).rejects.toBeInstanceOf(MoodSyncError);
  }
}

async function streams({ source, known }: SourceSubject): Promise<void> {
  const whole = await source.openStream!(known.location);
  expect(whole.part).toBeNull();
  expect(whole.mimeType).toMatch(/^audio\//);
  const bytes = await read(whole);
  expect(bytes.length).toBeGreaterThan(0);
  if (known.sound) expect(bytes.equals(known.sound)).toBe(true);
  const [start, end] = [Math.floor(bytes.length / 3), Math.floor(bytes.length / 2)];
  for (const range of [{ start, end }, { start, end: null }, { last: 10 }, { start: 0, end: 0 }]) {
    const stream = await source.openStream!(known.location, { range });
    // A source may know no ranges; then it says so by sending everything.
    const part = stream.part ?? { start: 0, end: bytes.length - 1, sizeBytes: null };
    expect((await read(stream)).equals(bytes.subarray(part.start, part.end + 1))).toBe(true);
    if (stream.part && "start" in range) expect(stream.part.start).toBe(range.start);
    if (stream.part && "last" in range) expect(stream.part.start).toBe(bytes.length - 10);
  }
  await expectNotFound(source.openStream!(known.missing));
}

async function givesUp({ source, known }: SourceSubject): Promise<void> {
  const cancelled = await source.openStream!(known.location);
  await cancelled.body.cancel();
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  await expect(source.openStream!(known.location, { signal: stop.signal })).rejects.toThrow(/enough|abort/i);
  expect((await read(await source.openStream!(known.location))).length).toBeGreaterThan(0);
}

async function readsCovers({ source, known }: SourceSubject): Promise<void> {
  if (known.withCover !== undefined) {
    const cover = await source.readCover!(known.withCover);
    expect(IMAGE_TYPES).toContain(cover?.mimeType);
    expect(cover!.data.length).toBeGreaterThan(0);
  }
  if (known.withoutCover !== undefined) expect(await source.readCover!(known.withoutCover)).toBeNull();
  expect(known.withCover ?? known.withoutCover).toBeDefined();
}

async function favours({ source, known }: SourceSubject): Promise<void> {
  for (const favourite of [true, true, false]) {
    await source.setFavourite!(known.location, favourite);
    expect(await known.isFavourite!(known.location)).toBe(favourite);
  }
}

async function scrobbles({ source, known }: SourceSubject): Promise<void> {
  await source.scrobble!(known.location, { startedAtMs: 1_700_000_000_000, completed: false });
  await source.scrobble!(known.location, { startedAtMs: 1_700_000_000_000, completed: true });
  expect(await known.scrobbles!()).toContainEqual({ location: known.location, completed: true });
}

async function savesPlaylists({ source, known }: SourceSubject): Promise<void> {
  const name = "A calm evening";
  const saved = await source.savePlaylist!({ name, locations: [known.location] });
  expect(await known.playlist!(saved.id)).toEqual({ name, locations: [known.location] });
  const again = await source.savePlaylist!({ name, locations: [], id: saved.id });
  expect(again.id).toBe(saved.id);
  expect(await known.playlist!(saved.id)).toEqual({ name, locations: [] });
}

async function expectNotFound(attempt: Promise<unknown>): Promise<void> {
  await expect(attempt).rejects.toMatchObject({ name: "MoodSyncError", kind: "not-found" });
}

async function read({ body, lengthBytes }: SourceStream): Promise<Buffer> {
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  if (lengthBytes !== null) expect(bytes.length).toBe(lengthBytes);
  return bytes;
}
