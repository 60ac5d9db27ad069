/** Takes in what other programs wrote: playlists become playlists, histories become listens, likes become likes. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ImportOutcome, MissingEntries, MissingSearch } from "../../contracts/exchange.ts";
import { MOST_TRACKS } from "../../contracts/playlists.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { MatchableTrack } from "../db/repositories/song-match-repository.ts";
import type { Storage } from "../db/storage.ts";
import { matchSongs } from "../exchange/match-songs.ts";
import { countMissing, toMissingEntries, toMissingSong } from "../exchange/missing-songs.ts";
import { newListens } from "../exchange/new-listens.ts";
import type { CompactImport } from "../exchange/compact-import.ts";
import { readImportApart } from "../exchange/read-import-apart.ts";
import type { SongReference } from "../exchange/song-reference.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { KeptPlaylists } from "./kept-playlists.ts";
import type { PlaylistService } from "./playlist-service.ts";

export interface ImportService {
  /**
   * Imports a file, or says what would be imported. What is there already is not added again, so that a file may be given twice.
   * @throws MoodSyncError `import.unknown-format`, `import.broken`, `import.empty`, `import.too-large`,
   *   `import.too-long`, `import.nothing-found`
   */
  importFile(bytes: Uint8Array, options: { name: string; dryRun: boolean }): Promise<ImportOutcome>;
  /** What an imported playlist named and the library lacks. @throws MoodSyncError `playlist.not-found` */
  missing(playlistId: number): Promise<MissingEntries>;
  /** Looks for those songs again and puts what is found at the playlist's end. @throws as `missing`, and `playlist.changed` */
  findMissing(playlistId: number): Promise<MissingSearch>;
}

export interface ImportDependencies {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  playlists: Pick<PlaylistService, "get">;
  kept: Pick<KeptPlaylists, "createOwn" | "change">;
  clock: () => number;
}

/** Kept in one transaction; other requests pass between two. */
const LISTENS_AT_ONCE = 2000;

type Kind<K extends CompactImport["kind"]> = Extract<CompactImport, { kind: K }>;

export function createImportService(dependencies: ImportDependencies): ImportService {
  const { storage, userId, candidates, playlists, kept, clock } = dependencies;
  const match = (songs: readonly SongReference[]) => matchSongs(storage.songMatches, userId, songs);

  const importPlaylist = async (file: Kind<"playlist">, name: string, dryRun: boolean): Promise<ImportOutcome> => {
    if (file.songs.length > MOST_TRACKS) throw tooLong(file.songs.length);
    const matched = await match(file.songs);
    const tracks = matched.flatMap((track) => track ?? []);
    const outcome = { ...outcomeOf(file, matched, once(file.songs), { dryRun, added: tracks.length }), name };
    if (dryRun) return outcome;
    if (tracks.length === 0) throw nothingFound(file.songs.length);
    const trackIds = tracks.map(({ trackId }) => trackId);
    const missing = toMissingEntries(file.songs, matched);
    const { id } = await kept.createOwn({ name, trackIds }, ({ imports }, made) =>
      imports.replaceMissing(userId, made, missing),
    );
    return { ...outcome, playlistId: id };
  };

  const importHistory = async (file: Kind<"history">, dryRun: boolean): Promise<ImportOutcome> => {
    const matched = await match(file.songs);
    const trackIds = idsOf(matched);
    const known = await storage.imports.listenTimes(userId, trackIds);
    const listens = newListens(file, matched, known);
    const times = new Int32Array(file.songs.length);
    for (const song of file.songOf) times[song]!++;
    let added = listens.length;
    if (!dryRun) {
      added = 0;
      for (let from = 0; from < listens.length; from += LISTENS_AT_ONCE, await nextTurn()) {
        const some = listens.slice(from, from + LISTENS_AT_ONCE);
        added += await storage.inTransaction(({ imports }) => imports.insertListens(userId, file.format, some));
      }
      await candidates.refresh([...new Set(listens.map(({ trackId }) => trackId))]);
    }
    return outcomeOf(file, matched, times, { dryRun, added });
  };

  const importLikes = async (file: Kind<"likes">, dryRun: boolean): Promise<ImportOutcome> => {
    const matched = await match(file.songs);
    const trackIds = idsOf(matched);
    const liked = await storage.imports.likedAmong(userId, trackIds);
    const fresh = trackIds.filter((id) => !liked.has(id));
    if (!dryRun) {
      const givenAtMs = clock();
      await storage.inTransaction(async ({ tracks, feedback }) => {
        for (const trackId of fresh) {
          await tracks.setLiked(userId, trackId, true);
          await feedback.insert(userId, { trackId, playlistId: null, kind: "like", givenAtMs, target: null });
        }
      });
      await candidates.refresh(fresh);
    }
    return outcomeOf(file, matched, once(file.songs), { dryRun, added: fresh.length });
  };

  const readMissing = async (playlistId: number) => {
    const playlist = await playlists.get(playlistId);
    return { playlist, entries: await storage.imports.missing(userId, playlistId) };
  };

  return {
    async importFile(bytes, { name, dryRun }) {
      const file = await readImportApart(bytes, name, clock());
      if (file.kind === "history") return await importHistory(file, dryRun);
      if (file.kind === "likes") return await importLikes(file, dryRun);
      return await importPlaylist(file, file.name ?? nameOfFile(name), dryRun);
    },
    async missing(playlistId) {
      const { entries } = await readMissing(playlistId);
      return { playlistId, songs: entries.map(toMissingSong) };
    },
    async findMissing(playlistId) {
      const { playlist, entries } = await readMissing(playlistId);
      const matched = await match(entries);
      const found = matched.flatMap((track) => track?.trackId ?? []);
      if (found.length > 0) {
        const trackIds = [...playlist.entries.map(({ track }) => track.id), ...found];
        const still = entries.filter((_, i) => matched[i] === null);
        await kept.change(playlistId, { version: playlist.version, trackIds }, ({ imports }) =>
          imports.replaceMissing(userId, playlistId, still),
        );
      }
      return { found: found.length, stillMissing: entries.length - found.length };
    },
  };
}

/** @param times how often the file names each of its songs */
function outcomeOf(
  { kind, format, songs, unusable }: CompactImport,
  matched: readonly (MatchableTrack | null)[],
  times: ArrayLike<number>,
  counts: Pick<ImportOutcome, "dryRun" | "added">,
): ImportOutcome {
  const missing = countMissing(songs, matched, times);
  const usable = songs.reduce((sum, _, i) => sum + times[i]!, 0);
  const present = usable - missing.entries;
  const rest = { matched: present, alreadyKnown: present - counts.added, unusable, missing, playlistId: null };
  return { kind, format, name: null, entries: usable + unusable, ...rest, ...counts };
}

function once(songs: readonly SongReference[]): number[] {
  return songs.map(() => 1);
}

function idsOf(matched: readonly (MatchableTrack | null)[]): number[] {
  return [...new Set(matched.flatMap((track) => track?.trackId ?? []))];
}

/** The file's name without its ending and folders. */
function nameOfFile(name: string): string {
  const file = name.split(/[\\/]/u).at(-1) ?? "";
  return (
    file
      .replace(/\.\w{1,5}$/u, "")
      .trim()
      .slice(0, 200) || "Imported playlist"
  );
}

function tooLong(songs: number): MoodSyncError {
  const message = `The playlist names ${songs} songs; at most ${MOST_TRACKS} can be in one. Divide the file.`;
  return new MoodSyncError("import.too-long", message, { kind: "invalid-input", details: { songs } });
}

function nothingFound(songs: number): MoodSyncError {
  const message = `None of the ${songs} songs that the file names is in your library, so no playlist was made.`;
  return new MoodSyncError("import.nothing-found", message, { kind: "not-found", details: { songs } });
}
