/** Speaks the Apple Music API through the outgoing queue: the catalogue by developer token, the library by the listener's own. */
import type { AppleMusicPlaylistPage, AppleMusicSong } from "../../contracts/apple-music.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { OutgoingAnswer } from "../services/outgoing-request.ts";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import { PageSchema, SearchSchema, StorefrontSchema, toPlaylists, toSongs } from "./apple-answers.ts";

export const APPLE_TITLE = "Apple Music";
/** The API's own limits for one page. */
export const SEARCH_PAGE = 25;
export const LIBRARY_PAGE = 100;

export interface Listener {
  userToken: string;
  storefront: string;
}

export interface SongPage {
  songs: AppleMusicSong[];
  nextOffset: number | null;
}

export interface AppleMusicClient {
  /** In the listener's storefront, else in the default one. @throws MoodSyncError as all here do, see `send` */
  search(words: string, page: { limit: number; offset: number }, signal?: AbortSignal): Promise<SongPage>;
  /** @throws MoodSyncError `service.not-connected` without a listener; so do the next ones */
  librarySongs(page: { limit: number; offset: number }, signal?: AbortSignal): Promise<SongPage>;
  libraryPlaylists(page: { limit: number; offset: number }): Promise<Omit<AppleMusicPlaylistPage, "fetchedAtMs">>;
  playlistSongs(playlistId: string, page: { limit: number; offset: number }): Promise<SongPage>;
  /** A song of the catalogue or, where its id begins with "i.", of the library. @throws MoodSyncError `apple-music.not-found` */
  song(id: string): Promise<AppleMusicSong>;
  rate(id: string, liked: boolean): Promise<void>;
  /** The storefront of a token that was just given; says whether the token is good. */
  storefrontOf(userToken: string): Promise<string>;
}

export interface AppleMusicClientOptions {
  apiUrl: string;
  queue: Pick<OutgoingQueue, "request">;
  /** A token for our own requests. @throws MoodSyncError `service.not-configured` */
  developerToken: () => Promise<string>;
  /** Null until the listener signed in. */
  listener: () => Promise<Listener | null>;
}

const DEFAULT_STOREFRONT = "us";

interface Wish {
  method?: "GET" | "PUT" | "DELETE";
  userToken?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export function createAppleMusicClient(options: AppleMusicClientOptions): AppleMusicClient {
  const { apiUrl, queue, developerToken, listener } = options;

  /** @throws MoodSyncError `apple-music.key-refused`, `apple-music.sign-in-ended`, `apple-music.not-found`, `service.*` */
  const send = async (path: string, { method = "GET", userToken, body, signal }: Wish): Promise<OutgoingAnswer> => {
    const headers = {
      authorization: `Bearer ${await developerToken()}`,
      ...(userToken === undefined ? {} : { "music-user-token": userToken }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const request = {
      method,
      url: `${apiUrl}${path}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    // A rating that is set twice is set once.
    const answer = await queue.request(request, { idempotent: true, ...(signal ? { signal } : {}) });
    if (answer.status >= 400) throw refusal(answer.status, userToken !== undefined);
    return answer;
  };
  const requireListener = async (): Promise<Listener> => {
    const found = await listener();
    if (found) return found;
    throw serviceError("service.not-connected", APPLE_TITLE, {
      message: "Sign in to Apple Music first; without it there is only the catalogue with its previews.",
    });
  };
  const page = async (path: string, limit: number, offset: number, signal?: AbortSignal) => {
    const { userToken } = await requireListener();
    const answer = await send(`${path}?limit=${limit}&offset=${offset}`, { userToken, signal });
    const parsed = PageSchema.safeParse(await answer.json());
    if (!parsed.success) throw serviceError("service.bad-answer", APPLE_TITLE);
    const { data, next } = parsed.data;
    return { data, nextOffset: next && data.length > 0 ? offset + data.length : null };
  };
  const songPage = async (path: string, limit: number, offset: number, signal?: AbortSignal): Promise<SongPage> => {
    const { data, nextOffset } = await page(path, limit, offset, signal);
    return { songs: toSongs(data, true), nextOffset };
  };

  return {
    async search(words, { limit, offset }, signal) {
      const found = await listener();
      const size = Math.min(limit, SEARCH_PAGE);
      const query = { term: words, types: "songs", limit: String(size), offset: String(offset) };
      const storefront = found?.storefront ?? DEFAULT_STOREFRONT;
      const path = `/v1/catalog/${storefront}/search?${new URLSearchParams(query).toString()}`;
      const parsed = SearchSchema.safeParse(await (await send(path, { signal })).json());
      if (!parsed.success) throw serviceError("service.bad-answer", APPLE_TITLE);
      const { songs } = parsed.data.results;
      const data = songs?.data ?? [];
      return {
        songs: toSongs(data, found !== null),
        nextOffset: songs?.next && data.length > 0 ? offset + data.length : null,
      };
    },
    librarySongs: ({ limit, offset }, signal) =>
      songPage("/v1/me/library/songs", Math.min(limit, LIBRARY_PAGE), offset, signal),
    async libraryPlaylists({ limit, offset }) {
      const { data, nextOffset } = await page("/v1/me/library/playlists", Math.min(limit, LIBRARY_PAGE), offset);
      return { playlists: toPlaylists(data), nextOffset };
    },
    async playlistSongs(playlistId, { limit, offset }) {
      const path = `/v1/me/library/playlists/${encodeURIComponent(playlistId)}/tracks`;
      // An empty playlist is "not found" to Apple.
      return await songPage(path, Math.min(limit, LIBRARY_PAGE), offset).catch((error: unknown) => {
        if (error instanceof MoodSyncError && error.code === "apple-music.not-found")
          return { songs: [], nextOffset: null };
        throw error;
      });
    },
    async song(id) {
      const found = await listener();
      const inLibrary = id.startsWith("i.");
      const { userToken } = inLibrary ? await requireListener() : {};
      const place = inLibrary ? "me/library/songs" : `catalog/${found?.storefront ?? DEFAULT_STOREFRONT}/songs`;
      const wish = userToken === undefined ? {} : { userToken };
      const parsed = PageSchema.safeParse(await (await send(`/v1/${place}/${encodeURIComponent(id)}`, wish)).json());
      const [song] = parsed.success ? toSongs(parsed.data.data, found !== null) : [];
      if (!song) throw refusal(404, false);
      return song;
    },
    async rate(id, liked) {
      const { userToken } = await requireListener();
      const kind = id.startsWith("i.") ? "library-songs" : "songs";
      const path = `/v1/me/ratings/${kind}/${encodeURIComponent(id)}`;
      if (liked) await send(path, { method: "PUT", userToken, body: { type: "rating", attributes: { value: 1 } } });
      else await send(path, { method: "DELETE", userToken }).catch(ignoreMissing);
    },
    async storefrontOf(userToken) {
      const parsed = StorefrontSchema.safeParse(await (await send("/v1/me/storefront", { userToken })).json());
      if (!parsed.success) throw serviceError("service.bad-answer", APPLE_TITLE);
      return parsed.data.data[0]!.id;
    },
  };
}

function refusal(status: number, asListener: boolean): MoodSyncError {
  if (status === 401) {
    return new MoodSyncError(
      "apple-music.key-refused",
      "Apple does not accept the developer key. Look whether team id, key id and key belong together, whether the key was revoked, and whether this machine's clock is right.",
      { kind: "forbidden", details: { status } },
    );
  }
  if (status === 403 && asListener) {
    return new MoodSyncError("apple-music.sign-in-ended", "Apple Music's sign-in has ended. Sign in again.", {
      kind: "forbidden",
      details: { status },
    });
  }
  if (status === 404) {
    return new MoodSyncError("apple-music.not-found", "Apple Music does not have this here.", { kind: "not-found" });
  }
  return serviceError("service.refused", APPLE_TITLE, { details: { status } });
}

/** Taking back what was never given. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof MoodSyncError) || error.code !== "apple-music.not-found") throw error;
}
