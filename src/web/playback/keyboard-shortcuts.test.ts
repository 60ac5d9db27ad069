// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { bindShortcuts, SHORTCUTS } from "./keyboard-shortcuts.ts";
import { silentPlayer } from "./player-fixture.ts";
import type { PlayerState } from "./player-state.ts";
import { playlistOf } from "./track-fixture.ts";

function press(key: string, init: KeyboardEventInit = {}, on: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  on.dispatchEvent(event);
  return event;
}

describe("the player's keys", () => {
  const toggle = vi.fn<() => void>();
  const seek = vi.fn<(positionMs: number) => void>();
  const next = vi.fn<() => void>();
  const previous = vi.fn<() => void>();
  const setVolume = vi.fn<(volume: number) => void>();
  let unbind: (() => void) | null = null;

  function standIn(): PlayerState {
    const real = silentPlayer();
    real.getState().setUpcoming(playlistOf(1, [10, 11]));
    return { ...real.getState(), positionMs: 60_000, toggle, seek, next, previous, setVolume };
  }

  beforeEach(() => {
    vi.clearAllMocks();
    unbind = bindShortcuts(createStore<PlayerState>(() => standIn()));
  });
  afterEach(() => {
    unbind?.();
    document.body.replaceChildren();
  });

  it("play, seek, change song and volume", () => {
    const space = press(" ");
    press("ArrowLeft");
    press("ArrowRight");
    press("ArrowLeft", { shiftKey: true });
    press("ArrowRight", { shiftKey: true });
    press("ArrowUp", { shiftKey: true });
    expect(space.defaultPrevented).toBe(true);
    expect(toggle).toHaveBeenCalledOnce();
    expect(seek.mock.calls).toEqual([[55_000], [65_000]]);
    expect(previous).toHaveBeenCalledOnce();
    expect(next).toHaveBeenCalledOnce();
    expect(setVolume).toHaveBeenCalledWith(0.55);
  });
  it("leave scrolling to the plain up and down keys", () => {
    expect(press("ArrowDown").defaultPrevented).toBe(false);
    expect(setVolume).not.toHaveBeenCalled();
  });
  it.each(["input", "textarea", "select", "button"])("are silent in a %s", (name) => {
    const element = document.createElement(name);
    document.body.append(element);
    expect(press(" ", {}, element).defaultPrevented).toBe(false);
    expect(toggle).not.toHaveBeenCalled();
  });
  it("are silent on whatever handles keys itself, and with a modifier of the browser", () => {
    const pad = document.createElement("div");
    pad.setAttribute("role", "slider");
    const inner = document.createElement("span");
    pad.append(inner);
    document.body.append(pad);
    press("ArrowRight", {}, inner);
    press("ArrowLeft", { altKey: true });
    press(" ", { ctrlKey: true });
    expect(seek).not.toHaveBeenCalled();
    expect(toggle).not.toHaveBeenCalled();
  });
  it("are all listed for the listener", () => {
    expect(SHORTCUTS.map(({ keys }) => keys.join("+"))).toEqual([
      "Space",
      "←",
      "→",
      "Shift+←",
      "Shift+→",
      "Shift+↑",
      "Shift+↓",
    ]);
  });
});
