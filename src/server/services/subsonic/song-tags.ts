/** From a song as the server tells it to the rows of the library. Pure but for the hash. */
import { createHash } from "node:crypto";
import type { SubsonicSong } from "../../../sources/subsonic/answer-schemas.ts";
import type { TaggedFile } from "../../db/repositories/scanned-file-repository.ts";
import type { KnownSong } from "../../db/repositories/subsonic-song-repository.ts";

/** Changes with whatever the listener sees of a song, and with what its mood is guessed from. */
export function tagHashOf(song: SubsonicSong): string {
  const { title, artist, album, genres, durationMs, mimeType, coverArtId, bpm, moods, isrcs } = song;
  const seen = [title, artist, album, genres, durationMs, mimeType, coverArtId, bpm, moods, isrcs];
  return createHash("sha256").update(JSON.stringify(seen)).digest("base64url").slice(0, 22);
}

/** Whether what was measured of its sound may no longer be true. */
export function hasOtherSound(song: SubsonicSong, known: KnownSong): boolean {
  return song.sizeBytes !== known.sizeBytes || song.createdAtMs !== known.modifiedAtMs;
}

export function toTaggedFile(song: SubsonicSong): TaggedFile {
  const { title, artist, album, genres, durationMs, mimeType } = song;
  return {
    path: song.id,
    sizeBytes: song.sizeBytes,
    modifiedAtMs: song.createdAtMs,
    title,
    artist,
    album,
    genres,
    durationMs,
    hasCover: song.coverArtId !== null,
    mimeType,
  };
}
