import { expect, test } from "vitest";
import { createMessageQueue, type TimedMessage } from "./message-queue.ts";

const strike = (pitch: number, from: number, to: number): TimedMessage[] => [
  { time: from, startTime: from, note: `melody ${pitch}`, kind: "on", data: [0x90, pitch, 70] },
  { time: to, startTime: from, note: `melody ${pitch}`, kind: "off", data: [0x80, pitch, 0] },
];
const setting = (time: number): TimedMessage => ({
  time,
  startTime: time,
  note: null,
  kind: "setting",
  data: [0xc0, 0],
});
const told = (messages: readonly TimedMessage[]) => messages.map(({ kind, time }) => `${kind} ${time}`);

test("hands on what is due, in order, and keeps the rest", () => {
  const queue = createMessageQueue();
  queue.add(strike(62, 2, 3));
  queue.add(strike(60, 0, 2));
  queue.add([setting(2)]);
  expect(told(queue.takeUntil(1))).toEqual(["on 0"]);
  expect(told(queue.takeUntil(2.5))).toEqual(["setting 2", "off 2", "on 2"]);
  expect(queue.size).toBe(1);
});

test("takes notes back whole, and lets those that have begun end", () => {
  const queue = createMessageQueue();
  queue.add([...strike(60, 0, 4), ...strike(62, 2, 3), setting(2.5)]);
  queue.takeUntil(1);
  queue.dropFrom(1.5);
  expect(told(queue.takeUntil(99))).toEqual(["off 4"]);
});

test("a note that is struck again ends just before, also when it was given earlier", () => {
  const queue = createMessageQueue();
  queue.add(strike(60, 0, 2));
  queue.takeUntil(0.5);
  queue.add(strike(60, 1, 3));
  const [off, on, last] = queue.takeUntil(99);
  expect(off).toMatchObject({ kind: "off", startTime: 0 });
  expect(off!.time).toBeGreaterThan(0.99);
  expect(off!.time).toBeLessThan(1);
  expect(told([on!, last!])).toEqual(["on 1", "off 3"]);
});

test("does not change what it was given, and forgets all when cleared", () => {
  const queue = createMessageQueue();
  const first = strike(60, 0, 2);
  queue.add([...first, ...strike(60, 1, 3)]);
  expect(first[1]!.time).toBe(2);
  queue.clear();
  expect(queue.size).toBe(0);
});
