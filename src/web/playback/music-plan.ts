/**
 * Match, Shift and Hold as the page keeps them, and what is asked of the server for each. Pure.
 * The ways themselves are in core/affect/journey; when a wish is sent is the mood follower's matter.
 */
import type { MoodTarget } from "../../contracts/common.ts";
import type { NewPlaylist, Playlist } from "../../contracts/playlists.ts";
import { affectDistance, type AffectPoint } from "../../core/affect/emotion.ts";
import { moodPoint } from "../../core/affect/mood-names.ts";

/** How long the list of a shift should be. */
export type ListLength = { size: number } | { minutes: number };

export interface ShiftPlan {
  kind: "shift";
  from: MoodTarget;
  to: MoodTarget;
  length: ListLength;
  /** Drawn by the listener before the way began; null where the server makes it. */
  path: readonly AffectPoint[] | null;
}

/** `at` is null until there is a mood to hold. */
export type MusicPlan = { kind: "match" } | { kind: "hold"; at: MoodTarget | null } | ShiftPlan;

/** What the listener chooses; what it leaves out is taken from where the music is. */
export type PlanChoice =
  | { kind: "match" }
  | { kind: "hold"; at?: MoodTarget }
  | { kind: "shift"; from?: MoodTarget; to: MoodTarget; length: ListLength; path?: readonly AffectPoint[] };

/**
 * The way as the listener sees it: of the lists that were made along it, each begins at some waypoint of the whole.
 * `starts` maps a list's id to that waypoint.
 */
export interface ShownWay {
  path: readonly AffectPoint[];
  starts: Readonly<Record<number, number>>;
}

/** Where a wish lies on the plane. */
export function targetPoint(target: MoodTarget): AffectPoint {
  if ("emotion" in target) return moodPoint(target.emotion);
  if ("name" in target) return moodPoint(target.name);
  return { valence: target.valence, arousal: target.arousal };
}

/** What a new list is asked for by; null while there is no mood to ask for. */
export function firstWish(plan: MusicPlan, target: MoodTarget | null): NewPlaylist | null {
  if (plan.kind === "shift") {
    const path = plan.path === null ? {} : { path: [...plan.path] };
    return { mood: plan.from, journey: { kind: "shift", to: plan.to, ...path }, ...plan.length };
  }
  return moreWish(plan, target);
}

/** What more of the same is asked for by: at the end of a shift the music stays where it arrived. */
export function moreWish(plan: MusicPlan, target: MoodTarget | null): NewPlaylist | null {
  if (plan.kind === "shift") return { mood: plan.to, journey: { kind: "hold", to: plan.to } };
  if (plan.kind === "hold" && plan.at !== null) {
    return { mood: target ?? plan.at, journey: { kind: "hold", to: plan.at } };
  }
  return target === null ? null : { mood: target };
}

/**
 * What follows is chosen anew along a path that was dragged, from the waypoint that the music has reached.
 * @param reached waypoint of the song that plays
 * @param songs how many songs are still to come; each waypoint gets one at least
 */
export function draggedWish(
  plan: ShiftPlan,
  path: readonly AffectPoint[],
  reached: number,
  songs: number,
): NewPlaylist {
  const rest = path.slice(Math.min(reached, path.length - 1));
  const journey = { kind: "shift" as const, to: plan.to, path: rest };
  return { mood: rest[0]!, journey, size: Math.min(200, Math.max(songs, rest.length)) };
}

/** The goal of a way that was dragged: the same while its end stayed where it was, else the point at its end. */
export function goalOf(path: readonly AffectPoint[], before: MoodTarget): MoodTarget {
  const end = path.at(-1);
  if (end === undefined || affectDistance(end, targetPoint(before)) < 0.005) return before;
  return { valence: end.valence, arousal: end.arousal };
}

/** The way after a list was made for it; `startsAt` is the waypoint that its first point is. */
export function wayOf(playlist: Playlist, before: ShownWay | null = null, startsAt = 0): ShownWay | null {
  if (playlist.journey === null) return before;
  const walked = before === null ? [] : before.path.slice(0, startsAt);
  return {
    path: [...walked, ...playlist.journey.path],
    starts: { ...(before === null ? {} : before.starts), [playlist.id]: walked.length },
  };
}

/** Which waypoint of the way a song stands for; null for one that belongs to another list. */
export function waypointOf(
  way: ShownWay | null,
  entry: { origin: { id: number } | null; waypoint?: number | null | undefined } | null,
): number | null {
  if (way === null || entry === null || entry.origin === null || entry.waypoint == null) return null;
  const start = way.starts[entry.origin.id];
  return start === undefined ? null : Math.min(way.path.length - 1, start + entry.waypoint);
}
