/**
 * Which process something belongs to, among all machines that share a database: the machine's running system, the process
 * id there, and a word that this run of the program alone knows, since process ids recur (in containers always).
 */
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isProcessAlive } from "./process-alive.ts";

const THIS_RUN = randomUUID();

/** Where process ids mean the same: a boot of a machine and, for containers, their own numbering; elsewhere the host's name. */
export function processPlace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** @param part tells owners within this process apart */
export function ownerName(part: string): string {
  return [processPlace(), process.pid, THIS_RUN, part].join("|");
}

/** Whether the owner's process is known to have ended; one on another machine is not known. */
export function hasSurelyEnded(owner: string): boolean {
  const [place, pid, run] = owner.split("|");
  if (place !== processPlace()) return false;
  if (Number(pid) === process.pid) return run !== THIS_RUN;
  return !isProcessAlive(Number(pid));
}
