import { expect, test } from "vitest";
import type { KnownFile } from "../db/repositories/scanned-file-repository.ts";
import { planScan } from "./scan-plan.ts";

const VERSIONS = { analyser: 7, tags: 2 };
const file = (path: string, sizeBytes = 1, modifiedAtMs = 1) => ({ path, sizeBytes, modifiedAtMs });
const known = (trackId: number, changes: Partial<KnownFile> = {}): KnownFile => ({
  trackId,
  sizeBytes: 1,
  modifiedAtMs: 1,
  checkedVersion: 7,
  tagsVersion: 2,
  removed: false,
  ...changes,
});

test("each file gets what it needs and nothing more", async () => {
  const found = [
    file("new"),
    file("same"),
    file("longer", 2),
    file("later", 1, 2),
    file("waiting"),
    file("older analyser"),
    file("back"),
    file("back and waiting"),
  ];
  const before = new Map([
    ["same", known(1)],
    ["longer", known(2)],
    ["later", known(3)],
    ["waiting", known(4, { checkedVersion: null })],
    ["older analyser", known(5, { checkedVersion: 6 })],
    ["back", known(6, { removed: true })],
    ["back and waiting", known(7, { removed: true, checkedVersion: null })],
    ["gone", known(8)],
    ["gone long ago", known(9, { removed: true })],
  ]);
  const plan = await planScan(found, before, VERSIONS);
  expect(plan.toTag.map(({ path }) => path).toSorted()).toEqual(["later", "longer", "new"]);
  expect(new Set(plan.toAnalyse.map(({ trackId }) => trackId))).toEqual(new Set([4, 5, 7]));
  expect(plan.unchanged).toBe(2);
  expect(new Set(plan.toRestore)).toEqual(new Set([6, 7]));
  expect(plan.missing).toEqual([8]);
});

test("what lies in a folder that could not be read is not taken for gone", async () => {
  const before = new Map([
    ["locked/a.mp3", known(1)],
    ["locked/deeper/b.mp3", known(2)],
    ["locked.mp3", known(3)],
  ]);
  expect((await planScan([], before, VERSIONS, ["locked"])).missing).toEqual([3]);
});

test("the order is scattered, the same every time, and loses no file", async () => {
  const found = Array.from({ length: 200 }, (_, index) =>
    file(`artist ${Math.floor(index / 20)}/track ${index % 20}.mp3`),
  );
  const order = (await planScan(found, new Map(), VERSIONS)).toTag.map(({ path }) => path);
  expect(order.toSorted()).toEqual(found.map(({ path }) => path).toSorted());
  expect((await planScan(found.toReversed(), new Map(), VERSIONS)).toTag.map(({ path }) => path)).toEqual(order);
  expect(new Set(order.slice(0, 20).map((path) => path.split("/")[0])).size).toBeGreaterThan(5);
});

test("tags that an older reader read are read again, and nothing else is done about it", async () => {
  const found = [file("before genres"), file("to do"), file("now")];
  const before = new Map([
    ["before genres", known(1, { tagsVersion: null })],
    ["to do", known(2, { tagsVersion: 1, checkedVersion: null })],
    ["now", known(3)],
  ]);
  const plan = await planScan(found, before, VERSIONS);
  expect(plan.toRetag.map(({ trackId }) => trackId).toSorted((a, b) => a - b)).toEqual([1, 2]);
  expect(plan.toAnalyse.map(({ trackId }) => trackId)).toEqual([2]);
  expect(plan.unchanged).toBe(2);
  expect(plan.toTag).toEqual([]);
});

test("others have the processor while very many files are gone through", async () => {
  const found = Array.from({ length: 60_000 }, (_, index) => file(`folder/${index}.mp3`));
  const before = new Map(found.map(({ path }, index) => [path, known(index)]));
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  await planScan(found, before, VERSIONS);
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(5);
});

test("a file under a new name is paired with the track it was, unless another could be meant", async () => {
  const found = [
    file("new/a", 10, 1),
    file("new/b", 20, 2),
    file("twin 1", 30, 3),
    file("twin 2", 30, 3),
    file("there", 40, 4),
  ];
  const before = new Map([
    ["old/a", known(1, { sizeBytes: 10, modifiedAtMs: 1 })],
    ["old/b", known(2, { sizeBytes: 20, modifiedAtMs: 2, removed: true })],
    ["old/twin", known(3, { sizeBytes: 30, modifiedAtMs: 3 })],
    ["there", known(4, { sizeBytes: 41, modifiedAtMs: 4 })],
    ["hidden/c", known(5, { sizeBytes: 40, modifiedAtMs: 4 })],
  ]);
  const plan = await planScan(found, before, VERSIONS, ["hidden"]);
  const pairs = plan.renames.map(({ file: { path }, trackId }) => `${path} ${trackId}`);
  expect(new Set(pairs)).toEqual(new Set(["new/a 1", "new/b 2"]));
  expect(plan.missing).toEqual([1, 3]);
  expect(plan.toTag).toHaveLength(5);
});
