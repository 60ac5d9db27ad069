/** Brings one song's sound into a file of this machine, for the time that its analysis takes. */
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MoodSyncError } from "../../../core/errors.ts";
import { SERVER_TITLE } from "../../../sources/subsonic/subsonic-client.ts";
import { serviceError, toConnectionError } from "../../../sources/services/service-errors.ts";
import type { SourceWith } from "../../../sources/music-source.ts";

export interface FetchSoundOptions {
  /** Absolute path; the file must not be there yet. */
  file: string;
  signal: AbortSignal;
  /** Without a byte for so long it is given up; default 60 s. */
  stallMs?: number;
  /** Default 1 GiB. */
  maxBytes?: number;
}

const DEFAULT_STALL_MS = 60_000;
const DEFAULT_MAX_BYTES = 1024 ** 3;

/**
 * @returns how many bytes came
 * @throws MoodSyncError `audio.too-large`, `service.timeout`, `service.unreachable` where it broke off, and as
 *   `openStream` does; the reason of `signal`
 */
export async function fetchSound(
  source: SourceWith<"openStream">,
  location: string,
  { file, signal, stallMs = DEFAULT_STALL_MS, maxBytes = DEFAULT_MAX_BYTES }: FetchSoundOptions,
): Promise<number> {
  const { body, lengthBytes } = await source.openStream(location, { signal });
  if (lengthBytes !== null && lengthBytes > maxBytes) {
    await body.cancel();
    throw tooLarge(maxBytes);
  }
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), stallMs);
  let received = 0;
  async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), stallMs);
      received += chunk.byteLength;
      if (received > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  }
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's stream of bytes and the web's differ in name alone
    const bytes = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    const ends = AbortSignal.any([signal, stalled.signal]);
    await pipeline(bytes, watched, createWriteStream(file, { flags: "wx", mode: 0o600 }), { signal: ends });
    if (lengthBytes !== null && received < lengthBytes) throw serviceError("service.unreachable", SERVER_TITLE);
    return received;
  } catch (error) {
    await rm(file, { force: true });
    signal.throwIfAborted();
    if (stalled.signal.aborted)
      throw serviceError("service.timeout", SERVER_TITLE, { details: { timeoutMs: stallMs } });
    if (isDiskError(error)) throw diskError(error);
    throw toConnectionError(error, SERVER_TITLE);
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(maxBytes: number): MoodSyncError {
  return new MoodSyncError("audio.too-large", "The song is too large to be fetched for measuring.", {
    kind: "too-large",
    details: { maxBytes },
  });
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

function diskError(cause: Error): MoodSyncError {
  return new MoodSyncError("storage.full", "The disk is full: songs cannot be fetched for measuring.", {
    kind: "storage-full",
    cause,
  });
}
