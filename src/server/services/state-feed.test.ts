import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { News, ProcessNews } from "../db/process-news.ts";
import { createSharedState } from "./state-feed.ts";

/** Two processes that hear each other at once, or (`carries` false) only that something happened. */
function connected(carries = true) {
  const sides = [new Set<(news: News) => void>(), new Set<(news: News) => void>()];
  const published: unknown[] = [];
  const side = (own: number): ProcessNews => ({
    carries,
    publish(topic, detail) {
      published.push(detail);
      if (carries) for (const listener of sides[1 - own]!) listener({ topic, detail });
    },
    subscribe(listener) {
      sides[own]!.add(listener);
      return () => void sides[own]!.delete(listener);
    },
  });
  const anything = (own: number) => {
    for (const listener of sides[own]!) listener({ topic: "anything", detail: undefined });
  };
  return { news: [side(0), side(1)] as const, published, anything, listening: () => sides.map(({ size }) => size) };
}

test("what one tells is heard here and there; nobody hears it twice", async () => {
  const { news, listening } = connected();
  const options = { topic: "scan", read: async () => null } as const;
  const [one, two] = [
    createSharedState<number>({ ...options, news: news[0], isOwn: () => true }),
    createSharedState<number>({ ...options, news: news[1], isOwn: () => false }),
  ];
  const [here, there]: [number[], number[]] = [[], []];
  one.subscribe((state) => here.push(state));
  const end = two.subscribe((state) => there.push(state));
  one.tell(1);
  expect([here, there]).toEqual([[1], [1]]);
  one.tellHere(2);
  expect([here, there]).toEqual([[1, 2], [1]]);
  expect(listening()).toEqual([1, 1]);
  end();
  expect(listening()).toEqual([1, 0]);
});

test("many states are published a few times a second, and the last one always", async () => {
  const { news, published } = connected();
  const state = createSharedState<number>({ news: news[0], topic: "sync", read: async () => null, isOwn: () => true });
  for (let value = 1; value <= 50; value += 1) state.tell(value);
  await sleep(600);
  expect(published).toEqual([1, 50]);
});

test("where nobody says what changed it is read, and told only where it is new and not one's own", async () => {
  const { news, anything } = connected(false);
  let stored = 1;
  let own = false;
  const state = createSharedState<number>({ news: news[0], topic: "scan", read: async () => stored, isOwn: () => own });
  const heard: number[] = [];
  state.subscribe((value) => heard.push(value));
  const look = async (): Promise<void> => {
    anything(0);
    await sleep(0);
  };
  await look();
  await look();
  stored = 2;
  await look();
  own = true;
  stored = 3;
  await look();
  expect(heard).toEqual([1, 2]);
});
