/**
 * This browser as one of the listener's Spotify devices, over the Web Playback SDK: tells what happens as reports and
 * takes the page's commands. What is played is decided by the server; showing it is left to the page.
 */
import type { OutsidePlayback, PlayerCommand, PlayerProblem, PlayerReport } from "../frame-protocol.ts";
import type { SdkPlayer, SdkPlayerConstructor, SdkState } from "./spotify-sdk.ts";

/** As it stands among the listener's devices. */
export const DEVICE_NAME = "MoodSync";

export interface SdkDeviceParts {
  Player: SdkPlayerConstructor;
  /** A token that is valid now; rejects where there is none. */
  fetchToken: () => Promise<string>;
  report: (report: PlayerReport) => void;
  now: () => number;
}

export interface SdkDevice {
  /** Must be called while a press of the listener is handled: browsers let it sound only then. */
  start: () => void;
  /** Likewise: goes on with what the browser had refused to sound. */
  resumeByPress: () => void;
  obey: (command: PlayerCommand) => void;
}

/** What the SDK says, as the page knows it; null where nothing is loaded. */
export function playbackOf(state: SdkState | null, atMs: number): OutsidePlayback | null {
  const track = state?.track_window.current_track;
  if (state === null || track === null || track === undefined) return null;
  // The largest picture: it is shown whole, at whatever size there is room for.
  const images = [...track.album.images].sort((a, b) => (b.height ?? 0) - (a.height ?? 0));
  return {
    track: {
      id: track.uri,
      title: track.name,
      artists: track.artists.map(({ name }) => name),
      album: track.album.name || null,
      imageUrl: images[0]?.url ?? null,
      durationMs: state.duration,
      preview: false,
    },
    paused: state.paused,
    positionMs: state.position,
    atMs,
    next: state.track_window.next_tracks.map(({ name }) => name),
  };
}

/** One device; the SDK's player is made at once, but connected only by `start`. */
export function createSdkDevice({ Player, fetchToken, report, now }: SdkDeviceParts): SdkDevice {
  let problems = 0;
  const problem = (name: PlayerProblem): void => {
    problems += 1;
    report({ kind: "problem", problem: name });
  };
  const player = new Player({
    name: DEVICE_NAME,
    volume: 0.7,
    getOAuthToken: (take) => void fetchToken().then(take, () => problem("sign-in")),
  });
  player.addListener("ready", ({ device_id }) => report({ kind: "ready", deviceId: device_id }));
  player.addListener("not_ready", () => problem("device-gone"));
  player.addListener("player_state_changed", (state) =>
    report({ kind: "playback", playback: playbackOf(state, now()) }),
  );
  player.addListener("autoplay_failed", () => problem("press-needed"));
  player.addListener("initialization_error", () => problem("no-drm"));
  player.addListener("authentication_error", () => problem("sign-in"));
  player.addListener("account_error", () => problem("subscription"));
  player.addListener("playback_error", () => problem("not-playable"));
  const join = async (): Promise<void> => {
    const before = problems;
    const joined = await player.connect();
    // Where the SDK has said why, that says more.
    if (!joined && problems === before) problem("device-gone");
  };
  return {
    start: () => {
      void player.activateElement();
      void join();
    },
    resumeByPress: () => {
      void player.activateElement();
      void player.resume();
    },
    obey: (command) => void obey(player, command),
  };
}

async function obey(player: SdkPlayer, command: PlayerCommand): Promise<void> {
  switch (command.kind) {
    case "pause":
      return await player.pause();
    case "resume":
      return await player.resume();
    case "next":
      return await player.nextTrack();
    case "previous":
      return await player.previousTrack();
    case "seek":
      return await player.seek(Math.round(command.positionMs));
    case "volume":
      return await player.setVolume(Math.min(1, Math.max(0, command.share)));
    case "sign-out":
      return player.disconnect();
    default:
      // What is played is started through the server, which knows the list.
      return undefined;
  }
}
