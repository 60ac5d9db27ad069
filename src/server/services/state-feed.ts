/**
 * A state that changes, told to whoever listens in this process and, through the database, to those who listen in others:
 * a page shows the same progress whichever process it asks.
 */
import type { NewsTopic, ProcessNews } from "../db/process-news.ts";

export interface SharedState<State> {
  /** Tells a state of this process's own work. */
  tell(state: State): void;
  /** Tells it to nobody else: what is only so from here. */
  tellHere(state: State): void;
  /** Whether telling is worth what it takes to know the state. */
  isHeard(): boolean;
  /** The function returned ends it. */
  subscribe: (listener: (state: State) => void) => () => void;
}

export interface SharedStateOptions<State> {
  news: ProcessNews;
  topic: NewsTopic;
  /** The state as the database has it, for what another process did without saying what. */
  read: () => Promise<State | null>;
  /** Whether the work is done here: what others are at is then not asked. */
  isOwn: () => boolean;
}

/** A state is published at most so often; the last one always is. */
const PUBLISH_EVERY_MS = 250;

export function createSharedState<State>(options: SharedStateOptions<State>): SharedState<State> {
  const { news, topic, read, isOwn } = options;
  const listeners = new Set<(state: State) => void>();
  const publish = atMostEvery(PUBLISH_EVERY_MS, (state: State) => news.publish(topic, state));
  let lastTold = "";
  let unsubscribe: (() => void) | undefined;

  const tellHere = (state: State): void => {
    lastTold = JSON.stringify(state);
    for (const listener of listeners) listener(state);
  };
  const readAndTell = async (): Promise<void> => {
    const state = await read().catch(() => null);
    if (state !== null && !isOwn() && JSON.stringify(state) !== lastTold) tellHere(state);
  };

  return {
    tellHere,
    tell(state) {
      tellHere(state);
      publish(state);
    },
    isHeard: () => listeners.size > 0 || news.carries,
    subscribe(listener) {
      listeners.add(listener);
      unsubscribe ??= news.subscribe(({ topic: heard, detail }) => {
        if (isOwn() || (heard !== topic && heard !== "anything")) return;
        // What another process of this program told is what it would have shown itself.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        if (heard === topic && detail !== undefined) tellHere(detail as State);
        else void readAndTell();
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unsubscribe?.();
        unsubscribe = undefined;
      };
    },
  };
}

function atMostEvery<Value>(everyMs: number, work: (value: Value) => void): (value: Value) => void {
  let waiting: { value: Value } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const due = (): void => {
    timer = undefined;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    work(value);
    timer = setTimeout(due, everyMs);
    timer.unref();
  };
  return (value) => {
    waiting = { value };
    if (timer === undefined) due();
  };
}
