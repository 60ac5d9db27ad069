/** A playlist while it is edited, as pure data: songs moved, taken out, put in. Sending it is left to playlist-editor. */
import type { Playlist } from "../../../contracts/playlists.ts";
import type { Track } from "../../../contracts/tracks.ts";

export interface EditedSong {
  /** Tells apart two places of the same song. */
  key: number;
  track: Track;
}

export interface EditedList {
  songs: readonly EditedSong[];
  nextKey: number;
}

export function editedList({ entries }: Pick<Playlist, "entries">): EditedList {
  return { songs: entries.map(({ track }, key) => ({ key, track })), nextKey: entries.length };
}

/** One song at another place; places beyond the ends are the ends. */
export function withMoved(list: EditedList, key: number, to: number): EditedList {
  const from = list.songs.findIndex((song) => song.key === key);
  const place = Math.max(0, Math.min(list.songs.length - 1, to));
  const song = list.songs[from];
  if (song === undefined || from === place) return list;
  const songs = list.songs.filter((one) => one.key !== key);
  songs.splice(place, 0, song);
  return { ...list, songs };
}

export function without(list: EditedList, key: number): EditedList {
  return { ...list, songs: list.songs.filter((song) => song.key !== key) };
}

/** A song at the end, or back at a place. */
export function withAdded(list: EditedList, track: Track, at = list.songs.length): EditedList {
  const songs = [...list.songs];
  songs.splice(at, 0, { key: list.nextKey, track });
  return { songs, nextKey: list.nextKey + 1 };
}

export function trackIdsOf({ songs }: EditedList): number[] {
  return songs.map(({ track }) => track.id);
}
