/**
 * A real music server for the tests: Debian's `supysonic` on loopback, with a database, a cache and a music folder of its
 * own that go when it is stopped. Where it is not installed the tests that need it are skipped and say so.
 */
import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Debian's modules are for Debian's own Python, whatever else is on the PATH. */
const PYTHON = "/usr/bin/python3";

/** Why tests with a real server are skipped on this machine, or null where they run. */
export const reasonToSkipSupysonic: string | null =
  spawnSync(PYTHON, ["-c", "import supysonic.web"], { stdio: "ignore" }).status === 0
    ? null
    : "Debian's supysonic is not installed on this machine (apt-get install supysonic)";

export const SUPYSONIC_USER = { username: "listener", password: "pässword & more?" } as const;

export interface Supysonic {
  /** Without a slash at the end. */
  url: string;
  /** Absolute path; what is put here is found by `scan`. */
  musicDir: string;
  /** Reads the music folder anew. */
  scan(): Promise<void>;
  /** Takes the server away, as when its machine is switched off; what it knows stays. */
  stop(): Promise<void>;
  /** Brings it back at the same address. */
  start(): Promise<void>;
  /** Ends it and deletes everything of it. */
  close(): Promise<void>;
}

const run = promisify(execFile);

/** One process, several threads, and no reloading: what `supysonic-server` does where a WSGI server is installed. */
const SERVE = `
import sys
from supysonic.config import IniConfig
from supysonic.web import create_application
from werkzeug.serving import run_simple, WSGIRequestHandler
WSGIRequestHandler.protocol_version = "HTTP/1.1"
app = create_application(IniConfig(sys.argv[1]))
run_simple("127.0.0.1", int(sys.argv[2]), app, threaded=True)
`;

const CLI = `
import sys
from supysonic.config import IniConfig
IniConfig.common_paths = [sys.argv.pop(1)]
from supysonic.cli import main
main()
`;

/** Starts a server over an empty folder. `fill` may put music there first, which is then scanned. */
export async function startSupysonic(fill?: (musicDir: string) => Promise<void>): Promise<Supysonic> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-supysonic-"));
  const musicDir = join(folder, "music");
  const config = join(folder, "supysonic.conf");
  await mkdir(musicDir);
  await writeFile(config, configuration(folder));
  const cli = (...command: string[]) =>
    run(PYTHON, ["-c", CLI, config, ...command], {
      cwd: folder,
      env: { ...process.env, LC_ALL: "C.UTF-8", HOME: folder },
    });
  await cli("user", "add", SUPYSONIC_USER.username, "--password", SUPYSONIC_USER.password);
  await cli("folder", "add", "music", musicDir);
  const scan = async (): Promise<void> => void (await cli("folder", "scan", "--foreground", "music"));
  if (fill) {
    await fill(musicDir);
    await scan();
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const child = spawn(PYTHON, ["-c", SERVE, config, String(port)], {
      cwd: folder,
      env: { ...process.env, HOME: folder },
      stdio: "ignore",
    });
    server = child;
    await untilAnswers(url, child);
  };
  const stop = async (): Promise<void> => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  await start();
  return {
    url,
    musicDir,
    scan,
    start,
    stop,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string): string {
  return [
    "[base]",
    `database_uri = sqlite:///${join(folder, "supysonic.db")}`,
    "[webapp]",
    `cache_dir = ${join(folder, "cache")}`,
    "mount_webui = no",
    "[daemon]",
    `socket = ${join(folder, "daemon.sock")}`,
    "",
  ].join("\n");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`supysonic ended at once, with ${child.exitCode}`);
    const answer = await fetch(`${url}/rest/ping?f=json`).catch(() => null);
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("supysonic did not begin to answer");
}
