/**
 * Writes files that are there whole or not at all: what could go wrong is looked at before the work begins, and each file is
 * written beside its place first. Several are put in place together, at the very end.
 */
import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { MoodSyncError } from "../../core/errors.ts";

export interface NewFile {
  file: string;
  content: Uint8Array;
}

/**
 * Finds out whether `file` can be made.
 * @param replace whether a file that is there may go
 * @throws MoodSyncError `output.exists`, `output.unwritable`
 */
export async function checkNewFile(file: string, replace: boolean): Promise<void> {
  const existing = await stat(file).catch(() => null);
  if (existing !== null && !existing.isFile()) throw unwritable(file, "it is not a file");
  if (existing !== null && !replace) {
    throw new MoodSyncError("output.exists", `${file} is there already; --force replaces it.`, {
      kind: "invalid-input",
    });
  }
  await access(path.dirname(path.resolve(file)), constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw unwritable(file, cause.code === "ENOENT" ? "its folder does not exist" : "its folder is closed", cause);
  });
}

/** Writes all of them, or, where one fails, none. @throws MoodSyncError `output.exists`, `output.unwritable` */
export async function writeNewFiles(files: readonly NewFile[], replace: boolean): Promise<void> {
  const partial = ({ file }: NewFile): string => `${file}.${process.pid}.partial`;
  let at = files[0]?.file ?? "";
  try {
    for (const one of files) {
      at = one.file;
      await writeFile(partial(one), one.content, { flush: true });
    }
    for (const { file } of files) await checkNewFile(file, replace);
    for (const one of files) {
      at = one.file;
      await rename(partial(one), one.file);
    }
  } catch (error) {
    await Promise.all(files.map((one) => rm(partial(one), { force: true })));
    throw error instanceof MoodSyncError ? error : unwritable(at, "the disk refused it", error);
  }
}

function unwritable(file: string, why: string, cause?: unknown): MoodSyncError {
  const full = cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
  return new MoodSyncError("output.unwritable", `${file} cannot be written: ${full ? "the disk is full" : why}.`, {
    kind: full ? "storage-full" : "invalid-input",
    cause,
  });
}
