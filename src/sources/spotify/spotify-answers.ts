/**
 * Reads what Spotify answers, trusting nothing: items that are null, episodes, files of the listener's own, names that are
 * missing. What cannot be used is left out and counted, never guessed.
 */
import type { SpotifyDevice, SpotifyPlaylist, SpotifyTrack } from "../../contracts/spotify.ts";
import { serviceError } from "../services/service-errors.ts";

/** Why entries of a page were left out. */
export interface LeftOut {
  /** Null, or of a shape that is not known. */
  broken: number;
  episodes: number;
  /** Files on the listener's own devices, which Spotify cannot play elsewhere. */
  localFiles: number;
}

export interface TrackPage extends LeftOut {
  tracks: SpotifyTrack[];
  /** Of all pages; null where Spotify does not say. */
  total: number | null;
}

/**
 * A page of tracks: plain ones (top, search), or wrapped in `track` (saved) or `item` (playlists).
 * @throws MoodSyncError `service.bad-answer` when it is no page at all
 */
export function readTrackPage(page: unknown): TrackPage {
  const items = arrayAt(page, "items");
  const total = numberAt(page, "total");
  const read: TrackPage = { tracks: [], broken: 0, episodes: 0, localFiles: 0, total };
  for (const entry of items) {
    const item = at(entry, "item") ?? at(entry, "track") ?? entry;
    if (at(entry, "is_local") === true || at(item, "is_local") === true) read.localFiles += 1;
    else if (at(item, "type") === "episode") read.episodes += 1;
    else {
      const track = readTrack(item);
      if (track) read.tracks.push(track);
      else read.broken += 1;
    }
  }
  return read;
}

/** Null for what is no track of Spotify's catalogue. */
export function readTrack(item: unknown): SpotifyTrack | null {
  const [id, uri, title] = [textAt(item, "id"), textAt(item, "uri"), textAt(item, "name")];
  if (id === null || title === null || uri === null || !/^spotify:track:\w+$/.test(uri)) return null;
  const album = at(item, "album");
  const albumName = textAt(album, "name");
  return {
    id,
    uri,
    url: webAddress(item) ?? `https://open.spotify.com/track/${id}`,
    title,
    artists: arrayOrNone(at(item, "artists")).flatMap((artist) => {
      const name = textAt(artist, "name");
      return name === null ? [] : [{ name, url: webAddress(artist) }];
    }),
    album: albumName === null ? null : { name: albumName, url: webAddress(album) },
    artUrl: pictureOf(album),
    durationMs: Math.round(numberAt(item, "duration_ms") ?? 0),
    explicit: at(item, "explicit") === true,
    restriction: restrictionOf(item),
  };
}

export interface PlaylistPage {
  playlists: SpotifyPlaylist[];
  total: number;
}

/** @param accountId whose playlists can be read; null where it is not known */
export function readPlaylistPage(page: unknown, accountId: string | null): PlaylistPage {
  const playlists = arrayAt(page, "items").flatMap((item) => readPlaylist(item, accountId) ?? []);
  return { playlists, total: numberAt(page, "total") ?? playlists.length };
}

export function readPlaylist(item: unknown, accountId: string | null): SpotifyPlaylist | null {
  const id = textAt(item, "id");
  if (id === null) return null;
  const owner = at(item, "owner");
  const isOwn = accountId !== null && textAt(owner, "id") === accountId;
  return {
    id,
    name: textAt(item, "name") ?? "Untitled",
    ownerName: textAt(owner, "display_name"),
    readable: isOwn || at(item, "collaborative") === true,
    tracks: numberAt(at(item, "items"), "total"),
    artUrl: pictureOf(item),
    url: webAddress(item) ?? `https://open.spotify.com/playlist/${id}`,
  };
}

/** The devices that take commands, and how many do not. */
export function readDevices(body: unknown): { devices: SpotifyDevice[]; uncontrollable: number } {
  const all = arrayAt(body, "devices");
  const devices = all.flatMap((item) => readDevice(item) ?? []);
  return { devices, uncontrollable: all.length - devices.length };
}

/** Null for one without an id, or that takes no commands. */
export function readDevice(item: unknown): SpotifyDevice | null {
  const id = textAt(item, "id");
  if (id === null || at(item, "is_restricted") === true) return null;
  const volume = at(item, "supports_volume") === false ? null : numberAt(item, "volume_percent");
  return {
    id,
    name: textAt(item, "name") ?? "Unnamed device",
    type: textAt(item, "type") ?? "Unknown",
    active: at(item, "is_active") === true,
    volumePercent: volume === null ? null : Math.round(Math.min(100, Math.max(0, volume))),
  };
}

export interface SpotifyAccount {
  id: string;
  name: string;
  url: string | null;
}

/** @throws MoodSyncError `service.bad-answer` */
export function readAccount(body: unknown): SpotifyAccount {
  const id = textAt(body, "id");
  if (id === null) throw badAnswer("an account");
  return { id, name: textAt(body, "display_name") ?? id, url: webAddress(body) };
}

/** The id that a new playlist got. @throws MoodSyncError `service.bad-answer` */
export function readNewId(body: unknown): string {
  const id = textAt(body, "id");
  if (id === null) throw badAnswer("an id");
  return id;
}

/** @throws MoodSyncError `service.bad-answer` when there is no array of that name */
export function arrayAt(holder: unknown, name: string): readonly unknown[] {
  const value = at(holder, name);
  if (Array.isArray(value)) return value;
  throw badAnswer(name);
}

export function at(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? (Reflect.get(holder, name) ?? null) : null;
}

export function numberAt(holder: unknown, name: string): number | null {
  const value = at(holder, name);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function textAt(holder: unknown, name: string): string | null {
  const value = at(holder, name);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function arrayOrNone(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The largest picture, by its stated width; it is shown whole. */
function pictureOf(holder: unknown): string | null {
  const pictures = arrayOrNone(at(holder, "images")).flatMap((image) => {
    const url = safeAddress(textAt(image, "url"));
    return url === null ? [] : [{ url, width: numberAt(image, "width") ?? 0 }];
  });
  return pictures.toSorted((a, b) => b.width - a.width)[0]?.url ?? null;
}

function webAddress(item: unknown): string | null {
  return safeAddress(textAt(at(item, "external_urls"), "spotify"));
}

/** The page makes links and pictures of it: an address of the web, or nothing. */
function safeAddress(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}

function restrictionOf(item: unknown): SpotifyTrack["restriction"] {
  const reason = textAt(at(item, "restrictions"), "reason");
  if (reason === "market" || reason === "product" || reason === "explicit") return reason;
  if (reason !== null) return "other";
  return at(item, "is_playable") === false ? "market" : null;
}

function badAnswer(expected: string) {
  return serviceError("service.bad-answer", "Spotify", { details: { expected } });
}
