/**
 * Two audio elements that take turns: while one plays, the other has the next song loaded, so that the change is quick.
 * Knows nothing of queues or moods; says what happens through `DeckEvents`, and only about the element in front.
 */

/** A sound to play; `key` tells two plays of the same address apart. */
export interface DeckSource {
  key: number;
  url: string;
}

export interface DeckEvents {
  /** Sound has started, or goes on after a stall. */
  onPlaying(): void;
  /** Sound has stopped at the element's own will or ours. */
  onPaused(): void;
  /** Sound waits for data. */
  onStalled(): void;
  /** `durationMs` is null while unknown. */
  onTime(positionMs: number, durationMs: number | null): void;
  onEnded(): void;
  /** The source in front cannot be fetched or decoded. */
  onError(source: DeckSource): void;
  /** The browser wants a press of the listener before it plays. */
  onBlocked(): void;
}

/** The part of HTMLAudioElement that the deck uses. */
export type DeckElement = Pick<
  HTMLAudioElement,
  | "src"
  | "preload"
  | "currentTime"
  | "duration"
  | "volume"
  | "paused"
  | "ended"
  | "play"
  | "pause"
  | "load"
  | "removeAttribute"
  | "addEventListener"
>;

export interface AudioDeck {
  /** Brings a source to the front, from the other element where it is prepared; `positionMs` defaults to 0. */
  load(source: DeckSource, options: { play: boolean; positionMs?: number }): void;
  /** Loads the next source into the element behind; null frees it. */
  prepare(source: DeckSource | null): void;
  play(): void;
  pause(): void;
  seek(positionMs: number): void;
  /** 0..1, straight to the elements. */
  setVolume(volume: number): void;
  /** Silence, nothing loaded. */
  clear(): void;
}

interface Side {
  element: DeckElement;
  source: DeckSource | null;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function durationMs(element: DeckElement): number | null {
  return Number.isFinite(element.duration) && element.duration > 0 ? element.duration * 1000 : null;
}

class TwoSidedDeck implements AudioDeck {
  readonly #events: DeckEvents;
  readonly #create: () => DeckElement;
  #front: Side | null = null;
  #back: Side | null = null;
  #volume = 1;

  constructor(events: DeckEvents, create: () => DeckElement) {
    this.#events = events;
    this.#create = create;
  }

  load(source: DeckSource, { play, positionMs = 0 }: { play: boolean; positionMs?: number }): void {
    const { front, back } = this.#sides();
    front.element.pause();
    if (back.source?.key === source.key && back.source.url === source.url) {
      this.#front = back;
      this.#back = front;
      this.#empty(front);
    } else {
      this.#fill(front, source);
    }
    if (positionMs > 0) this.seek(positionMs);
    this.#events.onTime(positionMs, durationMs(this.#sides().front.element));
    if (play) this.play();
  }

  prepare(source: DeckSource | null): void {
    const { back } = this.#sides();
    if (source === null) this.#empty(back);
    else if (back.source?.key !== source.key) this.#fill(back, source);
  }

  play(): void {
    const { front } = this.#sides();
    if (front.source !== null) void this.#start(front, front.source);
  }

  pause(): void {
    this.#front?.element.pause();
  }

  seek(positionMs: number): void {
    if (this.#front !== null) this.#front.element.currentTime = Math.max(0, positionMs) / 1000;
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    for (const side of [this.#front, this.#back]) if (side !== null) side.element.volume = volume;
  }

  clear(): void {
    for (const side of [this.#front, this.#back]) if (side !== null) this.#empty(side);
  }

  async #start(side: Side, source: DeckSource): Promise<void> {
    try {
      await side.element.play();
    } catch (error) {
      if (side.source !== source || side !== this.#front || !isNamed(error, "NotAllowedError")) return;
      await this.#startElsewhere(source);
    }
  }

  /** Some browsers let only the element play that the listener's press started: try the source on the other one. */
  async #startElsewhere(source: DeckSource): Promise<void> {
    const { front, back } = this.#sides();
    this.#empty(front);
    this.#front = back;
    this.#back = front;
    this.#fill(back, source);
    try {
      await back.element.play();
    } catch (error) {
      if (back.source === source && isNamed(error, "NotAllowedError")) this.#events.onBlocked();
    }
  }

  #fill(side: Side, source: DeckSource): void {
    side.source = source;
    side.element.src = source.url;
    side.element.load();
  }

  #empty(side: Side): void {
    if (side.source === null) return;
    side.source = null;
    side.element.pause();
    side.element.removeAttribute("src");
    side.element.load();
  }

  #sides(): { front: Side; back: Side } {
    this.#front ??= this.#newSide();
    this.#back ??= this.#newSide();
    return { front: this.#front, back: this.#back };
  }

  #newSide(): Side {
    const side: Side = { element: this.#create(), source: null };
    const { element } = side;
    element.preload = "auto";
    element.volume = this.#volume;
    const inFront = (react: (source: DeckSource) => void) => () => {
      if (side === this.#front && side.source !== null) react(side.source);
    };
    const tellTime = inFront(() => this.#events.onTime(element.currentTime * 1000, durationMs(element)));
    for (const name of ["timeupdate", "seeked", "durationchange"]) element.addEventListener(name, tellTime);
    element.addEventListener(
      "playing",
      inFront(() => this.#events.onPlaying()),
    );
    element.addEventListener(
      "pause",
      inFront(() => {
        // The event comes late: the element may play something else by now; at the end "ended" follows.
        if (element.paused && !element.ended) this.#events.onPaused();
      }),
    );
    element.addEventListener(
      "waiting",
      inFront(() => this.#events.onStalled()),
    );
    element.addEventListener(
      "ended",
      inFront(() => this.#events.onEnded()),
    );
    element.addEventListener("error", () => this.#failed(side));
    return side;
  }

  #failed(side: Side): void {
    const { source } = side;
    if (source === null) return;
    if (side === this.#front) this.#events.onError(source);
    // Behind, the failure is met again, and told, when the song's turn comes.
    else side.source = null;
  }
}

/** A deck on real audio elements, made when they are first needed. */
export function createAudioDeck(events: DeckEvents, create: () => DeckElement = () => new Audio()): AudioDeck {
  return new TwoSidedDeck(events, create);
}
