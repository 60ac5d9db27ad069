// @vitest-environment happy-dom
/** The parts of the player that decide something: the seek bar's knob, the word on a coming mood, the press to play. */
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StoreApi } from "zustand/vanilla";
import { silentPlayer } from "../../playback/player-fixture.ts";
import type { PlayerState } from "../../playback/player-state.ts";
import { playlistOf } from "../../playback/track-fixture.ts";
import { QueueList } from "../playlist/queue-list.tsx";
import { MoodChange } from "./mood-change.tsx";
import { TapToPlay } from "./now-playing.tsx";
import { SeekBar } from "./seek-bar.tsx";
import { Transport } from "./transport.tsx";

const held = vi.hoisted((): { player: StoreApi<PlayerState> | null } => ({ player: null }));

/** Hoisted with the mock below, which is made before anything else of this file. */
function heldPlayer(): StoreApi<PlayerState> {
  if (held.player === null) throw new Error("no player yet");
  return held.player;
}

vi.mock("../../playback/player-store.ts", async () => {
  const { useStore } = await import("zustand");
  return {
    playerStore: { getState: () => heldPlayer().getState() },
    usePlayerStore: (select: (state: PlayerState) => unknown) => useStore(heldPlayer(), select),
  };
});
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

function buttons(): HTMLButtonElement[] {
  return [...document.querySelectorAll("button")];
}

function press(name: string): void {
  const found = buttons().find((each) => (each.getAttribute("aria-label") ?? each.textContent).includes(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  act(() => found.click());
}

function rows(): string[] {
  return [...document.querySelectorAll("li")].map((row) => row.textContent);
}

describe("the player's parts", () => {
  let root: Root | null = null;
  let player = silentPlayer();
  const show = (node: ReactNode): void => act(() => root?.render(node));

  beforeEach(() => {
    player = silentPlayer();
    held.player = player;
    player.getState().setUpcoming(playlistOf(1, [10, 11, 12]));
    const place = document.createElement("div");
    document.body.append(place);
    root = createRoot(place);
  });
  afterEach(() => {
    act(() => root?.unmount());
    document.body.replaceChildren();
  });

  it("seek when the knob is let go, not while it moves", () => {
    show(<SeekBar />);
    const slider = document.querySelector("input");
    if (slider === null) throw new Error("no slider");
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(slider, "90000");
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    expect(slider.getAttribute("aria-valuetext")).toBe("1 minute 30 seconds of 3 minutes");
    expect(player.getState().positionMs).toBe(0);
    act(() => void slider.dispatchEvent(new Event("pointerup", { bubbles: true })));
    expect(player.getState().positionMs).toBe(90_000);
  });
  it("say which mood comes, and bring it at once on a press", () => {
    show(<MoodChange />);
    expect(document.body.textContent).toBe("");
    act(() => player.getState().setUpcoming(playlistOf(2, [20], { emotion: "sad", mood: "sad" })));
    expect(document.body.textContent).toContain("After this song: Sad");
    press("Change now");
    expect(player.getState().current?.track.id).toBe(20);
    expect(document.body.textContent).toBe("");
  });
  it("ask for a press only where the browser wants one", () => {
    show(<TapToPlay />);
    expect(buttons()).toHaveLength(0);
    act(() => player.setState({ status: "blocked", playing: false }));
    press("Tap to play");
    expect(player.getState().status).toBe("loading");
    expect(buttons()).toHaveLength(0);
  });
  it("name the play button by what it does", () => {
    show(<Transport />);
    press("Pause");
    expect(player.getState().status).toBe("paused");
    press("Play");
    expect(player.getState().playing).toBe(true);
  });
  it("list what comes with its reason; jump and remove", () => {
    show(<QueueList />);
    expect(rows()).toHaveLength(2);
    expect(rows()[0]).toContain("because of 11");
    press("Remove Song 11");
    expect(rows()).toHaveLength(1);
    press("Play now: Song 12");
    expect(player.getState().current?.track.id).toBe(12);
    expect(document.body.textContent).toContain("Nothing comes after this song yet.");
  });
});
