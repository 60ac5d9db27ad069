/** Songs and playlists for the tests of this folder. */
import type { Playlist } from "../../contracts/playlists.ts";
import type { Track } from "../../contracts/tracks.ts";

/** A playable song; its title is `Song <id>`. */
export function song(id: number, changes: Partial<Track> = {}): Track {
  return {
    id,
    source: "local",
    title: `Song ${id}`,
    artist: `Artist ${id}`,
    album: null,
    genre: null,
    durationMs: 180_000,
    hasCover: false,
    liked: false,
    path: `${id}.mp3`,
    mimeType: "audio/mpeg",
    features: null,
    problem: null,
    ...changes,
  };
}

/** A playlist of songs with these ids, in this order. */
export function playlistOf(id: number, trackIds: readonly number[], changes: Partial<Playlist> = {}): Playlist {
  return {
    id,
    version: 1,
    name: null,
    saved: false,
    standing: false,
    createdAtMs: 0,
    changedAtMs: 0,
    emotion: "happy",
    mood: "happy",
    target: { valence: 0.8, arousal: 0.4 },
    durationMs: trackIds.length * 180_000,
    journey: { kind: "match", path: [{ valence: 0.8, arousal: 0.4 }], radius: null },
    entries: trackIds.map((trackId, position) => ({
      position,
      track: song(trackId),
      distance: 0.1,
      reason: `because of ${trackId}`,
      waypoint: 0,
    })),
    note: null,
    ...changes,
  };
}
