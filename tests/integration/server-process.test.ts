/** The server as a process of its own: started, killed, stopped, beside another on the same folder. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { ServerFileSchema } from "../../src/contracts/data-folder.ts";
import { openOn, temporaryFolder, until } from "./server-fixtures.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const READING = { source: "pad", emotion: "sad", valence: -0.5, arousal: -0.25, confidence: 1 };

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node"] });
});

interface Child {
  process: ChildProcess;
  url: string;
  said: () => string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
}

/** Starts the program; with `ready` false the address is not waited for. */
async function start(dataDir: string, env: Record<string, string> = {}, ready = true): Promise<Child> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env["PATH"], PORT: "0", MOODSYNC_DATA_DIR: dataDir, MOODSYNC_STARTER: "off", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown")),
  );
  const address = () => /ready at (http:\S+)/.exec(said)?.[1];
  if (ready) await until(() => address() !== undefined || child.exitCode !== null, 20_000);
  return { process: child, url: address() ?? "", said: () => said, ended };
}

async function post(url: string, path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return await fetch(`${url}/api${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Posts until the server is gone, noting the ids that were acknowledged. */
async function postUntilGone(url: string, acknowledged: number[]): Promise<void> {
  for (;;) {
    try {
      const response = await post(url, "/mood-readings", READING);
      const body = await response.json();
      if (response.status === 201) acknowledged.push(body.id);
    } catch {
      return;
    }
  }
}

async function scanOf(url: string) {
  return (await (await fetch(`${url}/api/library/scans/current`)).json()).scan;
}

async function keptIds(dataDir: string): Promise<Set<number>> {
  const services = await openOn(dataDir);
  const ids = new Set<number>();
  for (let offset = 0; ; offset += 500) {
    const { body } = await services.ask("GET", `/mood-readings?limit=500&offset=${offset}`);
    for (const { id } of body.readings) ids.add(id);
    if (body.readings.length < 500) break;
  }
  await services.close();
  return ids;
}

test("kill -9 at any time loses nothing that was acknowledged", async () => {
  const data = await temporaryFolder();
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const child = await start(data);
    const posting = Promise.all(Array.from({ length: 4 }, () => postUntilGone(child.url, acknowledged)));
    const enough = acknowledged.length + 25;
    await until(() => acknowledged.length >= enough, 30_000);
    await sleep(round * 7);
    child.process.kill("SIGKILL");
    await posting;
    expect(await child.ended).toBe("SIGKILL");
  }
  const kept = await keptIds(data);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
});

test("two servers on one data folder, one killed: neither loses a row, and ids are never given twice", async () => {
  const data = await temporaryFolder();
  const [one, two] = [await start(data), await start(data)];
  const [byOne, byTwo]: [number[], number[]] = [[], []];
  const posting = [postUntilGone(one.url, byOne), postUntilGone(two.url, byTwo), postUntilGone(two.url, byTwo)];
  await until(() => byOne.length >= 15 && byTwo.length >= 15, 40_000);
  one.process.kill("SIGKILL");
  const enough = byTwo.length + 10;
  await until(() => byTwo.length >= enough, 20_000);
  two.process.kill("SIGTERM");
  await Promise.all(posting);
  const acknowledged = [...byOne, ...byTwo];
  expect(await two.ended).toBe(0);
  const kept = await keptIds(data);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
});

test("a scan cut off by kill -9 is known as interrupted and goes on with the next start", async () => {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  // Real sound: the child has the real analyser.
  const { piece } = await import("../synth/music.ts");
  const { encodeWav } = await import("../synth/wav-file.ts");
  const samples = piece({ tempoBpm: 120, seconds: 20, tonic: 0, mode: "major", sampleRateHz: 44_100 });
  const sound = encodeWav([samples], { sampleRateHz: 44_100 });
  for (let index = 0; index < 14; index += 1) await writeFile(join(music, `${index}.wav`), sound);

  const first = await start(data, { MUSIC_DIR: music });
  await until(async () => (await scanOf(first.url))?.analysed >= 2, 30_000);
  const beside = await openOn(data, { musicDir: music });
  expect((await beside.ask("POST", "/library/scans")).body.error.code).toBe("scan.running");
  expect((await beside.ask("GET", "/status")).body.scanning).toBe(true);
  await beside.close();
  first.process.kill("SIGKILL");
  await first.ended;

  const left = await openOn(data, { musicDir: music });
  const interrupted = (await left.ask("GET", "/library/scans/current")).body.scan;
  expect(interrupted.state).toBe("interrupted");
  expect(interrupted.done).toBeGreaterThanOrEqual(2);
  expect(interrupted.done).toBeLessThan(14);
  await left.close();

  const second = await start(data, { MUSIC_DIR: music });
  await until(async () => (await scanOf(second.url))?.state === "completed", 60_000);
  const finished = await scanOf(second.url);
  expect(finished).toMatchObject({ total: 14, done: 14, failed: 0, removed: 0 });
  expect(finished.unchanged).toBe(interrupted.done);
  expect(finished.analysed).toBe(14 - interrupted.done);
});

test("while it runs server.json says where; SIGTERM ends it cleanly, even with an event stream and a download open", async () => {
  const data = await temporaryFolder();
  const child = await start(data);
  const file = join(data, "server.json");
  const content = ServerFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  expect(content).toMatchObject({ pid: child.process.pid, url: child.url });
  // Windows has no such bits.
  expect(process.platform === "win32" ? 0 : (await stat(file)).mode & 0o077).toBe(0);
  const events = await fetch(`${child.url}/api/library/events`);
  const stopped = performance.now();
  child.process.kill("SIGTERM");
  expect(await child.ended).toBe(0);
  expect(performance.now() - stopped).toBeLessThan(3000);
  await events.body?.cancel().catch(() => undefined);
  await expect(stat(file)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a port that is taken is passed over, aloud", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const address = blocker.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  onTestFinished(() => void blocker.close());
  const child = await start(await temporaryFolder(), { PORT: String(port) });
  expect(child.said()).toContain(`port ${port} is taken`);
  expect(Number(new URL(child.url).port)).toBeGreaterThan(port);
  expect((await fetch(`${child.url}/api/status`)).status).toBe(200);
});

test("an environment that is not right is refused with every violation", async () => {
  const env = { PORT: "eighty", HOST: "a b", LOG_LEVEL: "loud" };
  const child = await start(await temporaryFolder(), env, false);
  expect(await child.ended).toBe(2);
  for (const name of ["PORT", "HOST", "LOG_LEVEL"]) expect(child.said()).toContain(name);
  expect(child.said()).not.toContain("    at ");
});

test("an address that is not this machine's is refused in a sentence", async () => {
  const child = await start(await temporaryFolder(), { HOST: "203.0.113.7" }, false);
  expect(await child.ended).toBe(1);
  expect(child.said()).toContain("server.bad-host");
  expect(child.said()).not.toContain("    at ");
});

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "a data folder without write permission is refused",
  async () => {
    const data = join(await temporaryFolder(), "read-only");
    await mkdir(data);
    await chmod(data, 0o500);
    const child = await start(data, {}, false);
    expect(await child.ended).toBe(1);
    expect(child.said()).toContain("data-folder.unwritable");
  },
);
