/**
 * What the page and a player frame say to each other. A service's own script runs in a frame of its own, whose policy
 * alone admits it: the page that sees the camera never runs anybody else's code. They speak through one message port.
 */

/** A song as the outside player tells it. */
export interface OutsideTrack {
  /** The service's own name for it: a Spotify URI, an Apple Music id. */
  id: string;
  title: string;
  artists: readonly string[];
  album: string | null;
  /** The service's own picture, to be shown whole. */
  imageUrl: string | null;
  durationMs: number;
  /** Only a part of the song can be heard (Apple Music without a subscription). */
  preview: boolean;
}

export interface OutsidePlayback {
  track: OutsideTrack;
  paused: boolean;
  /** Where the song was at `atMs` (Date.now()); it runs on from there unless paused. */
  positionMs: number;
  atMs: number;
  /** Titles that the player says come next. */
  next: readonly string[];
}

/**
 * Why the player does not play. `script-unreachable`: its script did not load; `no-drm`: this browser cannot play
 * protected music; `sign-in`: the sign-in is not valid any more; `subscription`: the account may not stream;
 * `not-playable`: this song cannot be played here; `press-needed`: the browser wants a press first; `device-gone`: the
 * service lost sight of this browser; `refused`: the listener closed the service's sign-in.
 */
export const PLAYER_PROBLEMS = [
  "script-unreachable",
  "no-drm",
  "sign-in",
  "subscription",
  "not-playable",
  "press-needed",
  "device-gone",
  "refused",
] as const;
export type PlayerProblem = (typeof PLAYER_PROBLEMS)[number];

/** How the page looks, so that the frame looks alike. */
export interface PageLook {
  mood: string;
  theme: string | null;
}

export type PlayerCommand =
  | { kind: "set-up"; scriptUrl: string; look: PageLook }
  | { kind: "look"; look: PageLook }
  | { kind: "play"; ids: readonly string[]; startAt: number }
  | { kind: "pause" }
  | { kind: "resume" }
  | { kind: "next" }
  | { kind: "previous" }
  | { kind: "seek"; positionMs: number }
  | { kind: "volume"; share: number }
  | { kind: "sign-out" };

export type PlayerReport =
  | { kind: "ready"; deviceId: string }
  | { kind: "playback"; playback: OutsidePlayback | null }
  | { kind: "problem"; problem: PlayerProblem }
  /** Whether somebody is signed in to the service in this browser. */
  | { kind: "signed-in"; signedIn: boolean }
  | { kind: "height"; px: number };

/** What the frame says to the page, before there is a port, once it listens. */
export const FRAME_LISTENS = "moodsync.player-frame";

/** The frame's side: asks the page for a port and hands on its commands. Returns how to report. */
export function listenToPage(onCommand: (command: PlayerCommand) => void): (report: PlayerReport) => void {
  let port: MessagePort | null = null;
  const early: PlayerReport[] = [];
  addEventListener("message", (event: MessageEvent<unknown>) => {
    const [given] = event.ports;
    if (event.origin !== location.origin || event.data !== FRAME_LISTENS || given === undefined) return;
    port = given;
    port.addEventListener("message", ({ data }: MessageEvent<PlayerCommand>) => onCommand(data));
    port.start();
    for (const report of early.splice(0)) port.postMessage(report);
  });
  parent.postMessage(FRAME_LISTENS, location.origin);
  return (report) => {
    if (port === null) early.push(report);
    else port.postMessage(report);
  };
}

/** The page's side: gives a port to the frame each time it asks. Returns how to command, and how to stop. */
export function speakToFrame(
  frame: HTMLIFrameElement,
  onReport: (report: PlayerReport) => void,
  onOpen: () => void,
): { send: (command: PlayerCommand) => void; stop: () => void } {
  let port: MessagePort | null = null;
  const answer = (event: MessageEvent<unknown>): void => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin || event.data !== FRAME_LISTENS)
      return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.addEventListener("message", ({ data }: MessageEvent<PlayerReport>) => onReport(data));
    port.start();
    frame.contentWindow?.postMessage(FRAME_LISTENS, location.origin, [channel.port2]);
    onOpen();
  };
  addEventListener("message", answer);
  return {
    send: (command) => port?.postMessage(command),
    stop: () => {
      removeEventListener("message", answer);
      port?.close();
    },
  };
}
