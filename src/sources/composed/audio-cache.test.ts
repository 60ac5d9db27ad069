import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { MoodSyncError } from "../../core/errors.ts";
import { createAudioCache } from "./audio-cache.ts";

async function openCache(limitBytes = 1000, version = 1) {
  const root = await mkdtemp(join(tmpdir(), "moodsync-audio-cache-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, "composed");
  return { root, folder, cache: createAudioCache({ folder, limitBytes, version }) };
}

const sound =
  (bytes: number, fill = 1) =>
  async () =>
    new Uint8Array(bytes).fill(fill);

test("made once, also when asked for at the same time; found again later", async () => {
  const { cache, folder } = await openCache();
  const render = vi.fn<() => Promise<Uint8Array>>(sound(100, 7));
  const [a, b] = await Promise.all([cache.get("one", render), cache.get("one", render)]);
  expect(a).toBe(b);
  expect(await cache.get("one", render)).toBe(a);
  expect(render).toHaveBeenCalledTimes(1);
  expect((await readFile(a)).equals(Buffer.alloc(100, 7))).toBe(true);
  expect(await readdir(folder)).toEqual(["one.v1.wav"]);
});

test("what was played longest ago goes first when there is too much; playing counts", async () => {
  const { cache } = await openCache(250);
  for (const key of ["a", "b"]) {
    await cache.get(key, sound(100));
    await sleep(15);
  }
  await cache.get("a", sound(100));
  await sleep(15);
  await cache.get("c", sound(100));
  expect([await cache.has("a"), await cache.has("b"), await cache.has("c")]).toEqual([true, false, true]);
});

test("one that is larger than the whole limit is still played", async () => {
  const { cache } = await openCache(50);
  expect((await stat(await cache.get("large", sound(500)))).size).toBe(500);
});

test("the date of a file is that of its content, whenever it is played", async () => {
  const { cache } = await openCache();
  const file = await cache.get("one", sound(10));
  const past = new Date(1_700_000_000_000);
  await utimes(file, past, past);
  await cache.get("one", sound(10));
  expect((await stat(file)).mtimeMs).toBe(past.getTime());
  expect((await stat(file)).atimeMs).toBeGreaterThan(past.getTime());
});

test("a failed rendering leaves nothing, and the next attempt is made anew", async () => {
  const { cache, folder } = await openCache();
  const broken = async (): Promise<Uint8Array> => {
    throw new MoodSyncError("render.too-long", "too long");
  };
  await expect(cache.get("one", broken)).rejects.toMatchObject({ code: "render.too-long" });
  expect(await readdir(folder).catch(() => [])).toEqual([]);
  await cache.get("one", sound(10));
  expect(await cache.has("one")).toBe(true);
});

test("whoever joined a rendering that was called off has it made for themselves", async () => {
  const { cache } = await openCache();
  let callOff: (reason: Error) => void = () => undefined;
  const first = cache.get("one", () => new Promise((_, reject) => (callOff = reject)));
  await sleep(20);
  const second = cache.get("one", sound(10));
  await sleep(20);
  callOff(new Error("called off"));
  await expect(first).rejects.toThrow("called off");
  expect((await stat(await second)).size).toBe(10);
});

test.each([
  ["ENOSPC", "storage.full"],
  ["EDQUOT", "storage.full"],
  ["EACCES", "storage.unwritable"],
])("%s while writing is %s, with nothing half-written", async (code, expected) => {
  const fs = await import("node:fs/promises");
  vi.resetModules();
  vi.doMock("node:fs/promises", () => ({
    ...fs,
    writeFile: async (file: string) => {
      await fs.writeFile(file, "half");
      throw Object.assign(new Error(code), { code });
    },
  }));
  onTestFinished(() => {
    vi.doUnmock("node:fs/promises");
    vi.resetModules();
  });
  const { createAudioCache: create } = await import("./audio-cache.ts");
  const { folder } = await openCache();
  const cache = create({ folder, limitBytes: 1000, version: 1 });
  await expect(cache.get("one", sound(10))).rejects.toMatchObject({ code: expected });
  expect(await readdir(folder)).toEqual([]);
});

test("tidying takes lost drafts and other versions' sound away, and leaves a draft that is being written", async () => {
  const { cache, folder } = await openCache();
  await cache.get("mine", sound(10));
  const old = new Date(Date.now() - 2 * 3_600_000);
  await writeFile(join(folder, "lost.part"), "x");
  await utimes(join(folder, "lost.part"), old, old);
  await writeFile(join(folder, "now.part"), "x");
  await writeFile(join(folder, "mine.v0.wav"), "x");
  await cache.tidy();
  expect((await readdir(folder)).toSorted()).toEqual(["mine.v1.wav", "now.part"]);
  await (await openCache()).cache.tidy();
});

test.each(["../x", "a/b", "", "A", "a".repeat(81)])("%j is no key", async (key) => {
  const { cache } = await openCache();
  await expect(cache.get(key, sound(1))).rejects.toThrow(TypeError);
});
