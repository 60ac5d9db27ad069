/** Shows which tracks are copies of one recording, and keeps what the listener says against it. */
import type { DuplicateList, NotSameAnswer } from "../../contracts/duplicates.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";
import { regroup } from "./library-work/copies-work.ts";
import type { LibraryWork } from "./library-work/library-work.ts";

export interface DuplicateService {
  list(page: { limit: number; offset: number }): Promise<DuplicateList>;
  /**
   * Tells a track apart from others, or takes that back; groups change at once.
   * @throws MoodSyncError `track.not-found`, `duplicates.not-in-a-group`, `duplicates.same-track`
   */
  setNotSame(wish: {
    trackId: number;
    others?: readonly number[] | undefined;
    notSame: boolean;
  }): Promise<NotSameAnswer>;
}

export interface DuplicateDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  candidates: CandidateStore;
  work: LibraryWork;
}

export function createDuplicateService(dependencies: DuplicateDependencies): DuplicateService {
  const { storage, userId, clock, candidates, work } = dependencies;

  return {
    async list(page) {
      const groups = await storage.copies.groups(userId, page);
      const ids = groups.flatMap(({ copies }) => copies.map(({ trackId }) => trackId));
      const tracks = new Map((await storage.tracks.findMany(userId, ids)).map((track) => [track.id, track]));
      const { groups: total, extraTracks } = await storage.copies.count(userId);
      return {
        groups: groups.map(({ id, copies }) => ({
          id,
          copies: copies.flatMap(({ trackId, ...copy }) => {
            const track = tracks.get(trackId);
            return track ? [{ track, ...copy }] : [];
          }),
        })),
        total,
        extraTracks,
        searching: await work.isBehind("copies"),
      };
    },
    async setNotSame({ trackId, others: named, notSame }) {
      const others = [...new Set(named ?? (await storage.copies.others(userId, trackId)))];
      if (others.includes(trackId)) {
        throw new MoodSyncError("duplicates.same-track", "A track cannot be told apart from itself.", {
          kind: "invalid-input",
        });
      }
      const all = [trackId, ...others];
      const found = new Set((await storage.tracks.findMany(userId, all)).map(({ id }) => id));
      if (!all.every((id) => found.has(id))) {
        throw new MoodSyncError("track.not-found", "There is no such track.", { kind: "not-found" });
      }
      if (others.length === 0) {
        throw new MoodSyncError("duplicates.not-in-a-group", "This track has no other copy to be told apart from.", {
          kind: "conflict",
        });
      }
      const touched = await storage.inTransaction(async (repositories) => {
        const pairs = others.map((other): [number, number] => [trackId, other]);
        await repositories.copies.setNotSame(userId, pairs, notSame ? clock() : null);
        return await regroup(repositories, userId, all);
      });
      await candidates.refresh(touched);
      return { trackId, others, notSame };
    },
  };
}
