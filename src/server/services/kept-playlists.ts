/** Playlists that the listener keeps: named, put together, edited, copied, deleted, listed, written as a file. */
import path from "node:path";
import type {
  NewOwnPlaylist,
  Playlist,
  PlaylistChange,
  PlaylistList,
  PlaylistSummary,
} from "../../contracts/playlists.ts";
import { moodNameWord } from "../../core/affect/mood-names.ts";
import { describeMood } from "../../core/affect/mood-words.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { m3uTitle, writeM3u } from "../../core/m3u-file.ts";
import type {
  StoredPlaylist,
  StoredPlaylistEntry,
  StoredPlaylistSummary,
} from "../db/repositories/playlist-repository.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import { presentPlaylist, requirePlaylist } from "./playlist-service.ts";

export interface PlaylistFile {
  /** Without extension. */
  name: string;
  text: string;
  /** Tracks that the file cannot name. */
  left: number;
}

/** What is written in the same transaction, kept with the list or not at all. */
export type Alongside = (repositories: Repositories, playlistId: number) => Promise<void>;

export interface KeptPlaylists {
  /** @throws MoodSyncError `playlist.unknown-tracks` */
  createOwn(wish: NewOwnPlaylist, alongside?: Alongside): Promise<Playlist>;
  /** A saved list with the same tracks. @throws MoodSyncError `playlist.not-found` */
  copy(id: number, name: string): Promise<Playlist>;
  /** @throws MoodSyncError `playlist.not-found`, `playlist.changed`, `playlist.standing`, `playlist.unknown-tracks` */
  change(id: number, change: PlaylistChange, alongside?: Alongside): Promise<Playlist>;
  /** @throws MoodSyncError `playlist.not-found`, `playlist.standing` */
  remove(id: number): Promise<void>;
  list(query: { which: "saved" | "all"; limit: number; offset: number }): Promise<PlaylistList>;
  /** As M3U. @throws MoodSyncError `playlist.not-found` */
  file(id: number, paths: "absolute" | "relative"): Promise<PlaylistFile>;
  /** Forgets lists that nobody kept, a few at a time; says how many. */
  prune(): Promise<number>;
}

/** What was made, not kept, and never played from is forgotten after a month. */
export const UNKEPT_FOR_MS = 30 * 24 * 3_600_000;
/** Few enough that nothing else waits for long. */
const PRUNED_AT_ONCE = 200;
const MOST_NAMED = 20;

export function createKeptPlaylists(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
  folder: Pick<LibraryFolderService, "get">;
}): KeptPlaylists {
  const { storage, userId, clock, folder } = dependencies;
  const present = async (id: number): Promise<Playlist> =>
    await presentPlaylist(storage, userId, await requirePlaylist(storage, userId, id));

  return {
    async createOwn({ name, trackIds }, alongside) {
      const id = await storage.inTransaction(async (repositories) => {
        const entries = await enter(repositories, userId, trackIds, []);
        const target = await middleOf(repositories, userId, trackIds);
        const own = { createdAtMs: clock(), mood: null, target, journey: null, name, note: null, entries };
        const made = await repositories.playlists.insert(userId, own);
        await alongside?.(repositories, made);
        return made;
      });
      return await present(id);
    },
    async copy(id, name) {
      const copied = await storage.inTransaction(async ({ playlists }) => {
        const { mood, target, journey, note, entries } = await requirePlaylist({ playlists }, userId, id);
        return await playlists.insert(userId, { createdAtMs: clock(), mood, target, journey, name, note, entries });
      });
      return await present(copied);
    },
    async change(id, { version, name, trackIds }, alongside) {
      await storage.inTransaction(async (repositories) => {
        const before = await requirePlaylist(repositories, userId, id);
        refuseStanding(before);
        const entries =
          trackIds === undefined ? undefined : await enter(repositories, userId, trackIds, before.entries);
        const kept = await repositories.playlists.change(userId, id, version, {
          changedAtMs: clock(),
          // Whoever edits a list wants to have it.
          name: name ?? before.name ?? nameFor(before),
          ...(entries === undefined ? {} : { entries }),
        });
        if (!kept) throw changedMeanwhile(before.version);
        await alongside?.(repositories, id);
      });
      return await present(id);
    },
    async remove(id) {
      await storage.inTransaction(async ({ playlists }) => {
        refuseStanding(await requirePlaylist({ playlists }, userId, id));
        await playlists.remove(userId, id);
      });
    },
    async list(query) {
      const { playlists, total } = await storage.playlists.list(userId, query);
      return {
        playlists: playlists.map(summarise),
        total,
      };
    },
    async file(id, paths) {
      const kept = await requirePlaylist(storage, userId, id);
      const { entries } = await presentPlaylist(storage, userId, kept);
      const root = paths === "absolute" ? ((await folder.get()).folder ?? "") : null;
      const resolve = (inside: string): string => (root === null ? inside : path.join(root, ...inside.split("/")));
      const name = kept.name ?? nameFor(kept);
      const tracks = entries.map(({ track }) => track);
      const { lines, left } = writeM3u(tracks, { resolve, name });
      const said = left.map((track) => `# Left out, not a file of the music folder: ${m3uTitle(track)}`);
      return { name, text: [...lines, ...said, ""].join("\n"), left: left.length };
    },
    prune: () =>
      storage.inTransaction(({ playlists }) => playlists.prune(userId, clock() - UNKEPT_FOR_MS, PRUNED_AT_ONCE)),
  };
}

function summarise(kept: StoredPlaylistSummary): PlaylistSummary {
  const { id, version, name, standing, createdAtMs, changedAtMs, emotion, mood, target, durationMs, tracks } = kept;
  const facts = { id, version, name, saved: name !== null, standing, createdAtMs, changedAtMs, emotion, mood, target };
  return { ...facts, durationMs, tracks, journey: kept.journey?.kind ?? null };
}

/** "Happy", or "Sad to calm" for a list that moved there. */
function nameFor({ mood, target, journey }: StoredPlaylist): string {
  const start = mood === null ? describeMood(target) : moodNameWord(mood);
  const end = journey?.kind === "shift" ? describeMood(journey.path.at(-1) ?? target) : start;
  const name = end === start ? start : `${start} to ${end}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function refuseStanding({ standing }: Pick<StoredPlaylist, "standing">): void {
  if (!standing) return;
  throw new MoodSyncError("playlist.standing", "This list renews itself. Save a copy, and change that.", {
    kind: "conflict",
  });
}

function changedMeanwhile(version: number): MoodSyncError {
  return new MoodSyncError(
    "playlist.changed",
    "This playlist was changed elsewhere in the meantime. Load it again, then repeat your change.",
    { kind: "conflict", details: { version } },
  );
}

/**
 * Entries for tracks in a new order: those that were there before keep why they are.
 * @throws MoodSyncError `playlist.unknown-tracks`
 */
async function enter(
  { tracks }: Pick<Repositories, "tracks">,
  userId: number,
  trackIds: readonly number[],
  before: readonly StoredPlaylistEntry[],
): Promise<StoredPlaylistEntry[]> {
  const known = new Set((await tracks.findMany(userId, [...new Set(trackIds)])).map(({ id }) => id));
  const unknown = [...new Set(trackIds)].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new MoodSyncError("playlist.unknown-tracks", "Some of these tracks are not in the library.", {
      kind: "invalid-input",
      details: { trackIds: unknown.slice(0, MOST_NAMED) },
    });
  }
  const was = new Map(before.map((entry) => [entry.trackId, entry]));
  return trackIds.map(
    (trackId) => was.get(trackId) ?? { trackId, distance: null, reason: "You put it in", waypoint: null },
  );
}

/** Where a list of the listener's own lies: the mean of its tracks' points; the middle of the plane where none is known. */
async function middleOf(
  { tracks }: Pick<Repositories, "tracks">,
  userId: number,
  trackIds: readonly number[],
): Promise<{ valence: number; arousal: number }> {
  const found = await tracks.findMany(userId, [...new Set(trackIds)]);
  const points = found.flatMap(({ features }) => features ?? []);
  return { valence: mean(points.map(({ valence }) => valence)), arousal: mean(points.map(({ arousal }) => arousal)) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
