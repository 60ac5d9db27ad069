/**
 * From what a listener did to how well a track pleased: completed, skipped early or late, liked, called wrong for the mood.
 * Nothing here is asked of the listener; what each deed is worth is written down once, below.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import type { Cue } from "./cues.ts";

/** What is known of a track's sound when it is judged; null where it was not measured. */
export interface TrackSound extends AffectPoint {
  tempoBpm: number | null;
  mode: "major" | "minor" | null;
  loudnessLufs: number | null;
  brightnessHz: number | null;
  onsetsPerSecond: number | null;
}

export type Outcome =
  | "completed"
  | "skipped-early"
  | "skipped-late"
  | "stopped"
  | "liked"
  | "unliked"
  | "wanted-more"
  | "unwanted"
  | "misfit";

/** One track, judged once, in one mood. */
export interface Judgement {
  trackId: number;
  /** Equal for tracks of the same artist; null where unknown. */
  artistKey: string | null;
  sound: TrackSound;
  /** How the listener felt, as far as is known: as corrected by them afterwards, where they did. */
  mood: AffectPoint | null;
  atMs: number;
  outcome: Outcome;
  /** How well it pleased, 0..1; about .75 is what a track that fits the mood is given by somebody without a taste. */
  reward: number;
  /** How much the deed says, against a track heard to its end. */
  weight: number;
  /** Cues that the listener had forgotten since: it teaches nothing of them. */
  forgottenCues?: readonly Cue[];
}

export type Verdict = Pick<Judgement, "outcome" | "reward" | "weight">;

/** A skip before this, or before this share, is early: too soon to have been enough of a good thing. */
export const EARLY_SKIP_MS = 30_000;
export const EARLY_SKIP_SHARE = 0.25;
/** What ended by itself after less than this share was wound forward. */
const HEARD_SHARE = 0.5;

/** A play as it was kept. */
export interface HeardPlay {
  playedMs: number;
  /** Null where unknown. */
  durationMs: number | null;
  end: "completed" | "skipped" | "stopped" | null;
}

/**
 * What a play says of its track; null where it says nothing: it still goes on, or was cut off by something else, such as
 * another mood or the page being closed, before half of it was heard.
 */
export function judgePlay({ playedMs, durationMs, end }: HeardPlay): Verdict | null {
  const share = durationMs === null || durationMs <= 0 ? null : Math.min(1, Math.max(0, playedMs) / durationMs);
  if (end === "completed") {
    const wound = share !== null && share < HEARD_SHARE;
    return { outcome: "completed", reward: wound ? 0.65 : 0.9, weight: wound ? 0.5 : 1 };
  }
  if (end === "skipped") {
    const early = playedMs < EARLY_SKIP_MS || (share !== null && share < EARLY_SKIP_SHARE);
    if (early) return { outcome: "skipped-early", reward: 0.1, weight: 1 };
    return { outcome: "skipped-late", reward: 0.3 + 0.35 * (share ?? 0.5), weight: 0.7 };
  }
  if (end === "stopped" && share !== null && share >= HEARD_SHARE) {
    return { outcome: "stopped", reward: 0.75, weight: 0.5 };
  }
  return null;
}

const WORDS: Readonly<Record<string, Verdict>> = {
  like: { outcome: "liked", reward: 1, weight: 1.5 },
  unlike: { outcome: "unliked", reward: 0.4, weight: 0.5 },
  "more-like-this": { outcome: "wanted-more", reward: 1, weight: 1.5 },
  "not-this": { outcome: "unwanted", reward: 0, weight: 1.5 },
  "wrong-mood": { outcome: "misfit", reward: 0, weight: 1.5 },
  skip: { outcome: "skipped-early", reward: 0.1, weight: 1 },
};

/** What a word of the listener's says of its track; null for words that are not known. */
export function judgeWord(kind: string): Verdict | null {
  return Object.hasOwn(WORDS, kind) ? WORDS[kind]! : null;
}

/** Whether the listener kept the track: heard it to its end, or said so. */
export function isKept({ outcome }: Pick<Judgement, "outcome">): boolean {
  return outcome === "completed" || outcome === "liked" || outcome === "wanted-more";
}

/** Whether the listener turned it away. */
export function isTurnedAway({ outcome }: Pick<Judgement, "outcome">): boolean {
  return outcome === "skipped-early" || outcome === "skipped-late" || outcome === "unwanted" || outcome === "misfit";
}

/** Whether a verdict was spoken, not only shown by hearing on or skipping. */
export function isWord({ outcome }: Pick<Judgement, "outcome">): boolean {
  return !["completed", "skipped-early", "skipped-late", "stopped"].includes(outcome);
}
