/**
 * MIDI messages that wait for their time, in order; pure. They are handed on only shortly before they are due, so that what was
 * scheduled can still be taken back: the synthesiser's own queue forgets nothing.
 */

export interface TimedMessage {
  /** Seconds on the audio clock. */
  time: number;
  /** Seconds at which the note begins that this message belongs to; the message's own time where it belongs to none. */
  startTime: number;
  /** Which note: voice and pitch; null for messages that are not a note's. */
  note: string | null;
  kind: "setting" | "off" | "on";
  /** Status byte and data bytes. */
  data: readonly number[];
}

/** A note ends this long before its key is struck again, or its end would end the second. */
const RESTRIKE_GAP_S = 0.005;

/** What falls on one moment: an instrument is chosen before its note, a note ends before the next begins. */
const ORDER = { setting: 0, off: 1, on: 2 } as const;

const before = (a: TimedMessage, b: TimedMessage): number => a.time - b.time || ORDER[a.kind] - ORDER[b.kind];

export interface MessageQueue {
  readonly size: number;
  /** A note that is still to end when its key is struck again ends a little earlier. */
  add(messages: readonly TimedMessage[]): void;
  /** Takes out, in order, everything that is due before `time`. */
  takeUntil(time: number): TimedMessage[];
  /** Forgets notes that begin at `time` or later, and settings that are due then; notes that have begun still end. */
  dropFrom(time: number): void;
  clear(): void;
}

export function createMessageQueue(): MessageQueue {
  let waiting: TimedMessage[] = [];

  /** Ends what still sounds of the notes that are struck again. */
  function shorten(messages: readonly TimedMessage[]): void {
    const struck = messages.filter(({ kind }) => kind === "on");
    for (const message of waiting) {
      if (message.kind !== "off") continue;
      const again = struck.find(
        ({ note, time }) => note === message.note && time > message.startTime && time <= message.time,
      );
      if (again !== undefined) message.time = Math.max(message.startTime, again.time - RESTRIKE_GAP_S);
    }
  }

  return {
    get size() {
      return waiting.length;
    },
    add(messages) {
      waiting.push(...messages.map((message) => ({ ...message })));
      shorten(messages);
      waiting.sort(before);
    },
    takeUntil(time) {
      const index = waiting.findIndex((message) => message.time >= time);
      return waiting.splice(0, index === -1 ? waiting.length : index);
    },
    dropFrom(time) {
      waiting = waiting.filter(({ startTime }) => startTime < time);
    },
    clear() {
      waiting = [];
    },
  };
}
