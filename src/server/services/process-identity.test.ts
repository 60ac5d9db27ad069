import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { hasSurelyEnded, ownerName, processPlace } from "./process-identity.ts";

test("this run lives; one before it with the same process id has ended", () => {
  const own = ownerName("a part");
  expect(hasSurelyEnded(own)).toBe(false);
  expect(ownerName("another part")).not.toBe(own);
  expect(hasSurelyEnded([processPlace(), process.pid, "another run", "a part"].join("|"))).toBe(true);
});

test("of another process here it is known, of one elsewhere it is not", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(hasSurelyEnded([processPlace(), pid, "a run", "a part"].join("|"))).toBe(true);
  expect(hasSurelyEnded([processPlace(), process.ppid, "a run", "a part"].join("|"))).toBe(false);
  expect(hasSurelyEnded(["another machine", pid, "a run", "a part"].join("|"))).toBe(false);
});
