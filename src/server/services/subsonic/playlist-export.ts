/** Saves a playlist made here on the Subsonic server; saved before, it is filled anew. */
import type { SavedSubsonicPlaylist } from "../../../contracts/subsonic.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { SubsonicSource } from "../../../sources/subsonic/subsonic-source.ts";
import type { Storage } from "../../db/storage.ts";

export interface PlaylistExportDependencies {
  storage: Storage;
  userId: number;
  source: () => SubsonicSource;
  clock: () => number;
}

/**
 * Songs that this server does not have are left out and counted.
 * @param name default: what the listener would call it, such as "MoodSync happy"
 * @throws MoodSyncError `playlist.not-found`, `subsonic.nothing-to-save`, `service.not-connected`, `service.*`
 */
export async function exportPlaylist(
  id: number,
  name: string | undefined,
  { storage, userId, source, clock }: PlaylistExportDependencies,
): Promise<SavedSubsonicPlaylist> {
  const playlist = await storage.playlists.find(userId, id);
  if (!playlist) throw new MoodSyncError("playlist.not-found", "There is no such playlist.", { kind: "not-found" });
  const trackIds = playlist.entries.map(({ trackId }) => trackId);
  const songIds = await storage.subsonicSongs.songIdsOf(userId, trackIds);
  const locations = trackIds.flatMap((trackId) => songIds.get(trackId) ?? []);
  if (locations.length === 0) {
    throw new MoodSyncError("subsonic.nothing-to-save", "None of these tracks is on the music server.", {
      kind: "conflict",
    });
  }
  const before = await storage.subsonicPlaylists.find(userId, id);
  const title = name ?? before?.name ?? `MoodSync ${describeMood(playlist.emotion ?? playlist.target)}`;
  const save = (serverId: string | undefined) =>
    source().savePlaylist({ name: title, locations, ...(serverId === undefined ? {} : { id: serverId }) });
  let refreshed = before !== null;
  const saved = await save(before?.serverPlaylistId).catch(async (error: unknown) => {
    // Deleted over there in the meantime.
    if (!refreshed || !(error instanceof MoodSyncError) || error.code !== "subsonic.not-found") throw error;
    refreshed = false;
    return await save(undefined);
  });
  await storage.subsonicPlaylists.put(userId, id, { serverPlaylistId: saved.id, name: title }, clock());
  return {
    playlistId: saved.id,
    name: title,
    songs: locations.length,
    leftOut: trackIds.length - locations.length,
    refreshed,
  };
}
