/** A fresh machine, for real: the server as a process with the shipped network, killed in the middle, started again. */
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import type { StarterLibrary } from "../../src/contracts/starter-library.ts";
import { openOn, temporaryFolder, until } from "./server-fixtures.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node", "soundfont"] });
});

async function start(dataDir: string) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env["PATH"], PORT: "0", MOODSYNC_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown")),
  );
  const address = () => /ready at (http:\S+)/.exec(said)?.[1];
  await until(() => address() !== undefined || child.exitCode !== null, 60_000);
  const url = address() ?? "";
  const starter = async (): Promise<StarterLibrary> => await (await fetch(`${url}/api/starter-library`)).json();
  return { child, url, ended, starter };
}

test(
  "every mood is composed for, killed and started again it goes on, and what was kept plays",
  { timeout: 300_000 },
  async () => {
    const data = await temporaryFolder();
    const first = await start(data);
    await until(async () => (await first.starter()).done >= 3, 120_000);
    first.child.kill("SIGKILL");
    expect(await first.ended).toBe("SIGKILL");

    const looked = await openOn(data);
    const { pieces, total } = (await looked.ask("GET", "/pieces?limit=100")).body;
    expect(total).toBeGreaterThanOrEqual(3);
    for (const { id, notes } of pieces) {
      expect((await looked.ask("GET", `/pieces/${id}`)).body.score.notes).toHaveLength(notes);
    }
    await looked.close();

    const second = await start(data);
    await until(async () => (await second.starter()).done >= 7, 120_000);
    const { moods, problem } = await second.starter();
    expect(moods.every(({ done }) => done >= 1)).toBe(true);
    expect(problem).toBeNull();
    const kept = (await (await fetch(`${second.url}/api/pieces?limit=100`)).json()).pieces;
    for (const { id, seed } of pieces) expect(kept).toContainEqual(expect.objectContaining({ id, seed }));
    const sound = await fetch(`${second.url}/api/tracks/${pieces[0].id}/audio`, { headers: { range: "bytes=0-11" } });
    expect(sound.status).toBe(206);
    const head = Buffer.from(await sound.arrayBuffer());
    expect(head.subarray(0, 4).toString() + head.subarray(8).toString()).toBe("RIFFWAVE");
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
    expect((await readdir(join(data, "composed"))).filter((name) => name.endsWith(".part"))).toEqual([]);
  },
);
