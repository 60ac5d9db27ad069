import { describe, expect, it } from "vitest";
import {
  currentEntry,
  EMPTY_QUEUE,
  entriesOf,
  hasPrevious,
  HISTORY_LENGTH,
  nextEntry,
  pendingOrigin,
  type Queue,
  type QueueAction,
  reduceQueue,
  upcomingEntries,
} from "./queue.ts";
import { playlistOf, song } from "./track-fixture.ts";

function after(queue: Queue, ...actions: readonly QueueAction[]): Queue {
  return actions.reduce(reduceQueue, queue);
}

function upcomingFrom(id: number, trackIds: readonly number[]): QueueAction {
  return { type: "set-upcoming", items: entriesOf(playlistOf(id, trackIds)) };
}

function ids(entries: readonly { track: { id: number } }[]): number[] {
  return entries.map((entry) => entry.track.id);
}

const next: QueueAction = { type: "next" };
const previous: QueueAction = { type: "previous" };

describe("a fresh queue", () => {
  it("has nothing current, and takes the first entry that comes", () => {
    expect(currentEntry(EMPTY_QUEUE)).toBeNull();
    const queue = after(EMPTY_QUEUE, upcomingFrom(1, [10, 11, 12]));
    expect(currentEntry(queue)?.track.id).toBe(10);
    expect(ids(upcomingEntries(queue))).toEqual([11, 12]);
  });
  it("orders a playlist by position, not by how it was sent", () => {
    const playlist = playlistOf(1, [10, 11]);
    expect(ids(entriesOf({ ...playlist, entries: playlist.entries.toReversed() }))).toEqual([10, 11]);
  });
});

describe("a change of mood", () => {
  const playing = after(EMPTY_QUEUE, upcomingFrom(1, [10, 11, 12]), next);
  it("replaces what comes and leaves what plays and what was played", () => {
    const changed = after(playing, upcomingFrom(2, [20, 21]));
    expect(currentEntry(changed)).toEqual(currentEntry(playing));
    expect(ids(changed.entries)).toEqual([10, 11, 20, 21]);
  });
  it("does not queue the song that plays once more", () => {
    expect(ids(upcomingEntries(after(playing, upcomingFrom(2, [20, 11, 21]))))).toEqual([20, 21]);
  });
  it("is pending until its first song plays", () => {
    expect(pendingOrigin(playing)).toBeNull();
    const changed = after(playing, upcomingFrom(2, [20, 21]));
    expect(pendingOrigin(changed)?.id).toBe(2);
    expect(pendingOrigin(after(changed, next))).toBeNull();
  });
  it("starts at once where the queue had run out", () => {
    const ended = after(EMPTY_QUEUE, upcomingFrom(1, [10]), next);
    expect(currentEntry(ended)).toBeNull();
    expect(currentEntry(after(ended, upcomingFrom(2, [20])))?.track.id).toBe(20);
  });
  it("gives every entry a key of its own, also when a song comes twice", () => {
    const queue = after(playing, upcomingFrom(2, [10, 10]), upcomingFrom(3, [10]));
    const keys = queue.entries.map((entry) => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("moving", () => {
  const queue = after(EMPTY_QUEUE, upcomingFrom(1, [10, 11, 12, 13]));
  it("walks past songs that would not play, both ways", () => {
    const failed = queue.entries[1]?.key ?? 0;
    const at12 = after(queue, { type: "mark-failed", key: failed }, next);
    expect(currentEntry(at12)?.track.id).toBe(12);
    expect(currentEntry(after(at12, previous))?.track.id).toBe(10);
  });
  it("stays at the first song when there is nothing before it", () => {
    expect(hasPrevious(queue)).toBe(false);
    expect(after(queue, previous)).toBe(queue);
  });
  it("ends after the last song, and no further", () => {
    const ended = after(queue, next, next, next, next);
    expect(currentEntry(ended)).toBeNull();
    expect(after(ended, next).index).toBe(ended.index);
    expect(currentEntry(after(ended, previous))?.track.id).toBe(13);
  });
  it("ends when all that is left has failed", () => {
    const broken = queue.entries.slice(1).map(({ key }): QueueAction => ({ type: "mark-failed", key }));
    expect(nextEntry(after(queue, ...broken))).toBeNull();
    expect(currentEntry(after(queue, ...broken, next))).toBeNull();
  });
  it("jumps to an entry, and ignores one that is gone", () => {
    const key = queue.entries[2]?.key ?? 0;
    expect(currentEntry(after(queue, { type: "jump", key }))?.track.id).toBe(12);
    expect(after(queue, { type: "jump", key: 999 })).toBe(queue);
  });
});

describe("changing what comes", () => {
  const queue = after(EMPTY_QUEUE, upcomingFrom(1, [10, 11, 12]), next);
  it("removes a coming song, and keeps the current one when a played one goes", () => {
    expect(ids(after(queue, { type: "remove", key: queue.entries[2]?.key ?? 0 }).entries)).toEqual([10, 11]);
    expect(currentEntry(after(queue, { type: "remove", key: queue.entries[0]?.key ?? 0 }))?.track.id).toBe(11);
  });
  it("does not remove the song that plays", () => {
    expect(after(queue, { type: "remove", key: queue.entries[1]?.key ?? 0 })).toBe(queue);
  });
  it("puts a song next, before the others", () => {
    const item = { track: song(77), reason: null, origin: null };
    expect(ids(upcomingEntries(after(queue, { type: "play-next", item })))).toEqual([77, 12]);
  });
  it("appends only what is not coming anyway", () => {
    const more = after(queue, { type: "append", items: entriesOf(playlistOf(2, [12, 11, 13])) });
    expect(ids(upcomingEntries(more))).toEqual([12, 13]);
  });
  it("likes a song wherever it stands", () => {
    const liked = after(queue, { type: "set-liked", trackId: 12, liked: true });
    expect(liked.entries.map((entry) => entry.track.liked)).toEqual([false, false, true]);
  });
  it("forgets what was played long ago", () => {
    const many = Array.from({ length: HISTORY_LENGTH + 20 }, (_, index) => index + 1);
    const walked = after(EMPTY_QUEUE, upcomingFrom(1, many), ...many.slice(1).map(() => next));
    const changed = after(walked, upcomingFrom(2, [500]));
    expect(changed.index).toBe(HISTORY_LENGTH);
    expect(currentEntry(changed)).toEqual(currentEntry(walked));
    expect(ids(upcomingEntries(changed))).toEqual([500]);
  });
});
