/**
 * Fifty thousand files in one folder, scanned while somebody asks four times a second: how long each request takes. It takes
 * minutes, so it runs only with MOODSYNC_LONG_TESTS=<minutes>, after which it stops looking; the figures are in
 * docs/benchmarks.md.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fakeSource, openOn, temporaryFolder } from "./server-fixtures.ts";

const MINUTES = Number(process.env["MOODSYNC_LONG_TESTS"] ?? 0);
const FILES = 50_000;
const SLOWEST_MS = 1000;
const PAUSE_MS = 250;

const REQUESTS: Record<string, () => [method: string, path: string, body?: unknown]> = {
  "scan state": () => ["GET", "/library/scans/current"],
  search: () => ["GET", "/tracks?query=song%204&limit=50"],
  tracks: () => ["GET", "/tracks?limit=100"],
  status: () => ["GET", "/status"],
  "mood reading": () => [
    "POST",
    "/mood-readings",
    { source: "pad", emotion: "sad", valence: -0.5, arousal: -0.2, confidence: 1 },
  ],
  playlist: () => ["POST", "/playlists", { mood: { valence: 0.4, arousal: 0.1 }, size: 25 }],
};

async function fill(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let start = 0; start < FILES; start += 500) {
    const names = Array.from({ length: 500 }, (_, i) => start + i);
    await Promise.all(
      names.map((i) =>
        writeFile(
          join(folder, `song ${i}.mp3`),
          JSON.stringify({ artist: `Artist ${i % 900}`, valence: (i % 200) / 100 - 1, arousal: (i % 170) / 85 - 1 }),
        ),
      ),
    );
  }
}

test.skipIf(!(MINUTES > 0))(
  `${FILES} files in one folder: no request waits a second meanwhile`,
  { timeout: (MINUTES + 15) * 60_000 },
  async () => {
    const [data, music] = [await temporaryFolder(), await temporaryFolder()];
    await fill(join(music, "all"));
    const { ask } = await openOn(data, { musicDir: music }, { source: fakeSource() });
    const took = new Map<string, number[]>(Object.keys(REQUESTS).map((name) => [name, []]));
    const startedMs = performance.now();
    expect((await ask("POST", "/library/scans")).status).toBe(202);
    let scan = { state: "listing", done: 0, total: 0 };
    const isOver = (): boolean =>
      (scan.state !== "listing" && scan.state !== "running") || performance.now() - startedMs > MINUTES * 60_000;
    while (!isOver()) {
      for (const [name, request] of Object.entries(REQUESTS)) {
        const askedMs = performance.now();
        const { status, body } = await ask(...request());
        took.get(name)!.push(performance.now() - askedMs);
        expect(status, name).toBeLessThan(300);
        if (name === "scan state") scan = body.scan;
      }
      await sleep(PAUSE_MS);
    }
    const seconds = (performance.now() - startedMs) / 1000;
    const rows = [...took].map(([name, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]!);
      return { request: name, times: sorted.length, p50: at(0.5), p95: at(0.95), worst: at(1) };
    });
    // oxlint-disable-next-line no-console -- the figures are what this is for
    console.table([
      ...rows,
      { request: `${scan.done} files, seconds`, times: 1, p50: Math.round(seconds), p95: 0, worst: 0 },
    ]);
    expect(scan.total).toBe(FILES);
    expect(["running", "completed"]).toContain(scan.state);
    for (const { request, worst } of rows) expect(worst, request).toBeLessThan(SLOWEST_MS);
  },
);
