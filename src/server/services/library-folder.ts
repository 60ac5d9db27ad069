/** Which folder the music is in: MUSIC_DIR where it is set, else what the listener chose. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import type { LibraryFolder } from "../../contracts/library.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";

export interface LibraryFolderService {
  get(): Promise<LibraryFolder>;
  /** @throws MoodSyncError `folder.fixed`, `folder.not-absolute`, `folder.not-found`, `folder.unreadable` */
  set(folder: string): Promise<LibraryFolder>;
  /** The folder's absolute path. @throws MoodSyncError `folder.not-set` */
  require(): Promise<string>;
}

export interface LibraryFolderDependencies {
  storage: Storage;
  userId: number;
  /** The folder that the environment fixes, or null. */
  musicDir: string | null;
}

export function createLibraryFolderService(dependencies: LibraryFolderDependencies): LibraryFolderService {
  const { storage, userId, musicDir } = dependencies;
  const chosen = async () => musicDir ?? (await storage.settings.get(userId, "music-folder"));

  return {
    async get() {
      const folder = await chosen();
      return { folder, readable: folder !== null && (await isFolder(folder)), fromEnvironment: musicDir !== null };
    },
    async set(given) {
      if (musicDir !== null) {
        throw new MoodSyncError("folder.fixed", "MUSIC_DIR names the music folder; unset it to choose another.", {
          kind: "conflict",
        });
      }
      const folder = await checkFolder(given);
      await storage.settings.set(userId, "music-folder", folder);
      return { folder, readable: true, fromEnvironment: false };
    },
    async require() {
      const folder = await chosen();
      if (folder !== null) return folder;
      throw new MoodSyncError("folder.not-set", "No music folder is chosen yet.", { kind: "conflict" });
    },
  };
}

/** Whether a path is, now, a folder that can be read. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isDirectory()) return false;
    await access(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function checkFolder(given: string): Promise<string> {
  if (!isAbsolute(given) || given.includes("\0")) {
    throw new MoodSyncError("folder.not-absolute", "Give the folder's whole path, from the root.", {
      kind: "invalid-input",
    });
  }
  const folder = resolve(given);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    throw new MoodSyncError("folder.not-found", "There is no folder at this path.", { kind: "invalid-input" });
  }
  if (!(await isFolder(folder))) {
    throw new MoodSyncError("folder.unreadable", "The folder is there but may not be read.", { kind: "invalid-input" });
  }
  return folder;
}
