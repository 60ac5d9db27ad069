import { beforeEach, describe, expect, it, vi } from "vitest";
import { type AudioDeck, createAudioDeck, type DeckElement, type DeckEvents } from "./audio-deck.ts";

/** An audio element as far as the deck knows it; tests fire its events. */
class FakeElement extends EventTarget implements DeckElement {
  src = "";
  preload: DeckElement["preload"] = "none";
  currentTime = 0;
  duration = Number.NaN;
  volume = 1;
  paused = true;
  ended = false;
  refuse: Error | null = null;
  readonly load = vi.fn<() => void>();

  async play(): Promise<void> {
    if (this.refuse !== null) throw this.refuse;
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
  removeAttribute(): void {
    this.src = "";
  }
  fire(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}

function notAllowed(): Error {
  return new DOMException("press first", "NotAllowedError");
}

const one = { key: 1, url: "/one" };
const two = { key: 2, url: "/two" };

describe("the deck", () => {
  let elements: FakeElement[] = [];
  let deck: AudioDeck;
  const events = {
    onPlaying: vi.fn<DeckEvents["onPlaying"]>(),
    onPaused: vi.fn<DeckEvents["onPaused"]>(),
    onStalled: vi.fn<DeckEvents["onStalled"]>(),
    onTime: vi.fn<DeckEvents["onTime"]>(),
    onEnded: vi.fn<DeckEvents["onEnded"]>(),
    onError: vi.fn<DeckEvents["onError"]>(),
    onBlocked: vi.fn<DeckEvents["onBlocked"]>(),
  };
  const element = (index: number): FakeElement => {
    const found = elements[index];
    if (found === undefined) throw new Error(`no element ${index}`);
    return found;
  };

  beforeEach(() => {
    vi.clearAllMocks();
    elements = [];
    deck = createAudioDeck(events, () => {
      const made = new FakeElement();
      elements.push(made);
      return made;
    });
  });

  it("makes no element before it is needed", () => {
    expect(elements).toHaveLength(0);
  });
  it("plays in front and loads behind", () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    expect([element(0).src, element(0).paused]).toEqual(["/one", false]);
    expect([element(1).src, element(1).paused, element(1).preload]).toEqual(["/two", true, "auto"]);
  });
  it("turns the prepared element to the front without loading it again", () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    deck.load(two, { play: true });
    expect(element(1).load).toHaveBeenCalledOnce();
    expect(element(1).paused).toBe(false);
    expect(element(0).src).toBe("");
  });
  it("prepares the same source once, and drops it when it will not come", () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    deck.prepare(two);
    expect(element(1).load).toHaveBeenCalledOnce();
    deck.prepare(null);
    expect(element(1).src).toBe("");
  });
  it("tells only of the element in front", () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    element(1).fire("playing");
    element(1).fire("error");
    expect(events.onPlaying).not.toHaveBeenCalled();
    expect(events.onError).not.toHaveBeenCalled();
    element(0).fire("error");
    expect(events.onError).toHaveBeenCalledWith(one);
  });
  it("tries a source again in front that failed behind", () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    element(1).fire("error");
    deck.load(two, { play: true });
    expect(element(0).src).toBe("/two");
  });
  it("says the time in milliseconds, with an unknown length as null", () => {
    deck.load(one, { play: false });
    element(0).currentTime = 1.5;
    element(0).fire("timeupdate");
    expect(events.onTime).toHaveBeenLastCalledWith(1500, null);
    element(0).duration = 200;
    element(0).fire("durationchange");
    expect(events.onTime).toHaveBeenLastCalledWith(1500, 200_000);
  });
  it("does not take the pause at the end of a song for one of the listener", () => {
    deck.load(one, { play: true });
    element(0).paused = true;
    element(0).ended = true;
    element(0).fire("pause");
    expect(events.onPaused).not.toHaveBeenCalled();
    element(0).ended = false;
    element(0).fire("pause");
    expect(events.onPaused).toHaveBeenCalledOnce();
  });
  it("falls back on the element that may play when the other is refused", async () => {
    deck.load(one, { play: true });
    deck.prepare(two);
    element(1).refuse = notAllowed();
    deck.load(two, { play: true });
    await vi.waitFor(() => expect(element(0).src).toBe("/two"));
    expect(element(0).paused).toBe(false);
    expect(events.onBlocked).not.toHaveBeenCalled();
  });
  it("says that it is blocked when neither may play", async () => {
    deck.load(one, { play: false });
    for (const each of elements) each.refuse = notAllowed();
    deck.play();
    await vi.waitFor(() => expect(events.onBlocked).toHaveBeenCalledOnce());
  });
  it("takes an interrupted start for nothing special", async () => {
    deck.load(one, { play: false });
    element(0).refuse = new DOMException("another load", "AbortError");
    deck.play();
    await Promise.resolve();
    expect(events.onBlocked).not.toHaveBeenCalled();
  });
  it("gives both elements the volume", () => {
    deck.setVolume(0.25);
    deck.load(one, { play: false });
    expect(elements.map((each) => each.volume)).toEqual([0.25, 0.25]);
    deck.setVolume(0.5);
    expect(elements.map((each) => each.volume)).toEqual([0.5, 0.5]);
  });
});
