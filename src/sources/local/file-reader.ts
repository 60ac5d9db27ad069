/** Reads pieces of a file by position, never more than is asked for; formats are told apart elsewhere. */
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { MoodSyncError } from "../../core/errors.ts";
import { fileError } from "./audio-errors.ts";

export interface FileReader {
  readonly sizeBytes: number;
  /** Up to `length` bytes from `position`; fewer at the end of the file, none beyond it. */
  read(position: number, length: number): Promise<Buffer>;
}

/**
 * Opens a file, hands a reader to `use` and closes the file whatever happens.
 * @throws MoodSyncError `file.not-found` or `file.unreadable` (also for what is no regular file); whatever `use` throws.
 */
export async function withFile<T>(absolutePath: string, use: (file: FileReader) => Promise<T>): Promise<T> {
  const handle = await openRegular(absolutePath);
  try {
    const sizeBytes = (await handle.stat()).size;
    return await use({ sizeBytes, read: (position, length) => readAt(handle, position, length) });
  } finally {
    await handle.close();
  }
}

async function openRegular(absolutePath: string): Promise<FileHandle> {
  let handle: FileHandle | null = null;
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    handle = await open(absolutePath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return handle;
  } catch (error) {
    throw fileError(error);
  }
  await handle.close();
  throw new MoodSyncError("file.unreadable", "This is no regular file.", { kind: "forbidden" });
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
