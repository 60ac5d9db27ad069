/** Writes the report page; whether that will be possible is found out before anything is measured. */
import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { MoodSyncError } from "../../core/errors.ts";

/** @throws MoodSyncError `report.unwritable` where the folder is missing or closed, or `file` is a folder */
export async function checkReportFile(file: string): Promise<void> {
  const existing = await stat(file).catch(() => null);
  if (existing !== null && !existing.isFile()) throw unwritable(file, "it is not a file");
  await access(path.dirname(path.resolve(file)), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw unwritable(file, cause.code === "ENOENT" ? "its folder does not exist" : "its folder is closed", cause);
  });
}

/** Writes beside the file and renames, so that an old report is whole until the new one is. @throws MoodSyncError `report.unwritable` */
export async function writeReportFile(file: string, content: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw unwritable(file, "the disk refused it", error);
  }
}

function unwritable(file: string, why: string, cause?: unknown): MoodSyncError {
  const full = cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
  return new MoodSyncError(
    "report.unwritable",
    `The report ${file} cannot be written: ${full ? "the disk is full" : why}.`,
    {
      kind: full ? "storage-full" : "invalid-input",
      cause,
    },
  );
}
