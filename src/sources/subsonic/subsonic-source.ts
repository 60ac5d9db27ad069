/** A Subsonic server as a music source: what the client says, in the words of the library. Locations are the server's song ids. */
import { MoodSyncError } from "../../core/errors.ts";
import { imageTypeOf } from "../local/cover.ts";
import type {
  Cover,
  FoundTrack,
  MusicSource,
  PlaylistToSave,
  SourceStream,
  SourceTags,
  StreamOptions,
  StreamRange,
} from "../music-source.ts";
import type { SubsonicSong } from "./answer-schemas.ts";
import { listSongs } from "./list-songs.ts";
import type { MediaAnswer, SubsonicClient } from "./subsonic-client.ts";
import { subsonicError } from "./subsonic-errors.ts";

export interface SubsonicSourceOptions {
  client: SubsonicClient;
  /** The cover of a song where it is known already; undefined where the server has to be asked. */
  coverArtId?: (location: string) => Promise<string | null | undefined>;
}

export type SubsonicSource = Required<Omit<MusicSource, "locateFile">>;

const COVER_PX = 600;
const LARGEST_COVER_BYTES = 12 * 1024 * 1024;
/** Ids in one request: more would make an address longer than servers take. */
const SONGS_PER_REQUEST = 100;
/** What the listener waits for goes before what runs in the background. */
const URGENT = 10;

export function createSubsonicSource({ client, coverArtId }: SubsonicSourceOptions): SubsonicSource {
  return {
    id: "subsonic",
    capabilities: {
      listing: true,
      search: true,
      localFiles: false,
      streaming: true,
      covers: true,
      favourites: true,
      scrobbling: true,
      playlists: true,
      remotePlayback: false,
      analysis: "allowed",
    },
    async *list({ signal } = {}) {
      for await (const { songs } of listSongs(client, { signal })) yield* songs.map(toFoundTrack);
    },
    readTags: async (location) => toTags(await client.song(location)),
    async search(query, { limit, offset = 0, signal }) {
      const songs = await client.searchSongs(query, { count: limit, offset }, { signal, priority: URGENT });
      return songs
        .filter(({ isSong }) => isSong)
        .slice(0, limit)
        .map(toFoundTrack);
    },
    async readCover(location) {
      const known = await coverArtId?.(location);
      const id = known === undefined ? (await client.song(location)).coverArtId : known;
      return id === null ? null : await readPicture(client, id);
    },
    openStream: (location, options = {}) => openStream(client, location, options),
    setFavourite: (location, favourite) => client.star(location, favourite),
    scrobble: (location, { startedAtMs, completed }) =>
      client.scrobble(location, { startedAtMs, submission: completed }),
    savePlaylist: (playlist) => savePlaylist(client, playlist),
  };
}

export function toFoundTrack(song: SubsonicSong): FoundTrack {
  return { location: song.id, sizeBytes: song.sizeBytes, modifiedAtMs: song.createdAtMs, tags: toTags(song) };
}

function toTags(song: SubsonicSong): SourceTags {
  const { title, artist, album, durationMs, mimeType, bpm, moods, genres, isrcs } = song;
  return {
    title,
    artist,
    album,
    durationMs,
    mimeType,
    hasCover: song.coverArtId !== null,
    moods,
    genres,
    ...(bpm === null ? {} : { tempoBpm: bpm }),
    ...(isrcs[0] === undefined ? {} : { isrc: isrcs[0] }),
  };
}

async function openStream(
  client: SubsonicClient,
  location: string,
  { range, signal }: StreamOptions,
): Promise<SourceStream> {
  const answer = await client.stream(location, range ? rangeHeader(range) : null, { signal, priority: URGENT });
  if (answer.status === 416) {
    throw new MoodSyncError("range.unsatisfiable", "The range lies outside the sound.", { kind: "invalid-input" });
  }
  if (answer.body === null) throw subsonicError(70, null);
  return {
    mimeType: answer.headers.get("content-type") ?? "application/octet-stream",
    lengthBytes: wholeNumber(answer.headers.get("content-length")),
    part: answer.status === 206 ? partOf(answer) : null,
    etag: answer.headers.get("etag"),
    body: answer.body,
  };
}

function rangeHeader(range: StreamRange): string {
  return "last" in range ? `bytes=-${range.last}` : `bytes=${range.start}-${range.end ?? ""}`;
}

function partOf({ headers }: MediaAnswer): SourceStream["part"] {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  if (!match) {
    throw new MoodSyncError("service.bad-answer", "The music server sent a part of the sound and did not say which.", {
      kind: "unavailable",
    });
  }
  const [, start, end, size] = match;
  return { start: Number(start), end: Number(end), sizeBytes: size === "*" ? null : Number(size) };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** The picture; null where the server has none after all, or what it sends is no picture. */
async function readPicture(client: SubsonicClient, coverArtId: string): Promise<Cover | null> {
  const answer = await client.cover(coverArtId, COVER_PX).catch((error: unknown) => {
    if (error instanceof MoodSyncError && error.kind === "not-found") return null;
    throw error;
  });
  if (!answer?.body) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.byteLength;
    // Leaving the loop ends the stream.
    if (size > LARGEST_COVER_BYTES) return null;
    parts.push(part);
  }
  const data = new Uint8Array(Buffer.concat(parts));
  const mimeType = imageTypeOf(data);
  return mimeType === null ? null : { mimeType, data };
}

/** Servers before protocol 1.14 do not say the id of what they made: it is then found by its name. */
async function savePlaylist(client: SubsonicClient, { name, locations, id }: PlaylistToSave) {
  const first = locations.slice(0, SONGS_PER_REQUEST);
  const before = id === undefined ? new Set((await client.playlists()).map((playlist) => playlist.id)) : null;
  const told = await client.createPlaylist({ id, name, songIds: first });
  const playlistId = id ?? told ?? (await findNew(client, name, before ?? new Set()));
  for (let start = SONGS_PER_REQUEST; start < locations.length; start += SONGS_PER_REQUEST) {
    await client.addToPlaylist(playlistId, locations.slice(start, start + SONGS_PER_REQUEST));
  }
  return { id: playlistId, url: null };
}

async function findNew(client: SubsonicClient, name: string, before: ReadonlySet<string>): Promise<string> {
  const made = (await client.playlists()).find((playlist) => playlist.name === name && !before.has(playlist.id));
  if (made) return made.id;
  throw new MoodSyncError("service.bad-answer", "The music server made the playlist but does not list it.", {
    kind: "unavailable",
  });
}
