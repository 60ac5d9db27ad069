/** Songs, playlists, devices as the Web API writes them to apps registered today. */
import type { Account, Item, Playlist, Track } from "./music.ts";
import { idFor } from "./music.ts";

const OPEN = "https://open.spotify.com";
const API = "https://api.spotify.com/v1";

export function trackJson({ id, title, artist, durationMs, explicit, restriction }: Track) {
  const artistId = idFor("artist", Number(/\d+/.exec(artist)?.[0] ?? 0));
  const albumId = idFor("album", Number(/\d+/.exec(title)?.[0] ?? 0));
  const artistJson = {
    id: artistId,
    type: "artist",
    name: artist,
    uri: `spotify:artist:${artistId}`,
    href: `${API}/artists/${artistId}`,
    external_urls: { spotify: `${OPEN}/artist/${artistId}` },
  };
  return {
    id,
    type: "track",
    name: title,
    uri: `spotify:track:${id}`,
    href: `${API}/tracks/${id}`,
    external_urls: { spotify: `${OPEN}/track/${id}` },
    duration_ms: durationMs,
    explicit,
    is_local: false,
    disc_number: 1,
    track_number: 1,
    artists: [artistJson],
    album: {
      album_type: "single",
      total_tracks: 1,
      id: albumId,
      type: "album",
      name: `${title} (album)`,
      uri: `spotify:album:${albumId}`,
      href: `${API}/albums/${albumId}`,
      external_urls: { spotify: `${OPEN}/album/${albumId}` },
      images: [64, 300, 640].map((size) => ({
        url: `https://i.scdn.co/image/${albumId}${size}`,
        height: size,
        width: size,
      })),
      release_date: "2020-01-01",
      release_date_precision: "day",
      artists: [artistJson],
    },
    ...(restriction === null ? {} : { is_playable: false, restrictions: { reason: restriction } }),
  };
}

/** An entry of a playlist: `item`, formerly `track`. */
export function itemJson(item: Item): unknown {
  const added = { added_at: "2026-01-02T03:04:05Z", is_local: false };
  if (item.kind === "track") return { ...added, item: trackJson(item.track) };
  if (item.kind === "null") return null;
  if (item.kind === "null-item") return { ...added, item: null };
  if (item.kind === "local") {
    const uri = "spotify:local:Someone:Somewhere:Something:123";
    return { ...added, is_local: true, item: { id: null, type: "track", uri, name: "Something", is_local: true } };
  }
  return {
    ...added,
    item: { id: idFor("episode", 1), type: "episode", name: "Talk", uri: `spotify:episode:${idFor("episode", 1)}` },
  };
}

export function playlistJson({ id, name, ownerId, collaborative, public: isPublic, description, items }: Playlist) {
  return {
    id,
    type: "playlist",
    name,
    description,
    collaborative,
    public: isPublic,
    uri: `spotify:playlist:${id}`,
    href: `${API}/playlists/${id}`,
    external_urls: { spotify: `${OPEN}/playlist/${id}` },
    images: [{ url: `https://mosaic.scdn.co/640/${id}`, height: 640, width: 640 }],
    owner: {
      id: ownerId,
      type: "user",
      display_name: ownerId,
      uri: `spotify:user:${ownerId}`,
      href: `${API}/users/${ownerId}`,
      external_urls: { spotify: `${OPEN}/user/${ownerId}` },
    },
    snapshot_id: `snapshot-${items.length}`,
    items: { href: `${API}/playlists/${id}/items`, total: items.length },
  };
}

export function accountJson({ id, name }: Account) {
  return {
    id,
    type: "user",
    display_name: name,
    uri: `spotify:user:${id}`,
    href: `${API}/users/${id}`,
    external_urls: { spotify: `${OPEN}/user/${id}` },
    images: [],
  };
}

/** A page of a list. */
export function pageJson<T>(
  all: readonly T[],
  { limit, offset }: { limit: number; offset: number },
  path: string,
  write: (one: T) => unknown,
) {
  const address = (from: number): string => `${API}${path}?offset=${from}&limit=${limit}`;
  return {
    href: address(offset),
    limit,
    offset,
    total: all.length,
    next: offset + limit < all.length ? address(offset + limit) : null,
    previous: offset > 0 ? address(Math.max(0, offset - limit)) : null,
    items: all.slice(offset, offset + limit).map(write),
  };
}
