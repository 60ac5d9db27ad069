/** What the server's tests share: throw-away folders, music whose analysis is written in the file, a client. */
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { TrackFeatures } from "../../src/contracts/tracks.ts";
import { MoodSyncError } from "../../src/core/errors.ts";
import { UNMEASURED } from "../../src/core/signal/unmeasured.ts";
import type { ServerConfig } from "../../src/server/config.ts";
import { openServices, type OpenServices, type Replacements } from "../../src/server/open-services.ts";
import { defaultServiceConfig } from "../../src/server/service-config.ts";
import type { LocalSource } from "../../src/server/services/local-source.ts";
import { resolveInside } from "../../src/sources/local/safe-path.ts";
import { listAudioFiles } from "../../src/sources/local/walk.ts";

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-server-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A configuration on a data folder, listening on any port, with no page and nothing composed unasked. */
export function configOn(dataDir: string, changes: Partial<ServerConfig> = {}): ServerConfig {
  const webDir = join(dataDir, "no-page");
  const services = defaultServiceConfig();
  const composing = { starter: false, audioCacheBytes: 256 * 1024 * 1024 };
  const local = { port: 0, host: "127.0.0.1", dataDir, musicDir: null, databaseUrl: null, databasePool: 10 };
  return { ...local, logLevel: "silent", webDir, services, ...composing, ...changes };
}

export interface FakeTrack {
  artist?: string;
  genres?: string[];
  valence?: number;
  arousal?: number;
  /** The analysis fails with this code. */
  problem?: string;
}

/** Writes "music" that `fakeSource` understands: its features stand in the file. */
export async function writeTrack(folder: string, path: string, track: FakeTrack = {}): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(track));
  // A whole second, so that file systems agree on it.
  const modified = new Date(1_700_000_000_000);
  await utimes(file, modified, modified);
}

export interface FakeSourceOptions {
  /** How long one analysis takes; default 0. */
  analysisMs?: number;
  analyserVersion?: number;
  /** Called with the file name before each analysis. */
  onAnalyse?: (name: string) => void | Promise<void>;
}

/** Real folders, real listing, real path checks; tags and analysis read from the file's own JSON. */
export function fakeSource(options: FakeSourceOptions = {}): LocalSource {
  const { analysisMs = 0, analyserVersion = 1, onAnalyse } = options;
  return {
    analyserVersion,
    listAudioFiles,
    resolveInside,
    async readTags(path) {
      const { artist = null, genres = [] } = await readFake(path);
      const title = basename(path, extname(path));
      return { title, artist, album: null, genres, durationMs: 180_000, hasCover: false, mimeType: "audio/mpeg" };
    },
    readCover: async () => null,
    async openAnalysisPool() {
      return {
        async analyse(path, { signal }) {
          await onAnalyse?.(basename(path));
          if (analysisMs > 0) await sleep(analysisMs, undefined, signal ? { signal } : {});
          return await fakeFeatures(path, analyserVersion);
        },
        close: async () => undefined,
      };
    },
  };
}

async function readFake(path: string): Promise<FakeTrack> {
  await stat(path).catch((cause: unknown) => {
    throw new MoodSyncError("file.not-found", "gone", { kind: "not-found", cause });
  });
  return JSON.parse(await readFile(path, "utf8"));
}

async function fakeFeatures(path: string, analyserVersion: number): Promise<TrackFeatures> {
  const { valence = 0, arousal = 0, problem } = await readFake(path);
  if (problem) throw new MoodSyncError(problem, `failed as told: ${problem}`, { kind: "invalid-input" });
  const sound = { loudnessLufs: -14, dynamicRangeDb: 6, brightnessHz: 1500, onsetsPerSecond: 2, ...UNMEASURED };
  return { analyserVersion, tempoBpm: 120, tonic: 0, mode: "major", ...sound, valence, arousal };
}

export interface Answer {
  status: number;
  headers: Headers;
  // The tests assert the shape themselves.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** Asks an application in-process. */
export function clientOf({ app }: Pick<OpenServices, "app">): Ask {
  return async (method, path, body, headers = {}) => {
    const init: RequestInit = { method, headers: { host: "127.0.0.1:5000", ...headers } };
    if (body !== undefined) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const length = String(Buffer.byteLength(text));
      init.body = text;
      init.headers = {
        "content-type": "application/json",
        "content-length": length,
        host: "127.0.0.1:5000",
        ...headers,
      };
    }
    const response = await app.request(`http://127.0.0.1:5000/api${path}`, init);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}

/** Opens services on a data folder, closed when the test ends, with a fake source unless told otherwise. */
export async function openOn(
  dataDir: string,
  changes: Partial<ServerConfig> = {},
  replacements: Replacements = {},
): Promise<OpenServices & { ask: Ask }> {
  const services = await openServices(configOn(dataDir, changes), {
    source: fakeSource(),
    analysers: 2,
    ...replacements,
  });
  onTestFinished(() => services.close());
  return { ...services, ask: clientOf(services) };
}

/** Waits until something holds, looking often. @throws when it does not within the time */
export async function until(what: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error("what was waited for did not come");
    await sleep(10);
  }
}

/** Starts a scan and waits for its end; gives the scan. */
export async function scanThrough(ask: Ask): Promise<Answer["body"]> {
  const started = await ask("POST", "/library/scans");
  if (started.status !== 202) throw new Error(`the scan did not start: ${JSON.stringify(started.body)}`);
  let scan = started.body;
  await until(async () => {
    scan = (await ask("GET", "/library/scans/current")).body.scan;
    return scan.state !== "listing" && scan.state !== "running";
  }, 30_000);
  return scan;
}
