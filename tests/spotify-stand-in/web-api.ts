/** What the Web API of the stand-in answers to a request that was already found to be as described. */
import type { Matched } from "./description.ts";
import { idFor, trackItem, type Account, type Playlist, type Track } from "./music.ts";
import type { Player, PlayerAnswer } from "./player.ts";
import { accountJson, itemJson, pageJson, playlistJson, trackJson } from "./wire-format.ts";

export interface World {
  tracks: Track[];
  playlists: Playlist[];
  playerOf(account: Account): Player;
  findTrack(uri: string): Track | null;
}

export interface ApiRequest {
  matched: Matched;
  account: Account;
  query: URLSearchParams;
  // Was found to be as described.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export type ApiAnswer = PlayerAnswer;

export function answerApi(world: World, request: ApiRequest): ApiAnswer {
  const { matched, account, query, body } = request;
  const player = world.playerOf(account);
  const deviceId = query.get("device_id");
  const whole = (name: string): number => Number(query.get(name));
  const page = (fallback = 20) => ({
    limit: Number(query.get("limit") ?? fallback),
    offset: Number(query.get("offset") ?? 0),
  });
  switch (matched.operation.operationId) {
    case "get-current-users-profile":
      return ok(accountJson(account));
    case "search":
      return ok({ tracks: pageJson(found(world, query.get("q") ?? ""), page(5), "/search", trackJson) });
    case "get-track": {
      const track = world.findTrack(`spotify:track:${matched.path["id"]}`);
      return track ? ok(trackJson(track)) : refusal(404, "Resource not found");
    }
    case "get-a-list-of-current-users-playlists":
      return ok(pageJson(playlistsOf(world, account), page(), "/me/playlists", playlistJson));
    case "create-playlist":
      return { status: 201, body: newPlaylistJson(create(world, account, body)) };
    case "get-playlists-items":
    case "reorder-or-replace-playlists-items":
    case "add-items-to-playlist":
      return items(world, request, page());
    case "get-users-saved-tracks":
      return ok(
        pageJson(account.saved, page(), "/me/tracks", (track) => ({
          added_at: "2026-01-02T03:04:05Z",
          track: trackJson(track),
        })),
      );
    case "get-users-top-tracks":
      return ok(pageJson(account.top, page(), "/me/top/tracks", trackJson));
    case "save-library-items":
    case "remove-library-items":
      return changeLibrary(world, account, uris(query), matched.operation.operationId === "save-library-items");
    case "check-library-contains":
      return ok(uris(query).map((uri) => contains(world, account, uri)));
    case "get-information-about-the-users-current-playback": {
      const state = player.state();
      return state === null ? { status: 204 } : ok(state);
    }
    case "get-a-users-available-devices":
      return ok(player.devicesJson());
    case "get-queue":
      return ok(player.queueJson());
    case "transfer-a-users-playback":
      if (body.device_ids.length !== 1) return refusal(400, "Only one device_id is supported");
      return player.transfer(body.device_ids[0], body.play);
    case "start-a-users-playback":
      return player.play(deviceId, body?.uris, body?.position_ms);
    case "pause-a-users-playback":
      return player.pause(deviceId);
    case "skip-users-playback-to-next-track":
      return player.skip(deviceId, 1);
    case "skip-users-playback-to-previous-track":
      return player.skip(deviceId, -1);
    case "seek-to-position-in-currently-playing-track":
      return player.seek(deviceId, whole("position_ms"));
    case "set-volume-for-users-playback":
      return player.setVolume(deviceId, whole("volume_percent"));
    case "add-to-queue":
      return player.enqueue(deviceId, query.get("uri") ?? "");
    default:
      throw new Error(`the stand-in does not answer ${matched.name}`);
  }
}

/** Playlists in the account's library: its own and those it follows. */
export function playlistsOf(world: World, account: Account): Playlist[] {
  return world.playlists.filter(({ followers }) => followers.has(account.id));
}

function found(world: World, query: string): Track[] {
  const genre = /genre:(\S+)/.exec(query)?.[1];
  const words = query
    .replace(/genre:\S+/, "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return world.tracks.filter((track) => {
    const text = `${track.title} ${track.artist} ${track.words}`.toLowerCase();
    return (genre === undefined || track.genre === genre) && words.every((word) => text.includes(word));
  });
}

function create(
  world: World,
  account: Account,
  body: { name: string; description?: string; public?: boolean },
): Playlist {
  const playlist: Playlist = {
    id: idFor(`${account.id} made`, world.playlists.length),
    name: body.name,
    description: body.description ?? "",
    ownerId: account.id,
    collaborative: false,
    public: body.public ?? true,
    items: [],
    followers: new Set([account.id]),
  };
  world.playlists.unshift(playlist);
  return playlist;
}

/** A single playlist comes with the first page of its items. */
function newPlaylistJson(playlist: Playlist): unknown {
  const page = pageJson(playlist.items, { limit: 100, offset: 0 }, `/playlists/${playlist.id}/items`, itemJson);
  return { ...playlistJson(playlist), items: page };
}

function items(
  world: World,
  { matched, account, query, body }: ApiRequest,
  page: { limit: number; offset: number },
): ApiAnswer {
  const playlist = world.playlists.find(({ id }) => id === matched.path["playlist_id"]);
  if (!playlist) return refusal(404, "Resource not found");
  if (playlist.ownerId !== account.id && !playlist.collaborative) return refusal(403, "Forbidden");
  if (matched.operation.operationId === "get-playlists-items") {
    return ok(pageJson(playlist.items, page, `/playlists/${playlist.id}/items`, itemJson));
  }
  const given: string[] = query.get("uris")?.split(",") ?? body?.uris ?? [];
  if (given.length > 100) return refusal(400, "You can add a maximum of 100 tracks per request.");
  const tracks = given.map((uri) => world.findTrack(uri));
  if (tracks.some((track) => track === null)) return refusal(400, "Payload contains a non-existing ID");
  const added = tracks.flatMap((track) => (track ? [trackItem(track)] : []));
  const isReplacing = matched.operation.operationId === "reorder-or-replace-playlists-items";
  playlist.items = isReplacing ? added : [...playlist.items, ...added];
  return { status: isReplacing ? 200 : 201, body: { snapshot_id: `snapshot-${playlist.items.length}` } };
}

function changeLibrary(world: World, account: Account, given: readonly string[], isSaving: boolean): ApiAnswer {
  if (given.length > 40 || given.some((uri) => !/^spotify:\w+:\w+$/.test(uri))) return refusal(400, "Invalid URIs");
  for (const uri of given) {
    if (uri.startsWith("spotify:track:") && !world.findTrack(uri)) return refusal(404, "Resource not found");
    if (isSaving) account.library.add(uri);
    else account.library.delete(uri);
  }
  return { status: 200 };
}

function contains(world: World, account: Account, uri: string): boolean {
  const playlist = world.playlists.find(({ id }) => uri === `spotify:playlist:${id}`);
  return playlist ? playlist.followers.has(account.id) : account.library.has(uri);
}

function uris(query: URLSearchParams): string[] {
  return (query.get("uris") ?? "").split(",").filter((uri) => uri !== "");
}

function ok(body: unknown): ApiAnswer {
  return { status: 200, body };
}

export function refusal(status: number, message: string, reason?: string): ApiAnswer {
  return { status, body: { error: { status, message, ...(reason === undefined ? {} : { reason }) } } };
}
