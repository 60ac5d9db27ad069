/** The shelves of the mood map: one for each mood and one for playlists that no mood uses, and the way between them. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import { moodWord, SHOWN_EMOTIONS } from "../mood-display/emotion-order.ts";

/** A mood, or `none` for playlists that no mood uses. */
export type Shelf = Emotion | "none";

/** As they stand on the screen. */
export const SHELVES: readonly Shelf[] = [...SHOWN_EMOTIONS, "none"];

/** Which shelf each playlist stands on, by the playlist's id. */
export type Placement = Readonly<Record<string, Shelf>>;

/** Playlists of each mood, by id, in the order of the playlists given. */
export type MoodMap = Record<Emotion, string[]>;

export function shelfWord(shelf: Shelf): string {
  return shelf === "none" ? "No mood" : moodWord(shelf);
}

/** The shelf `steps` further down (up where negative); the ends are ends. */
export function shelfBeyond(shelf: Shelf, steps: number): Shelf {
  const place = Math.min(SHELVES.length - 1, Math.max(0, SHELVES.indexOf(shelf) + steps));
  return SHELVES[place] ?? shelf;
}

/** Where each playlist stands; one that several moods name stands on the first of them, as the screen lists moods. */
export function placementOf(ids: readonly string[], map: Readonly<Partial<MoodMap>>): Placement {
  const placed = (id: string): Shelf => SHOWN_EMOTIONS.find((emotion) => map[emotion]?.includes(id)) ?? "none";
  return Object.fromEntries(ids.map((id) => [id, placed(id)]));
}

/** The map that a placement says. */
export function mapOf(ids: readonly string[], placement: Placement): MoodMap {
  const on = (emotion: Emotion): string[] => ids.filter((id) => placement[id] === emotion);
  return {
    angry: on("angry"),
    disgust: on("disgust"),
    fear: on("fear"),
    happy: on("happy"),
    sad: on("sad"),
    surprise: on("surprise"),
    neutral: on("neutral"),
  };
}
