/** A scan in words: what it does, or what came of it. */
import type { Scan } from "../../../contracts/library.ts";

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** The headline of a scan. */
export function scanHeadline(scan: Scan): string {
  switch (scan.state) {
    case "listing":
      return "Looking for music";
    case "running":
      return `${scan.done.toLocaleString("en")} of ${scan.total.toLocaleString("en")}`;
    case "completed":
      return "All songs are read";
    case "cancelled":
      return "Stopped";
    case "interrupted":
      return "Interrupted";
    default:
      return "The scan failed";
  }
}

/** What the scan found, in one line; parts that are nought are left out. */
export function scanSummary(scan: Scan): string {
  const parts = [
    scan.analysed > 0 ? `${counted(scan.analysed, "song", "songs")} analysed` : null,
    scan.unchanged > 0 ? `${scan.unchanged.toLocaleString("en")} unchanged` : null,
    scan.removed > 0 ? `${scan.removed.toLocaleString("en")} gone` : null,
    scan.failed > 0 ? `${counted(scan.failed, "file", "files")} could not be read` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "No music files found yet." : `${parts.join(", ")}.`;
}

/** Whether the scan can be taken up where it stopped. */
export function isResumable(scan: Scan): boolean {
  return scan.state === "cancelled" || scan.state === "interrupted" || scan.state === "failed";
}

/** 0..1, null while the number of files is unknown. */
export function scanShare(scan: Scan): number | null {
  return scan.state === "listing" || scan.total === 0 ? null : scan.done / scan.total;
}
