/**
 * The play queue as pure data: what was played, what plays, what comes. Sound, network and time are left to the player.
 * `index` runs from 0 to `entries.length`; at the length nothing is current (not started, or played to the end).
 */
import type { AffectPoint, Emotion } from "../../core/affect/emotion.ts";
import type { MoodName } from "../../core/affect/mood-names.ts";
import type { Playlist } from "../../contracts/playlists.ts";
import type { Track } from "../../contracts/tracks.ts";

/** The playlist that an entry came from, and the mood it was made for. */
export interface PlaylistOrigin {
  id: number;
  /** Null where the wish was a point: one that the listener chose, or that of a song to find more like. */
  emotion: Emotion | null;
  /** One of the twelve moods it was asked for by. */
  mood: MoodName | null;
  target: AffectPoint;
  /** Where a list that moves from mood to mood ends; null for one that stays. */
  goal: AffectPoint | null;
  /** What the listener wished for: music for a mood, or more like a song. */
  wish: "mood" | "similar";
}

export interface NewEntry {
  track: Track;
  /** Why this song, in one line; null where the listener picked it. */
  reason: string | null;
  origin: PlaylistOrigin | null;
  /** Which point of its list's path it was chosen for, from 0. */
  waypoint?: number | null;
}

export interface QueueEntry extends NewEntry {
  /** Tells apart two entries of the same track. */
  key: number;
  /** It would not play; the queue walks past it. */
  failed: boolean;
}

export interface Queue {
  entries: readonly QueueEntry[];
  index: number;
  nextKey: number;
}

export type QueueAction =
  | { type: "set-upcoming"; items: readonly NewEntry[] }
  | { type: "open-list"; items: readonly NewEntry[] }
  | { type: "append"; items: readonly NewEntry[] }
  | { type: "play-next"; item: NewEntry }
  | { type: "next" }
  | { type: "previous" }
  | { type: "jump"; key: number }
  | { type: "remove"; key: number }
  | { type: "mark-failed"; key: number }
  | { type: "set-liked"; trackId: number; liked: boolean };

export const EMPTY_QUEUE: Queue = { entries: [], index: 0, nextKey: 1 };

/** How many played entries are kept for "previous". */
export const HISTORY_LENGTH = 50;

/** The entries of a playlist as the queue takes them, in its order. */
export function entriesOf(playlist: Playlist, wish: PlaylistOrigin["wish"] = "mood"): NewEntry[] {
  const { id, emotion, mood, target, journey } = playlist;
  const goal = journey?.kind === "shift" ? (journey.path.at(-1) ?? null) : null;
  const origin: PlaylistOrigin = { id, emotion, mood, target, goal, wish };
  return [...playlist.entries]
    .sort((left, right) => left.position - right.position)
    .map(({ track, reason, waypoint }) => ({ track, reason, origin, waypoint }));
}

/** What plays now, or null. */
export function currentEntry(queue: Queue): QueueEntry | null {
  return queue.entries[queue.index] ?? null;
}

/** What comes after the current entry, failed ones included. */
export function upcomingEntries(queue: Queue): readonly QueueEntry[] {
  return queue.entries.slice(queue.index + 1);
}

/** The entry that follows if nothing changes, or null at the end. */
export function nextEntry(queue: Queue): QueueEntry | null {
  return queue.entries[seek(queue, 1)] ?? null;
}

/** Whether there is something to go back to. */
export function hasPrevious(queue: Queue): boolean {
  return seek(queue, -1) >= 0;
}

/** The coming playlist's origin where it differs from that of the song that plays: the mood has changed meanwhile. */
export function pendingOrigin(queue: Queue): PlaylistOrigin | null {
  const current = currentEntry(queue);
  const coming = nextEntry(queue)?.origin ?? null;
  return current === null || coming === null || coming.id === current.origin?.id ? null : coming;
}

function seek(queue: Queue, step: 1 | -1): number {
  let index = queue.index + step;
  while (queue.entries[index]?.failed === true) index += step;
  return index;
}

function withKeys(items: readonly NewEntry[], firstKey: number): QueueEntry[] {
  return items.map((item, offset) => ({ ...item, key: firstKey + offset, failed: false }));
}

/** Puts entries in place of everything after `keep` leading ones, and forgets what was played too long ago. */
function rebuild(queue: Queue, keep: number, items: readonly NewEntry[], rest: readonly QueueEntry[] = []): Queue {
  const forgotten = Math.max(0, queue.index - HISTORY_LENGTH);
  return {
    entries: [...queue.entries.slice(forgotten, keep), ...withKeys(items, queue.nextKey), ...rest],
    index: queue.index - forgotten,
    nextKey: queue.nextKey + items.length,
  };
}

function remove(queue: Queue, key: number): Queue {
  const at = queue.entries.findIndex((entry) => entry.key === key);
  if (at < 0 || at === queue.index) return queue;
  return {
    ...queue,
    entries: queue.entries.filter((entry) => entry.key !== key),
    index: at < queue.index ? queue.index - 1 : queue.index,
  };
}

function jump(queue: Queue, key: number): Queue {
  const index = queue.entries.findIndex((entry) => entry.key === key);
  return index < 0 ? queue : { ...queue, index };
}

function mapEntries(queue: Queue, change: (entry: QueueEntry) => QueueEntry): Queue {
  return { ...queue, entries: queue.entries.map(change) };
}

function like(entry: QueueEntry, trackId: number, liked: boolean): QueueEntry {
  return entry.track.id === trackId ? { ...entry, track: { ...entry.track, liked } } : entry;
}

/**
 * The queue after an action. What plays is never changed by `set-upcoming`, `open-list`, `append`, `play-next` or `remove`;
 * where nothing is current, the first entry added becomes current.
 */
export function reduceQueue(queue: Queue, action: QueueAction): Queue {
  const playing = currentEntry(queue);
  const kept = Math.min(queue.index + 1, queue.entries.length);
  const coming = new Set(queue.entries.slice(queue.index).map((entry) => entry.track.id));
  switch (action.type) {
    case "set-upcoming":
      return rebuild(
        queue,
        kept,
        action.items.filter((item) => item.track.id !== playing?.track.id),
      );
    case "open-list":
      // As the listener sees it, also where it holds the song that plays.
      return rebuild(queue, kept, action.items);
    case "append":
      return rebuild(
        queue,
        queue.entries.length,
        action.items.filter((item) => !coming.has(item.track.id)),
      );
    case "play-next":
      return rebuild(queue, kept, [action.item], queue.entries.slice(kept));
    case "next":
      return { ...queue, index: Math.min(seek(queue, 1), queue.entries.length) };
    case "previous":
      return hasPrevious(queue) ? { ...queue, index: seek(queue, -1) } : queue;
    case "jump":
      return jump(queue, action.key);
    case "remove":
      return remove(queue, action.key);
    case "mark-failed":
      return mapEntries(queue, (entry) => (entry.key === action.key ? { ...entry, failed: true } : entry));
    default:
      return mapEntries(queue, (entry) => like(entry, action.trackId, action.liked));
  }
}
