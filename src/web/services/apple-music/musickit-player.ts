/** MusicKit as a player that reports and obeys like any other in a frame. Where there is no subscription it plays previews, and says so. */
import type { OutsidePlayback, PlayerCommand, PlayerProblem, PlayerReport } from "../frame-protocol.ts";
import { type MusicKitInstance, PLAYBACK_STATE } from "./musickit.ts";

/** Of what MusicKit loads with a song, this much is a preview. */
const PREVIEW_MS = 30_000;

export interface MusicKitPlayerParts {
  music: MusicKitInstance;
  report: (report: PlayerReport) => void;
  now: () => number;
}

export interface MusicKitPlayer {
  /** Opens Apple's sign-in; must be called while a press is handled. Gives the listener's token; null where they refused. */
  signIn: () => Promise<string | null>;
  obey: (command: PlayerCommand) => Promise<void>;
}

/** What MusicKit plays, as the page knows it; null where nothing is loaded. */
export function playbackOf(music: MusicKitInstance, atMs: number): OutsidePlayback | null {
  const item = music.nowPlayingItem;
  if (item === null || item === undefined) return null;
  const wholeMs = item.playbackDuration ?? music.currentPlaybackDuration * 1000;
  return {
    track: {
      id: item.id,
      title: item.title,
      artists: [item.artistName],
      album: item.albumName ?? null,
      imageUrl: item.artworkURL ?? null,
      durationMs: music.previewOnly ? Math.min(wholeMs, PREVIEW_MS) : wholeMs,
      preview: music.previewOnly,
    },
    paused: music.playbackState !== PLAYBACK_STATE.playing,
    positionMs: music.currentPlaybackTime * 1000,
    atMs,
    next: music.queue.items.slice(music.nowPlayingItemIndex + 1).map(({ title }) => title),
  };
}

/** MusicKit's own names for its errors, as the page tells them apart. */
export function problemOf(error: unknown): PlayerProblem {
  const name =
    typeof error === "object" && error !== null
      ? String(Reflect.get(error, "errorCode") ?? Reflect.get(error, "name") ?? "")
      : "";
  if (/NotAllowed/i.test(name)) return "press-needed";
  if (/SUBSCRIPTION/i.test(name)) return "subscription";
  if (/AUTHORIZATION|ACCESS_DENIED|TOKEN/i.test(name)) return "sign-in";
  if (/UNSUPPORTED|DRM|MEDIA_KEY|MEDIA_SESSION/i.test(name)) return "no-drm";
  return "not-playable";
}

export function createMusicKitPlayer({ music, report, now }: MusicKitPlayerParts): MusicKitPlayer {
  const tell = (): void => report({ kind: "playback", playback: playbackOf(music, now()) });
  music.addEventListener("playbackStateDidChange", tell);
  music.addEventListener("nowPlayingItemDidChange", tell);
  music.addEventListener("mediaPlaybackError", (error) => report({ kind: "problem", problem: problemOf(error) }));
  return {
    signIn: async () => {
      try {
        return await music.authorize();
      } catch {
        report({ kind: "problem", problem: "refused" });
        return null;
      }
    },
    obey: async (command) => {
      try {
        await obey(music, command);
        if (command.kind === "seek") tell();
      } catch (error) {
        report({ kind: "problem", problem: problemOf(error) });
      }
    },
  };
}

async function obey(music: MusicKitInstance, command: PlayerCommand): Promise<void> {
  switch (command.kind) {
    case "play":
      await music.setQueue({ songs: command.ids, startWith: command.startAt, startPlaying: true });
      return;
    case "pause":
      await music.pause();
      return;
    case "resume":
      return await music.play();
    case "next":
      return await music.skipToNextItem();
    case "previous":
      return await music.skipToPreviousItem();
    case "seek":
      return await music.seekToTime(command.positionMs / 1000);
    case "volume":
      music.volume = Math.min(1, Math.max(0, command.share));
      return;
    case "sign-out":
      return await music.unauthorize();
    default:
      return undefined;
  }
}
