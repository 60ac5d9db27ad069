/**
 * Speaks the Subsonic and OpenSubsonic protocol to one server, through the outgoing queue. What the answers mean for the
 * library is left to the source; which sign-in a server takes is found out in `negotiate.ts`.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { OutgoingAnswer } from "../services/outgoing-request.ts";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import { EnvelopeSchema, type SubsonicAnswer, type SubsonicSong } from "./answer-schemas.ts";
import { signInParameters, SPOKEN_API_VERSION, type SignIn } from "./sign-in.ts";
import { subsonicError } from "./subsonic-errors.ts";

export const SERVER_TITLE = "The music server";

/** What is known of a server once it has been connected. */
export interface ServerTraits {
  /** The protocol version to speak. */
  apiVersion: string;
  /** Requests may be sent as a form, which keeps the sign-in out of addresses and logs. */
  formPost: boolean;
}

export interface SubsonicClientOptions {
  /** As `parseServerAddress` gives it. */
  address: string;
  signIn: SignIn;
  traits?: ServerTraits;
  queue: Pick<OutgoingQueue, "request">;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Higher goes first; default 0. */
  priority?: number;
}

type Value = string | number | boolean;
export type Parameters = Readonly<Record<string, Value | readonly Value[] | undefined>>;

/** Bytes of sound or of a picture, with what the server said of them. */
export interface MediaAnswer {
  status: number;
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
}

export interface SubsonicClient {
  /** @throws MoodSyncError as `call` does; so do all that follow */
  ping(options?: CallOptions): Promise<SubsonicAnswer>;
  /** The names of the OpenSubsonic extensions; none where the server knows none. */
  extensions(options?: CallOptions): Promise<string[]>;
  /** A page of songs; the empty query means all, where the server lets it. */
  searchSongs(query: string, page: { count: number; offset: number }, options?: CallOptions): Promise<SubsonicSong[]>;
  albums(page: { count: number; offset: number }, options?: CallOptions): Promise<SubsonicAlbum[]>;
  albumSongs(albumId: string, options?: CallOptions): Promise<SubsonicSong[]>;
  /** @throws MoodSyncError `subsonic.not-found` */
  song(id: string, options?: CallOptions): Promise<SubsonicSong>;
  randomSongs(count: number, options?: CallOptions): Promise<SubsonicSong[]>;
  genres(options?: CallOptions): Promise<{ name: string; songCount: number | null }[]>;
  songsByGenre(genre: string, page: { count: number; offset: number }, options?: CallOptions): Promise<SubsonicSong[]>;
  star(songId: string, starred: boolean, options?: CallOptions): Promise<void>;
  /** Says that a song was heard, beginning then; `playing` alone says that it has begun. */
  scrobble(songId: string, play: { startedAtMs: number; submission: boolean }, options?: CallOptions): Promise<void>;
  playlists(options?: CallOptions): Promise<{ id: string; name: string }[]>;
  playlistSongs(playlistId: string, options?: CallOptions): Promise<SubsonicSong[]>;
  /** Makes a playlist, or fills that of an id anew. Gives its id where the server tells it. */
  createPlaylist(
    playlist: { id?: string | undefined; name: string; songIds: readonly string[] },
    options?: CallOptions,
  ): Promise<string | null>;
  addToPlaylist(playlistId: string, songIds: readonly string[], options?: CallOptions): Promise<void>;
  /** The sound as it lies on the server, never transcoded where the server can help it. */
  stream(songId: string, range: string | null, options?: CallOptions): Promise<MediaAnswer>;
  cover(coverArtId: string, sizePx: number, options?: CallOptions): Promise<MediaAnswer>;
}

export interface SubsonicAlbum {
  id: string;
  name: string;
  artist: string | null;
  songCount: number | null;
  year: number | null;
}

const READ = true;
const CHANGE = false;

export function createSubsonicClient(options: SubsonicClientOptions): SubsonicClient {
  const call = async (method: string, parameters: Parameters, wish: CallOptions = {}, idempotent = READ) =>
    readAnswer(await send(options, method, parameters, { ...wish, idempotent }));
  const media = async (
    method: string,
    parameters: Parameters,
    headers: Record<string, string>,
    wish: CallOptions = {},
  ) => requireMedia(await send(options, method, parameters, { ...wish, headers, idempotent: READ, stream: true }));

  const song = async (id: string, wish?: CallOptions): Promise<SubsonicSong> => {
    const answer = await call("getSong", { id }, wish);
    if (!answer.song) throw subsonicError(70, null);
    return answer.song;
  };

  return {
    ping: (wish) => call("ping", {}, wish),
    async extensions(wish) {
      const answer = await call("getOpenSubsonicExtensions", {}, wish);
      return answer.openSubsonicExtensions.map(({ name }) => name);
    },
    async searchSongs(query, { count, offset }, wish) {
      const nothingElse = { artistCount: 0, albumCount: 0 };
      const page = { songCount: count, songOffset: offset };
      const answer = await call("search3", { query, ...nothingElse, ...page }, wish);
      return answer.searchResult3?.song ?? [];
    },
    async albums({ count, offset }, wish) {
      const answer = await call("getAlbumList2", { type: "alphabeticalByName", size: count, offset }, wish);
      const albums = answer.albumList2?.album ?? [];
      return albums.map(({ name, title, ...rest }) => ({ ...rest, name: name ?? title ?? rest.id }));
    },
    async albumSongs(id, wish) {
      return (await call("getAlbum", { id }, wish)).album?.song ?? [];
    },
    song,
    async randomSongs(size, wish) {
      return (await call("getRandomSongs", { size }, wish)).randomSongs?.song ?? [];
    },
    async genres(wish) {
      const genres = (await call("getGenres", {}, wish)).genres?.genre ?? [];
      return genres.flatMap(({ value, songCount }) => (value === null ? [] : [{ name: value, songCount }]));
    },
    async songsByGenre(genre, { count, offset }, wish) {
      return (await call("getSongsByGenre", { genre, count, offset }, wish)).songsByGenre?.song ?? [];
    },
    async star(id, starred, wish) {
      // Starring twice is starring once, so it may be sent again; some servers call the second time an error.
      await call(starred ? "star" : "unstar", { id }, wish, READ).catch(async (error: unknown) => {
        const isGeneric = error instanceof MoodSyncError && error.details?.["subsonicCode"] === 0;
        if (!isGeneric || (await song(id, wish)).starred !== starred) throw error;
      });
    },
    async scrobble(id, { startedAtMs, submission }, wish) {
      await call("scrobble", { id, time: startedAtMs, submission }, wish, CHANGE);
    },
    async playlists(wish) {
      const playlists = (await call("getPlaylists", {}, wish)).playlists?.playlist ?? [];
      return playlists.map(({ id, name }) => ({ id, name: name ?? "" }));
    },
    async playlistSongs(id, wish) {
      return (await call("getPlaylist", { id }, wish)).playlist?.entry ?? [];
    },
    async createPlaylist({ id, name, songIds }, wish) {
      const parameters = { ...(id === undefined ? { name } : { playlistId: id, name }), songId: songIds };
      return (await call("createPlaylist", parameters, wish, CHANGE)).playlist?.id ?? null;
    },
    async addToPlaylist(playlistId, songIds, wish) {
      await call("updatePlaylist", { playlistId, songIdToAdd: songIds }, wish, CHANGE);
    },
    stream: (id, range, wish) => media("stream", { id, format: "raw" }, range === null ? {} : { range }, wish),
    cover: (id, size, wish) => media("getCoverArt", { id, size }, {}, wish),
  };
}

interface SendOptions extends CallOptions {
  idempotent: boolean;
  headers?: Record<string, string>;
  stream?: boolean;
}

async function send(
  { address, signIn, traits, queue }: SubsonicClientOptions,
  method: string,
  parameters: Parameters,
  { signal, priority = 0, idempotent, headers = {}, stream = false }: SendOptions,
): Promise<OutgoingAnswer> {
  const form = new URLSearchParams(signInParameters(signIn, traits?.apiVersion ?? SPOKEN_API_VERSION));
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const single of Array.isArray(value) ? value : [value]) form.append(name, String(single));
  }
  const url = `${address}/rest/${method}`;
  const wish = { priority, idempotent, stream, ...(signal === undefined ? {} : { signal }) };
  // Byte ranges are defined for GET alone (RFC 9110, section 14.2).
  const asForm = traits?.formPost === true && !stream;
  if (!asForm) return await queue.request({ method: "GET", url: `${url}?${form.toString()}`, headers }, wish);
  const formHeaders = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  return await queue.request({ method: "POST", url, headers: formHeaders, body: form.toString() }, wish);
}

/**
 * Reads an answer and turns a failed one into its error.
 * @throws MoodSyncError as `subsonicError`, and `service.bad-answer` where it is not the JSON that was asked for
 */
async function readAnswer(answer: OutgoingAnswer): Promise<SubsonicAnswer> {
  const given = await answer.json().catch(async (error: unknown) => {
    throw (await explainNoJson(answer)) ?? error;
  });
  const parsed = EnvelopeSchema.safeParse(given);
  if (!parsed.success) throw (await explainNoJson(answer)) ?? notSubsonic(answer.status);
  const content = parsed.data["subsonic-response"];
  // Some servers say "ok" and give an error all the same.
  if (content.error) throw subsonicError(content.error.code ?? 0, content.error.message, content.version);
  if (content.status !== "ok") throw subsonicError(0, null, content.version);
  return content;
}

/** What stands in an answer that is not the JSON that was asked for; null where that cannot be told. */
async function explainNoJson(answer: OutgoingAnswer): Promise<MoodSyncError | null> {
  const head = (await answer.text()).slice(0, 4000);
  if (/<subsonic-response\b/.test(head)) {
    const number = /<error\b[^>]*\bcode="(\d+)"/.exec(head)?.[1];
    if (number !== undefined) return subsonicError(Number(number), null);
    return serviceError("service.bad-answer", SERVER_TITLE, {
      message: "The music server answers in XML although JSON was asked for. Update it: it must know f=json.",
      details: { contentType: "xml" },
    });
  }
  if (answer.status === 401 || answer.status === 403) return subsonicError(answer.status === 401 ? 40 : 50, null);
  return /<html\b|<!doctype html/i.test(head) || answer.status === 404 ? notSubsonic(answer.status) : null;
}

function notSubsonic(status: number): MoodSyncError {
  return serviceError("service.bad-answer", SERVER_TITLE, {
    message: "What answers at this address is no Subsonic server. Give the address under which its own page opens.",
    details: { status },
  });
}

/** Sound and pictures come as bytes; a failure comes as JSON or XML with status 200. */
async function requireMedia(answer: OutgoingAnswer): Promise<MediaAnswer> {
  const type = answer.headers.get("content-type") ?? "";
  const isText = /^(application\/json|text\/|application\/xml)/i.test(type);
  if (answer.status === 416) {
    await answer.body?.cancel();
    return { status: 416, headers: answer.headers, body: null };
  }
  if (isText || (answer.status !== 200 && answer.status !== 206)) {
    const text = await answer.text();
    const said = { status: answer.status, headers: answer.headers, body: null, text: async () => text };
    await readAnswer({ ...said, json: async () => parseOrFail(text) });
    throw notSubsonic(answer.status);
  }
  return { status: answer.status, headers: answer.headers, body: answer.body };
}

function parseOrFail(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw serviceError("service.bad-answer", SERVER_TITLE, { cause });
  }
}
