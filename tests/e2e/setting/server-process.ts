/** The real server as a process of its own on a throw-away data folder: started, asked, killed, started again. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildStale } from "../../../scripts/steps/build.mjs";

const MAIN = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));
const START_WITHIN_MS = 60_000;

export interface ApiAnswer {
  status: number;
  // The tests assert the shape themselves.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface ServerProcess {
  /** Where it answers; the same after `restart`. */
  url: string;
  dataDir: string;
  /** Asks the API without the page, as the command line does. */
  ask: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  /** Ends it as a power cut would: SIGKILL. */
  kill: () => Promise<void>;
  /** Starts it again on the same data and port. */
  restart: () => Promise<void>;
  /** Ends it and removes its data. */
  remove: () => Promise<void>;
}

/** A folder under the system's temporary one; the caller removes it. */
export async function throwAwayFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), "moodsync-e2e-"));
}

/** Builds what is stale and starts the server; `musicDir` null leaves the folder to the page, `more` adds to its environment. */
export async function startServer(
  musicDir: string | null,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  await buildStale(() => undefined);
  const dataDir = await throwAwayFolder();
  const env = {
    ...more,
    MOODSYNC_DATA_DIR: dataDir,
    MOODSYNC_STARTER: "off",
    ...(musicDir === null ? {} : { MUSIC_DIR: musicDir }),
  };
  let running = await launch({ ...env, PORT: "0" });
  const { url } = running;
  const kill = async (): Promise<void> => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    const ended = new Promise((resolve) => running.child.once("exit", resolve));
    running.child.kill("SIGKILL");
    await ended;
  };
  return {
    url,
    dataDir,
    ask: (method, path, body) => ask(url, method, path, body),
    kill,
    async restart() {
      await kill();
      running = await launch({ ...env, PORT: new URL(url).port });
      if (running.url !== url) throw new Error(`the port was taken meanwhile: ${running.url} instead of ${url}`);
    },
    async remove() {
      await kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function launch(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start:\n${said}`)), START_WITHIN_MS);
    const listen = (chunk: unknown): void => {
      said += String(chunk);
      const url = /ready at (http:\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ child, url });
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", listen);
    child.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`the server ended at its start:\n${said}`));
    });
  });
}

async function ask(url: string, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "content-type": "application/json" };
  }
  const response = await fetch(`${url}/api${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

/** Waits until the scan that runs is over; gives it. */
export async function scanOver(server: ServerProcess, withinMs = 120_000): Promise<ApiAnswer["body"]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const { scan } = (await server.ask("GET", "/library/scans/current")).body;
    if (scan !== null && scan.state !== "listing" && scan.state !== "running") return scan;
    if (performance.now() > deadline) throw new Error(`the scan did not end: ${JSON.stringify(scan)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
