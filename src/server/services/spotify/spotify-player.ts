/**
 * Steers Spotify's own players: the listener's devices, among them the one that the page makes of this browser. Commands
 * go before everything else; what plays, and the queue, stay Spotify's.
 */
import type {
  SpotifyDeviceList,
  SpotifyPlay,
  SpotifyPlayerState,
  SpotifyQueue,
  SpotifyStatus,
} from "../../../contracts/spotify.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { arrayAt, at, numberAt, readDevice, readDevices, readTrack } from "../../../sources/spotify/spotify-answers.ts";
import type { SpotifyApi, SpotifyClient } from "../../../sources/spotify/spotify-client.ts";
import { spotifyError } from "../../../sources/spotify/spotify-errors.ts";
import type { KeptAnswers } from "../kept-answers.ts";
import type { SpotifyListService } from "./spotify-lists.ts";

type Command = Parameters<SpotifyClient["command"]>[0];
type Premium = SpotifyStatus["premium"];

/** How long it is believed what the player said about the account's kind. */
const PREMIUM_KEEP_MS = 7 * 24 * 3_600_000;
const PREMIUM = "premium";

export interface SpotifyPlayer {
  devices(): Promise<SpotifyDeviceList>;
  state(): Promise<SpotifyPlayerState>;
  queue(): Promise<SpotifyQueue>;
  transfer(deviceId: string, play: boolean): Promise<void>;
  /** @throws MoodSyncError `spotify.market-restricted` where no song of `uris` can be played, and as the commands below */
  play(wish: SpotifyPlay): Promise<void>;
  /** Commands. @throws MoodSyncError `spotify.premium-required`, `spotify.no-device`, `spotify.device-gone`, ... */
  pause(deviceId: string | undefined): Promise<void>;
  next(deviceId: string | undefined): Promise<void>;
  previous(deviceId: string | undefined): Promise<void>;
  seek(positionMs: number, deviceId: string | undefined): Promise<void>;
  volume(percent: number, deviceId: string | undefined): Promise<void>;
  enqueue(uri: string, deviceId: string | undefined): Promise<void>;
  /** As far as it was learnt. */
  premium(): Promise<Premium>;
}

export interface SpotifyPlayerDependencies {
  client: SpotifyClient;
  lists: Pick<SpotifyListService, "restrictionOf">;
  answers: KeptAnswers;
  clock: () => number;
}

export function createSpotifyPlayer({ client, lists, answers, clock }: SpotifyPlayerDependencies): SpotifyPlayer {
  const command = async (send: Command, doneReasons: readonly string[] = []): Promise<void> => {
    try {
      await client.command(send);
      await learn("yes");
    } catch (error) {
      if (!(error instanceof MoodSyncError)) throw error;
      if (error.code === "spotify.premium-required") await learn("no");
      // What was asked for is so already.
      if (!doneReasons.includes(String(error.details?.["reason"]))) throw error;
    }
  };

  const learn = async (premium: Premium): Promise<void> => {
    if ((await answers.peek<Premium>(PREMIUM))?.value !== premium) await answers.put(PREMIUM, premium, PREMIUM_KEEP_MS);
  };

  const read = (ask: (api: SpotifyApi) => ReturnType<Command>): Promise<unknown> =>
    client.read(ask, { purpose: "devices", on: "player" });

  return {
    devices: async () => readDevices(await read((api) => api.GET("/me/player/devices"))),
    async state() {
      const body = await read((api) => api.GET("/me/player"));
      return {
        device: readDevice(at(body, "device")),
        track: readTrack(at(body, "item")),
        playing: at(body, "is_playing") === true,
        positionMs: Math.max(0, Math.round(numberAt(body, "progress_ms") ?? 0)),
        shuffle: at(body, "shuffle_state") === true,
        atMs: clock(),
      };
    },
    async queue() {
      const body = await read((api) => api.GET("/me/player/queue"));
      return {
        current: readTrack(at(body, "currently_playing")),
        next: arrayAt(body, "queue").flatMap((item) => readTrack(item) ?? []),
      };
    },
    transfer: (deviceId, play) => command((api) => api.PUT("/me/player", { body: { device_ids: [deviceId], play } })),
    async play({ deviceId, uris, startAt, positionMs }) {
      const body = {
        ...playable(uris, startAt, lists),
        ...(positionMs === undefined ? {} : { position_ms: positionMs }),
      };
      await command(
        (api) => api.PUT("/me/player/play", { params: on(deviceId), body }),
        ["ALREADY_PLAYING", "NOT_PAUSED"],
      );
    },
    pause: (deviceId) => command((api) => api.PUT("/me/player/pause", { params: on(deviceId) }), ["ALREADY_PAUSED"]),
    next: (deviceId) => command((api) => api.POST("/me/player/next", { params: on(deviceId) })),
    previous: (deviceId) => command((api) => api.POST("/me/player/previous", { params: on(deviceId) })),
    seek: (positionMs, deviceId) =>
      command((api) => api.PUT("/me/player/seek", { params: { query: { position_ms: positionMs, ...id(deviceId) } } })),
    volume: (percent, deviceId) =>
      command((api) =>
        api.PUT("/me/player/volume", { params: { query: { volume_percent: percent, ...id(deviceId) } } }),
      ),
    enqueue: (uri, deviceId) =>
      command((api) => api.POST("/me/player/queue", { params: { query: { uri, ...id(deviceId) } } })),
    premium: async () => (await answers.peek<Premium>(PREMIUM))?.value ?? "unknown",
  };
}

/**
 * The songs that can be played, from the one to begin with on (Spotify takes a place to begin at for its own lists alone);
 * nothing where no songs were named.
 */
function playable(
  uris: readonly string[] | undefined,
  startAt: number | undefined,
  lists: Pick<SpotifyListService, "restrictionOf">,
): { uris?: string[] } {
  if (uris === undefined) return {};
  const isPlayable = (uri: string): boolean => lists.restrictionOf(uri) === null;
  const left = uris.slice(startAt).filter(isPlayable);
  if (left.length > 0) return { uris: left };
  throw spotifyError("spotify.market-restricted");
}

const id = (deviceId: string | undefined) => (deviceId === undefined ? {} : { device_id: deviceId });
const on = (deviceId: string | undefined) => ({ query: id(deviceId) });
