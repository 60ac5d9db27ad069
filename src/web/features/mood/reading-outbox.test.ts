import { beforeEach, describe, expect, it, vi } from "vitest";
import type { NewMoodReading } from "../../../contracts/mood-readings.ts";
import { CAMERA_EVERY_MS, createReadingOutbox } from "./reading-outbox.ts";
import type { ReadingOutbox } from "./reading-outbox.ts";

const reading = (source: NewMoodReading["source"], valence = 0): NewMoodReading => ({
  source,
  emotion: "happy",
  valence,
  arousal: 0,
  confidence: 1,
});

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("createReadingOutbox", () => {
  const send = vi.fn<(sent: NewMoodReading) => Promise<unknown>>();
  let nowMs: number;
  let timers: { atMs: number; callback: () => void }[];
  let outbox: ReadingOutbox;

  const passTo = async (ms: number) => {
    nowMs = ms;
    const due = timers.filter((timer) => timer.atMs <= ms);
    timers = timers.filter((timer) => timer.atMs > ms);
    for (const timer of due) timer.callback();
    await settle();
  };
  const sent = () => send.mock.calls.map(([first]) => `${first.source} ${first.valence}`);

  beforeEach(() => {
    send.mockReset().mockResolvedValue(null);
    nowMs = 0;
    timers = [];
    outbox = createReadingOutbox({
      send,
      isWorthRetrying: (error) => error === "away",
      now: () => nowMs,
      setTimer: (callback, ms) => timers.push({ atMs: nowMs + ms, callback }),
    });
  });

  it("sends what the listener says at once and in order", async () => {
    outbox.add(reading("button", 0.1));
    outbox.add(reading("pad", 0.2));
    await settle();
    expect(sent()).toEqual(["button 0.1", "pad 0.2"]);
    expect(outbox.waiting()).toBe(0);
  });

  it("sends the camera's latest word at most every ten seconds", async () => {
    outbox.add(reading("camera", 0.1));
    await settle();
    await passTo(3000);
    outbox.add(reading("camera", 0.2));
    await passTo(6000);
    outbox.add(reading("camera", 0.3));
    expect(sent()).toEqual(["camera 0.1"]);
    await passTo(CAMERA_EVERY_MS);
    expect(sent()).toEqual(["camera 0.1", "camera 0.3"]);
  });

  it("drops a camera reading that waits when the listener speaks", async () => {
    outbox.add(reading("camera", 0.1));
    outbox.add(reading("camera", 0.2));
    outbox.add(reading("correction", -0.5));
    await passTo(60_000);
    expect(sent()).toEqual(["camera 0.1", "correction -0.5"]);
  });

  it("keeps what could not be sent, tries again later each time, and loses no order", async () => {
    send.mockRejectedValueOnce("away").mockRejectedValueOnce("away");
    outbox.add(reading("button", 0.1));
    await settle();
    outbox.add(reading("button", 0.2));
    await settle();
    expect(outbox.waiting()).toBe(2);
    await passTo(5000);
    expect(outbox.waiting()).toBe(2);
    await passTo(19_999);
    expect(outbox.waiting()).toBe(2);
    await passTo(20_000);
    expect(sent().slice(-2)).toEqual(["button 0.1", "button 0.2"]);
    expect(outbox.waiting()).toBe(0);
  });

  it("lets go what the server will never take", async () => {
    send.mockRejectedValueOnce("refused");
    outbox.add(reading("button", 0.1));
    outbox.add(reading("button", 0.2));
    await settle();
    expect(sent()).toEqual(["button 0.1", "button 0.2"]);
    expect(outbox.waiting()).toBe(0);
  });

  it("keeps twenty at most while the server is away", async () => {
    send.mockRejectedValue("away");
    for (let i = 0; i < 30; i++) outbox.add(reading("button", i / 100));
    await settle();
    expect(outbox.waiting()).toBe(20);
  });
});
