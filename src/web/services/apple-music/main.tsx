/**
 * The frame in which MusicKit runs, and nothing else of the app: it sees no camera, no mood store and no page around
 * it. Signing in is a press in here, since browsers open a window only for the frame that was pressed.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { type FrameStep, wearLook } from "../frame-panel.tsx";
import { listenToPage, type PlayerCommand, type PlayerReport } from "../frame-protocol.ts";
import { createSteppedPanel } from "../stepped-panel.tsx";
import { loadMusicKit } from "./musickit.ts";
import { createMusicKitPlayer, type MusicKitPlayer } from "./musickit-player.ts";

const TOKEN_URL = "/api/sources/apple-music/developer-token";
const LISTENER_URL = "/api/sources/apple-music/listener";

const WORDS: Readonly<Record<FrameStep, string>> = {
  loading: "Fetching Apple's player …",
  idle: "Not signed in: you hear previews of 30 seconds.",
  starting: "Apple's own window asks who you are …",
  on: "Signed in to Apple Music in this browser.",
  blocked: "The browser wants a press before it plays.",
  broken: "Apple's player is not available in this browser.",
};

let player: MusicKitPlayer | null = null;
let signedIn = false;

const panel = createSteppedPanel({
  label: "Sign in to Apple Music",
  words: WORDS,
  onPress: (step) => void press(step),
  onHeight: (px) => tell({ kind: "height", px }),
});

async function fetchToken(): Promise<string> {
  const response = await fetch(TOKEN_URL, { credentials: "same-origin" });
  const body: { developerToken?: unknown } | null = response.ok ? await response.json() : null;
  if (typeof body?.developerToken !== "string") throw new Error("no token");
  return body.developerToken;
}

/** Our server reads the listener's library with it, and keeps it encrypted. */
async function handOver(userToken: string): Promise<void> {
  const response = await fetch(LISTENER_URL, {
    method: "PUT",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userToken }),
  });
  if (!response.ok) throw new Error("the server did not take the sign-in");
}

function report(said: PlayerReport): void {
  if (said.kind === "problem" && said.problem === "press-needed") panel.go("blocked");
  if (said.kind === "problem" && said.problem === "no-drm") panel.go("broken");
  if (said.kind === "playback" && said.playback?.paused === false) panel.go(signedIn ? "on" : "idle");
  tell(said);
}

async function setUp(scriptUrl: string): Promise<void> {
  if (player !== null) return;
  try {
    const music = await loadMusicKit(scriptUrl, await fetchToken());
    player = createMusicKitPlayer({ music, report, now: Date.now });
    signedIn = music.isAuthorized;
    panel.go(signedIn ? "on" : "idle");
    tell({ kind: "ready", deviceId: "musickit" });
  } catch {
    panel.go("broken");
    tell({ kind: "problem", problem: "script-unreachable" });
  }
}

async function press(step: FrameStep): Promise<void> {
  if (player === null) return;
  if (step === "blocked") {
    await player.obey({ kind: "resume" });
    return;
  }
  panel.go("starting");
  const userToken = await player.signIn();
  if (userToken !== null) await handOver(userToken).catch(() => tell({ kind: "problem", problem: "sign-in" }));
  signedIn = userToken !== null;
  panel.go(signedIn ? "on" : "idle");
  tell({ kind: "signed-in", signedIn });
}

function obey(command: PlayerCommand): void {
  if (command.kind === "set-up" || command.kind === "look") wearLook(command.look);
  if (command.kind === "set-up") void setUp(command.scriptUrl);
  else void player?.obey(command);
  if (command.kind === "sign-out") {
    signedIn = false;
    panel.go("idle");
  }
}

const tell = listenToPage(obey);

const root = document.getElementById("root");
if (root === null) throw new Error("player.html has no #root");
createRoot(root).render(<StrictMode>{panel.element}</StrictMode>);
