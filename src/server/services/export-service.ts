/** Gives out what is kept: the library with its features, what was heard, playlists; a piece at a time, so that size does not matter. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Playlist } from "../../contracts/playlists.ts";
import type { ExportedListen } from "../db/repositories/export-repository.ts";
import type { Storage } from "../db/storage.ts";
import { LISTEN_HEADER, listenBrainzLine, listenLine, TRACK_HEADER, trackLine } from "../exchange/library-files.ts";
import { playlistToCsv, playlistToXspf } from "../exchange/playlist-files.ts";

export interface ExportService {
  /** The library as a CSV table, in pieces. */
  tracks(): AsyncGenerator<string>;
  /** Every play as a CSV table, in pieces. */
  listens(): AsyncGenerator<string>;
  /** What was listened to, as ListenBrainz keeps it, a line each, in pieces. */
  listenBrainz(): AsyncGenerator<string>;
  /** A playlist as a file. @throws MoodSyncError `playlist.not-found` */
  playlist(id: number, format: "xspf" | "csv"): Promise<{ name: string; text: string }>;
}

const ROWS_AT_ONCE = 500;

export function createExportService(dependencies: {
  storage: Storage;
  userId: number;
  playlists: { get(id: number): Promise<Playlist> };
}): ExportService {
  const { storage, userId, playlists } = dependencies;

  async function* pagesOfListens(): AsyncGenerator<ExportedListen[]> {
    for (let afterId = 0; ; await nextTurn()) {
      const page = await storage.exports.listens(userId, afterId, ROWS_AT_ONCE);
      if (page.length > 0) yield page;
      if (page.length < ROWS_AT_ONCE) return;
      afterId = page.at(-1)!.playId;
    }
  }

  return {
    async *tracks() {
      yield TRACK_HEADER;
      for (let afterId = 0; ; await nextTurn()) {
        const ids = await storage.exports.trackIds(userId, afterId, ROWS_AT_ONCE);
        const tracks = await storage.tracks.findMany(userId, ids);
        yield tracks
          .toSorted((a, b) => a.id - b.id)
          .map(trackLine)
          .join("");
        if (ids.length < ROWS_AT_ONCE) return;
        afterId = ids.at(-1)!;
      }
    },
    async *listens() {
      yield LISTEN_HEADER;
      for await (const page of pagesOfListens()) yield page.map(listenLine).join("");
    },
    async *listenBrainz() {
      for await (const page of pagesOfListens()) yield page.map((listen) => listenBrainzLine(listen) ?? "").join("");
    },
    async playlist(id, format) {
      const playlist = await playlists.get(id);
      const name = playlist.name ?? playlist.mood ?? playlist.emotion ?? "MoodSync";
      return { name, text: format === "xspf" ? playlistToXspf(playlist, name) : playlistToCsv(playlist) };
    },
  };
}
