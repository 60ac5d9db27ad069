/**
 * Spotify as a music source. It can be searched, steered and saved to; it is never listed into the library, streamed
 * through us or analysed, since its terms forbid that. Lists for moods have a way of their own (server/services/spotify).
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { SpotifyTrack } from "../../contracts/spotify.ts";
import type { FoundTrack, MusicSource, SourceCapabilities, SourceWith } from "../music-source.ts";
import { at, readNewId, readTrackPage, type TrackPage } from "./spotify-answers.ts";
import type { SpotifyClient } from "./spotify-client.ts";
import { spotifyError } from "./spotify-errors.ts";

export const SPOTIFY_CAPABILITIES = {
  listing: false,
  search: true,
  localFiles: false,
  streaming: false,
  covers: false,
  favourites: true,
  scrobbling: false,
  playlists: true,
  remotePlayback: true,
  analysis: "forbidden",
} as const satisfies SourceCapabilities;

/** Spotify gives new apps no more than so many hits at once, and none beyond the last offset. */
export const SEARCH_PAGE = 10;
export const LAST_OFFSET = 1000;
/** Longer queries are refused. */
const LONGEST_QUERY = 200;
/** Items that one request may set. */
const ITEMS_AT_ONCE = 100;

/** One page of a search; nothing where there is nothing to search for. */
export async function searchPage(client: SpotifyClient, query: string, offset: number): Promise<TrackPage> {
  const q = Array.from(query.trim()).slice(0, LONGEST_QUERY).join("").trim();
  if (q === "" || offset > LAST_OFFSET) return { tracks: [], total: 0, broken: 0, episodes: 0, localFiles: 0 };
  const body = await client.read((api) =>
    api.GET("/search", { params: { query: { q, type: ["track"], limit: SEARCH_PAGE, offset } } }),
  );
  return readTrackPage(at(body, "tracks"));
}

/** Makes a private playlist and gives its id. */
export async function createPrivatePlaylist(
  client: SpotifyClient,
  { name, description }: { name: string; description: string },
): Promise<string> {
  const body = await client.change((api) => api.POST("/me/playlists", { body: { name, description, public: false } }), {
    purpose: "save",
  });
  return readNewId(body);
}

/** Puts exactly these tracks into a playlist, in this order, in place of what was in it. */
export async function replaceItems(client: SpotifyClient, playlistId: string, uris: readonly string[]): Promise<void> {
  const params = { path: { playlist_id: playlistId } };
  const parts = Array.from({ length: Math.ceil(uris.length / ITEMS_AT_ONCE) }, (_, part) =>
    uris.slice(part * ITEMS_AT_ONCE, (part + 1) * ITEMS_AT_ONCE),
  );
  const [first = [], ...rest] = parts;
  const context = { purpose: "save", on: "playlist" } as const;
  await client.change((api) => api.PUT("/playlists/{playlist_id}/items", { params, body: { uris: first } }), context);
  for (const more of rest) {
    await client.change((api) => api.POST("/playlists/{playlist_id}/items", { params, body: { uris: more } }), context);
  }
}

export function createSpotifySource(client: SpotifyClient): SourceWith<"search" | "setFavourite" | "savePlaylist"> {
  return {
    id: "spotify",
    capabilities: SPOTIFY_CAPABILITIES,
    async search(query, { limit, offset = 0, signal }) {
      const found: FoundTrack[] = [];
      for (let from = offset; found.length < limit && from <= LAST_OFFSET; from += SEARCH_PAGE) {
        signal?.throwIfAborted();
        const page = await searchPage(client, query, from);
        found.push(...page.tracks.map(toFoundTrack));
        if (page.total === null || from + SEARCH_PAGE >= page.total) break;
      }
      return found.slice(0, limit);
    },
    async setFavourite(location, favourite) {
      const params = { query: { uris: requireTrackUri(location) } };
      await client.change(
        (api) => (favourite ? api.PUT("/me/library", { params }) : api.DELETE("/me/library", { params })),
        { purpose: "save" },
      );
    },
    async savePlaylist({ name, description = "Made by MoodSync.", locations, id }) {
      const uris = locations.map(requireTrackUri);
      const playlistId = id ?? (await createPrivatePlaylist(client, { name, description }));
      await replaceItems(client, playlistId, uris);
      return { id: playlistId, url: playlistUrl(playlistId) };
    },
  } satisfies MusicSource;
}

/** Where the listener can open a playlist. */
export function playlistUrl(playlistId: string): string {
  return `https://open.spotify.com/playlist/${encodeURIComponent(playlistId)}`;
}

function toFoundTrack({ uri, title, artists, album, durationMs, artUrl }: SpotifyTrack): FoundTrack {
  return {
    location: uri,
    sizeBytes: 0,
    modifiedAtMs: 0,
    tags: {
      title,
      artist: artists.map(({ name }) => name).join(", ") || null,
      album: album?.name ?? null,
      durationMs,
      hasCover: artUrl !== null,
      // The sound itself never comes here; what plays it is Spotify's.
      mimeType: "application/vnd.spotify.track",
    },
  };
}

/** @throws MoodSyncError `request.invalid`, `spotify.not-found` */
function requireTrackUri(location: string): string {
  if (/^spotify:track:[0-9A-Za-z]{1,64}$/.test(location)) return location;
  if (location.startsWith("spotify:")) throw spotifyError("spotify.not-found");
  throw new MoodSyncError("request.invalid", "This is no track of Spotify's.", { kind: "invalid-input" });
}
