import { expect, test } from "vitest";
import type { KnownFile } from "../db/repositories/scanned-file-repository.ts";
import { planScan } from "./scan-plan.ts";

const file = (path: string, sizeBytes = 1, modifiedAtMs = 1) => ({ path, sizeBytes, modifiedAtMs });
const known = (trackId: number, changes: Partial<KnownFile> = {}): KnownFile => ({
  trackId,
  sizeBytes: 1,
  modifiedAtMs: 1,
  checkedVersion: 7,
  removed: false,
  ...changes,
});

test("each file gets what it needs and nothing more", () => {
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
  const plan = planScan(found, before, 7);
  expect(plan.toTag.map(({ path }) => path).toSorted()).toEqual(["later", "longer", "new"]);
  expect(new Set(plan.toAnalyse.map(({ trackId }) => trackId))).toEqual(new Set([4, 5, 7]));
  expect(plan.unchanged).toBe(2);
  expect(new Set(plan.toRestore)).toEqual(new Set([6, 7]));
  expect(plan.missing).toEqual([8]);
});

test("what lies in a folder that could not be read is not taken for gone", () => {
  const before = new Map([
    ["locked/a.mp3", known(1)],
    ["locked/deeper/b.mp3", known(2)],
    ["locked.mp3", known(3)],
  ]);
  expect(planScan([], before, 7, ["locked"]).missing).toEqual([3]);
});

test("the order is scattered, the same every time, and loses no file", () => {
  const found = Array.from({ length: 200 }, (_, index) =>
    file(`artist ${Math.floor(index / 20)}/track ${index % 20}.mp3`),
  );
  const order = planScan(found, new Map(), 7).toTag.map(({ path }) => path);
  expect(order.toSorted()).toEqual(found.map(({ path }) => path).toSorted());
  expect(planScan(found.toReversed(), new Map(), 7).toTag.map(({ path }) => path)).toEqual(order);
  expect(new Set(order.slice(0, 20).map((path) => path.split("/")[0])).size).toBeGreaterThan(5);
});
