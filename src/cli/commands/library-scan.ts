/**
 * `moodsync library scan [DIR]`: makes DIR the music folder and reads it, with n of N and the time left.
 * The scan itself runs in the server, or in the app opened in this process; here it is started, watched and cancelled.
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scan } from "../../contracts/library.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { ApiClient } from "../api/api-client.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, exitCodeOf, type ExitCode } from "../exit-codes.ts";
import { createScanProgress, type ScanProgress } from "../scan-progress.ts";
import { printable, type Terminal } from "../terminal.ts";

const LOOK_EVERY_MS = 200;

const isRunning = (scan: Scan): boolean => scan.state === "listing" || scan.state === "running";

/** Scans and waits for the end; Ctrl-C cancels, and what was read until then is kept. */
export async function libraryScanCommand(directory: string | undefined, context: CommandContext): Promise<ExitCode> {
  const wanted = directory === undefined ? undefined : await existingFolder(directory);
  const { terminal } = context;
  return withConnection(context, async ({ client, serverUrl }) => {
    const folder = await chooseFolder(client, wanted);
    const where = serverUrl === null ? "" : ` (by the server at ${serverUrl})`;
    terminal.remark(`Scanning ${printable(folder)}${where}`);
    const scan = await startOrFollow(client, folder, terminal);
    return report(await watch(client, scan, terminal), terminal);
  });
}

async function existingFolder(directory: string): Promise<string> {
  const folder = path.resolve(directory);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory()) return folder;
  throw new MoodSyncError(
    stats === null ? "folder.not-found" : "folder.not-a-folder",
    stats === null ? `There is no folder ${printable(folder)}.` : `${printable(folder)} is not a folder.`,
    { kind: stats === null ? "not-found" : "invalid-input" },
  );
}

async function chooseFolder(client: ApiClient, wanted: string | undefined): Promise<string> {
  const current = await client.folder();
  if (wanted !== undefined && wanted !== current.folder) return (await client.setFolder(wanted)).folder ?? wanted;
  if (current.folder !== null) return current.folder;
  throw new MoodSyncError(
    "folder.not-set",
    "No music folder is set yet: name one, as in `moodsync library scan ~/Music`.",
    {
      kind: "invalid-input",
    },
  );
}

/** A scan of this folder that already runs is followed instead of refused. */
async function startOrFollow(client: ApiClient, folder: string, terminal: Terminal): Promise<Scan> {
  try {
    return await client.startScan();
  } catch (error) {
    if (!(error instanceof MoodSyncError) || error.code !== "scan.running") throw error;
    const running = await client.currentScan();
    if (running === null || running.folder !== folder) throw error;
    terminal.remark("A scan of this folder is running already; following it.");
    return running;
  }
}

async function watch(client: ApiClient, started: Scan, terminal: Terminal): Promise<Scan> {
  const progress: ScanProgress = createScanProgress(terminal);
  let scan = started;
  let cancelling = false;
  try {
    while (isRunning(scan)) {
      progress.show(scan);
      if (terminal.interrupted.aborted && !cancelling) {
        cancelling = true;
        progress.say("Stopping ...");
        await client.cancelScan();
      }
      await sleep(LOOK_EVERY_MS, undefined, cancelling ? {} : { signal: terminal.interrupted }).catch(() => undefined);
      const latest = await client.currentScan();
      // Somebody may start the next scan the moment this one ends; then this one's end can no longer be read.
      if (latest === null || latest.id !== scan.id) break;
      scan = latest;
    }
    progress.show(scan);
  } finally {
    progress.stop();
  }
  return scan;
}

const PROBLEM_KINDS: Readonly<Record<string, "not-found" | "storage-full" | "unavailable">> = {
  "folder.vanished": "not-found",
  "storage.full": "storage-full",
  "storage.locked": "unavailable",
  "storage.unreachable": "unavailable",
};

function report(scan: Scan, terminal: Terminal): ExitCode {
  const { analysed, unchanged, removed, failed, total, done } = scan;
  const counts = `${analysed} analysed, ${unchanged} unchanged, ${removed} removed, ${failed} unreadable`;
  if (scan.state === "cancelled" || scan.state === "interrupted") {
    terminal.print(`Stopped after ${done} of ${total}: ${counts}. The next scan goes on from there.`);
    return EXIT.interrupted;
  }
  if (scan.state === "failed") {
    const { code, message } = scan.problem ?? { code: "scan.failed", message: "The scan failed." };
    terminal.print(`Failed after ${done} of ${total}: ${counts}.`);
    terminal.remark(`${printable(message)} (${code})`);
    return exitCodeOf(new MoodSyncError(code, message, { kind: PROBLEM_KINDS[code] ?? "internal" }));
  }
  terminal.print(`Done, ${total} files: ${counts}.`);
  if (failed > 0) terminal.remark("`moodsync library list --problems` says what is wrong with the unreadable ones.");
  return EXIT.ok;
}
