/**
 * Rendered sound on disk: made when first asked for, kept up to a limit, what was played longest ago goes first. Losing it
 * costs time and nothing else. A file is written under another name and renamed, so that a half-written one is never played.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, statfs, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MoodSyncError } from "../../core/errors.ts";

export interface AudioCacheOptions {
  folder: string;
  /** What all files together may take. */
  limitBytes: number;
  /** Part of every name: sound made by another version is not used. */
  version: number;
}

export interface AudioCache {
  /** The file of a key, made by `render` where it is missing; asked for twice at once, it is made once if that succeeds. */
  get(key: string, render: () => Promise<Uint8Array>): Promise<string>;
  has(key: string): Promise<boolean>;
  /** Forgets a key; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** Takes away what a crash left half-written, what another version made, and what is over the limit. */
  tidy(): Promise<void>;
}

const KEY = /^[a-z0-9-]{1,80}$/;
const DRAFT = ".part";
/** A draft this old is nobody's any more. */
const DRAFT_LOST_MS = 3_600_000;
/** Left free on the disk, whatever the limit says. */
const SPARE_BYTES = 64 * 1024 * 1024;

export function createAudioCache({ folder, limitBytes, version }: AudioCacheOptions): AudioCache {
  const making = new Map<string, Promise<string>>();
  const suffix = `.v${version}.wav`;
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new TypeError(`not a key of the audio cache: ${key.slice(0, 100)}`);
    return join(folder, `${key}${suffix}`);
  };
  const make = async (file: string, render: () => Promise<Uint8Array>): Promise<string> => {
    const bytes = await render();
    await evict(folder, limitBytes - bytes.length);
    await writeWhole(folder, file, bytes);
    return file;
  };

  const get = async (key: string, render: () => Promise<Uint8Array>): Promise<string> => {
    const file = fileOf(key);
    if (await touch(file)) return file;
    const others = making.get(key);
    if (others) {
      // Theirs may have been called off; ours was not.
      return await others.catch(() => get(key, render));
    }
    const own = make(file, render).finally(() => making.delete(key));
    making.set(key, own);
    return await own;
  };

  return {
    get,
    has: async (key) => (await sizeOf(fileOf(key))) !== null,
    remove: async (key) => await rm(fileOf(key), { force: true }),
    async tidy() {
      for (const name of await namesIn(folder)) {
        const file = join(folder, name);
        const lost =
          name.endsWith(DRAFT) && Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? 0) > DRAFT_LOST_MS;
        if (lost || (name.endsWith(".wav") && !name.endsWith(suffix))) await rm(file, { force: true });
      }
      await evict(folder, limitBytes);
    },
  };
}

/** Notes that the file was used, in its time of access alone: its date of change stands for its content. */
async function touch(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  if (facts === null) return false;
  await utimes(file, new Date(), facts.mtime).catch(() => undefined);
  return true;
}

async function sizeOf(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.size ?? null;
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

/** Takes files away, those used longest ago first, until the rest is within `limitBytes`. */
async function evict(folder: string, limitBytes: number): Promise<void> {
  const files = [];
  for (const name of await namesIn(folder)) {
    const facts = name.endsWith(".wav") ? await stat(join(folder, name)).catch(() => null) : null;
    if (facts) files.push({ name, size: facts.size, usedAtMs: facts.atimeMs });
  }
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (total <= limitBytes) return;
    // A file that is being sent stays readable for whoever has it open, except on Windows, where it stays.
    await rm(join(folder, name), { force: true }).catch(() => undefined);
    total -= size;
  }
}

/** @throws MoodSyncError `storage.full`, `storage.unwritable` */
async function writeWhole(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `${randomUUID()}${DRAFT}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await requireRoom(folder, bytes.length);
    await writeFile(draft, bytes, { mode: 0o600, flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw toStorageProblem(error);
  }
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const facts = await statfs(folder).catch(() => null);
  // Some file systems know no number of free blocks and say 0 of 0.
  if (facts === null || facts.blocks === 0) return;
  if (facts.bavail * facts.bsize < bytes + SPARE_BYTES) throw diskFull(undefined);
}

function toStorageProblem(error: unknown): unknown {
  if (error instanceof MoodSyncError) return error;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return diskFull(error);
  return new MoodSyncError("storage.unwritable", "The data folder cannot be written to. Check its permissions.", {
    kind: "unavailable",
    cause: error,
  });
}

function diskFull(cause: unknown): MoodSyncError {
  return new MoodSyncError("storage.full", "The disk is full: nothing more can be kept until there is room.", {
    kind: "storage-full",
    ...(cause === undefined ? {} : { cause }),
  });
}
