/** The players of one account: devices, what plays where, and the refusals that players know. */
import type { Account, Track } from "./music.ts";
import { trackJson } from "./wire-format.ts";

export interface Device {
  id: string;
  name: string;
  type: string;
  restricted: boolean;
  supportsVolume: boolean;
  volume: number;
}

export interface PlayerAnswer {
  status: number;
  body?: unknown;
}

export interface Player {
  readonly devices: Device[];
  addDevice(device: Partial<Device> & Pick<Device, "id" | "name">): void;
  removeDevice(id: string): void;
  /** Of the active device; null where there is none. */
  state(): unknown;
  devicesJson(): unknown;
  queueJson(): unknown;
  transfer(deviceId: string, play: boolean | undefined): PlayerAnswer;
  play(deviceId: string | null, uris: readonly string[] | undefined, positionMs: number | undefined): PlayerAnswer;
  pause(deviceId: string | null): PlayerAnswer;
  skip(deviceId: string | null, by: 1 | -1): PlayerAnswer;
  seek(deviceId: string | null, positionMs: number): PlayerAnswer;
  setVolume(deviceId: string | null, percent: number): PlayerAnswer;
  enqueue(deviceId: string | null, uri: string): PlayerAnswer;
  /** Called with the device whenever its state has changed. */
  onChange(listener: (deviceId: string) => void): () => void;
  /** As the Web Playback SDK reports it for one device; null where it does not play. */
  sdkState(deviceId: string): unknown;
}

const DONE: PlayerAnswer = { status: 204 };

export function createPlayer(account: Account, findTrack: (uri: string) => Track | null): Player {
  const devices: Device[] = [];
  const listeners = new Set<(deviceId: string) => void>();
  let activeId: string | null = null;
  let tracks: Track[] = [];
  let place = 0;
  let playing = false;
  let positionMs = 0;
  let startedAtMs = Date.now();

  const now = (): number => (playing ? positionMs + Date.now() - startedAtMs : positionMs);
  const setPosition = (ms: number): void => {
    positionMs = ms;
    startedAtMs = Date.now();
  };
  const changed = (deviceId: string): PlayerAnswer => {
    for (const listener of listeners) listener(deviceId);
    return DONE;
  };
  /** The device that a command is for, or why there is none. */
  const target = (deviceId: string | null): Device | PlayerAnswer => {
    if (!account.premium) return refusal(403, "Player command failed: Premium required", "PREMIUM_REQUIRED");
    const device = devices.find(({ id }) => id === (deviceId ?? activeId));
    if (!device && deviceId !== null) return refusal(404, "Device not found");
    if (!device) return refusal(404, "Player command failed: No active device found", "NO_ACTIVE_DEVICE");
    if (device.restricted) {
      return refusal(403, "Player command failed: Device is not controllable", "DEVICE_NOT_CONTROLLABLE");
    }
    return device;
  };
  const command = (deviceId: string | null, work: (device: Device) => PlayerAnswer): PlayerAnswer => {
    const device = target(deviceId);
    return "status" in device ? device : work(device);
  };
  const deviceJson = ({ id, name, type, restricted, supportsVolume, volume }: Device) => ({
    id,
    name,
    type,
    is_active: id === activeId,
    is_private_session: false,
    is_restricted: restricted,
    volume_percent: volume,
    supports_volume: supportsVolume,
  });

  return {
    devices,
    addDevice(device) {
      devices.push({ type: "Computer", restricted: false, supportsVolume: true, volume: 60, ...device });
    },
    removeDevice(id) {
      devices.splice(0, devices.length, ...devices.filter((device) => device.id !== id));
      if (activeId === id) [activeId, playing] = [null, false];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state() {
      const device = devices.find(({ id }) => id === activeId);
      if (!device) return null;
      const track = tracks[place];
      return {
        device: deviceJson(device),
        repeat_state: "off",
        shuffle_state: false,
        timestamp: Date.now(),
        progress_ms: now(),
        is_playing: playing,
        currently_playing_type: track ? "track" : "unknown",
        ...(track ? { item: trackJson(track) } : {}),
        actions: { disallows: {} },
      };
    },
    devicesJson: () => ({ devices: devices.map(deviceJson) }),
    queueJson() {
      const current = tracks[place];
      const queue = tracks.slice(place + 1).map(trackJson);
      return { ...(current ? { currently_playing: trackJson(current) } : {}), queue };
    },
    transfer: (deviceId, play) =>
      command(deviceId, () => {
        activeId = deviceId;
        if (play === true && tracks.length > 0) playing = true;
        return changed(deviceId);
      }),
    play: (deviceId, uris, at) =>
      command(deviceId, (device) => {
        if (uris) {
          const found = uris.map(findTrack);
          if (found.some((track) => track === null)) return refusal(404, "Not found");
          tracks = found.flatMap((track) => (track?.restriction === null ? [track] : []));
          if (tracks.length === 0) return refusal(403, "Player command failed: Restriction violated", "UNKNOWN");
          place = 0;
          setPosition(0);
        } else if (playing && at === undefined) {
          return refusal(403, "Player command failed: Already playing", "ALREADY_PLAYING");
        } else if (tracks.length === 0) {
          return refusal(403, "Player command failed: Restriction violated", "UNKNOWN");
        }
        setPosition(at ?? now());
        activeId = device.id;
        playing = true;
        return changed(device.id);
      }),
    pause: (deviceId) =>
      command(deviceId, (device) => {
        if (!playing) return refusal(403, "Player command failed: Already paused", "ALREADY_PAUSED");
        setPosition(now());
        playing = false;
        return changed(device.id);
      }),
    skip: (deviceId, by) =>
      command(deviceId, (device) => {
        const wanted = place + by;
        if (wanted >= tracks.length) return refusal(403, "Player command failed: No next track", "NO_NEXT_TRACK");
        if (wanted < 0) return refusal(403, "Player command failed: No previous track", "NO_PREV_TRACK");
        place = wanted;
        setPosition(0);
        return changed(device.id);
      }),
    seek: (deviceId, ms) =>
      command(deviceId, (device) => {
        setPosition(ms);
        return changed(device.id);
      }),
    setVolume: (deviceId, percent) =>
      command(deviceId, (device) => {
        if (!device.supportsVolume) {
          return refusal(403, "Player command failed: Cannot control device volume", "VOLUME_CONTROL_DISALLOW");
        }
        device.volume = percent;
        return changed(device.id);
      }),
    enqueue: (deviceId, uri) =>
      command(deviceId, (device) => {
        const track = findTrack(uri);
        if (!track) return refusal(404, "Not found");
        tracks.splice(place + 1, 0, track);
        return changed(device.id);
      }),
    sdkState(deviceId) {
      const track = tracks[place];
      if (activeId !== deviceId || !track) return null;
      const sdkTrack = (one: Track) => {
        const { uri, name, duration_ms, album, artists } = trackJson(one);
        return { uri, name, duration_ms, album, artists };
      };
      return {
        paused: !playing,
        position: now(),
        duration: track.durationMs,
        track_window: {
          current_track: sdkTrack(track),
          next_tracks: tracks.slice(place + 1, place + 3).map(sdkTrack),
          previous_tracks: tracks.slice(Math.max(0, place - 2), place).map(sdkTrack),
        },
      };
    },
  };
}

function refusal(status: number, message: string, reason?: string): PlayerAnswer {
  return { status, body: { error: { status, message, ...(reason === undefined ? {} : { reason }) } } };
}
