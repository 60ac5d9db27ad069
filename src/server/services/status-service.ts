/** What a client needs to know first, gathered from the others. */
import type { Status } from "../../contracts/status.ts";
import type { Storage } from "../db/storage.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { ScanService } from "./scan-service.ts";

export interface StatusService {
  get(): Promise<Status>;
}

export function createStatusService(dependencies: {
  storage: Storage;
  userId: number;
  folder: LibraryFolderService;
  scans: ScanService;
  version: string;
}): StatusService {
  const { storage, userId, folder, scans, version } = dependencies;
  return {
    async get() {
      const { tracks, playable } = await storage.tracks.count(userId);
      const { folder: path } = await folder.get();
      return { name: "moodsync", version, tracks, playable, folder: path, scanning: await scans.isRunning() };
    },
  };
}
