/**
 * The frame in which Spotify's script runs, and nothing else of the app: it sees no camera, no mood store and no page
 * around it. Joins the SDK to the page's port; the token comes from our server and stays in this frame's memory.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { type FrameStep, wearLook } from "../frame-panel.tsx";
import { listenToPage, type PlayerCommand, type PlayerProblem, type PlayerReport } from "../frame-protocol.ts";
import { createSteppedPanel } from "../stepped-panel.tsx";
import { createSdkDevice, type SdkDevice } from "./sdk-device.ts";
import { loadSpotifySdk } from "./spotify-sdk.ts";

const TOKEN_URL = "/api/sources/spotify/player-token";

const WORDS: Readonly<Record<FrameStep, string>> = {
  loading: "Fetching Spotify's player …",
  idle: "Makes this browser one of your Spotify devices.",
  starting: "Joining your Spotify devices …",
  on: "This browser is one of your Spotify devices.",
  blocked: "The browser wants a press before it plays.",
  broken: "Spotify's player is not available in this browser.",
};

/** What a problem means for the frame's own button; the page says the sentence. */
const STEP_AFTER: Readonly<Partial<Record<PlayerProblem, FrameStep>>> = {
  "press-needed": "blocked",
  "device-gone": "idle",
  "sign-in": "idle",
  "no-drm": "broken",
  subscription: "broken",
};

let device: SdkDevice | null = null;

const panel = createSteppedPanel({
  label: "Play in this browser",
  words: WORDS,
  onPress: press,
  onHeight: (px) => tell({ kind: "height", px }),
});

async function fetchToken(): Promise<string> {
  const response = await fetch(TOKEN_URL, { method: "POST", credentials: "same-origin" });
  const body: { accessToken?: unknown } | null = response.ok ? await response.json() : null;
  if (typeof body?.accessToken !== "string") throw new Error("no token");
  return body.accessToken;
}

function report(said: PlayerReport): void {
  const after = said.kind === "problem" ? STEP_AFTER[said.problem] : undefined;
  if (after !== undefined) panel.go(after);
  if (said.kind === "ready") panel.go("on");
  if (said.kind === "playback" && said.playback?.paused === false && panel.step() === "blocked") panel.go("on");
  tell(said);
}

async function setUp(scriptUrl: string): Promise<void> {
  if (device !== null) return;
  try {
    const Player = await loadSpotifySdk(scriptUrl);
    device = createSdkDevice({ Player, fetchToken, report, now: Date.now });
    panel.go("idle");
  } catch {
    panel.go("broken");
    tell({ kind: "problem", problem: "script-unreachable" });
  }
}

function press(step: FrameStep): void {
  if (device === null) return;
  if (step === "blocked") {
    device.resumeByPress();
    return;
  }
  panel.go("starting");
  device.start();
}

function obey(command: PlayerCommand): void {
  if (command.kind === "set-up" || command.kind === "look") wearLook(command.look);
  if (command.kind === "set-up") void setUp(command.scriptUrl);
  else device?.obey(command);
}

const tell = listenToPage(obey);

const root = document.getElementById("root");
if (root === null) throw new Error("player.html has no #root");
createRoot(root).render(<StrictMode>{panel.element}</StrictMode>);
