/** From plays and words as they were kept to judgements: each deed once, and nothing of what was to be forgotten. */
import type { AffectPoint } from "../affect/emotion.ts";
import type { Cue, TasteCue } from "./cues.ts";
import { judgePlay, judgeWord, type HeardPlay, type Judgement, type TrackSound } from "./judgement.ts";

interface Deed {
  trackId: number;
  artistKey: string | null;
  sound: TrackSound;
  mood: AffectPoint | null;
  atMs: number;
}

export type PlayDeed = Deed & HeardPlay;
export type WordDeed = Deed & { kind: string };

/** Up to when deeds count no more: for everything, for an artist, for a cue. */
export interface ForgottenTimes {
  allMs: number;
  artists: ReadonlyMap<string, number>;
  cues: ReadonlyMap<TasteCue, number>;
}

export const NOTHING_FORGOTTEN: ForgottenTimes = { allMs: 0, artists: new Map(), cues: new Map() };

/** A word is given while the track plays or soon after: pressing "skip" ends the play and is said of it, but is one deed. */
const SAME_DEED_MS = 60_000;

/** In order of time. */
export function judgementsOf(
  plays: Iterable<PlayDeed>,
  words: Iterable<WordDeed>,
  forgotten: ForgottenTimes = NOTHING_FORGOTTEN,
): Judgement[] {
  const judgements: Judgement[] = [];
  const skipped = new Map<number, PlayDeed[]>();
  for (const play of plays) {
    if (isForgotten(play, forgotten)) continue;
    if (play.end === "skipped") skipped.set(play.trackId, [...(skipped.get(play.trackId) ?? []), play]);
    const verdict = judgePlay(play);
    if (verdict !== null) judgements.push({ ...factsOf(play, forgotten), ...verdict });
  }
  for (const word of words) {
    if (isForgotten(word, forgotten)) continue;
    if (word.kind === "skip" && skipped.get(word.trackId)?.some((play) => isSameDeed(play, word))) continue;
    const verdict = judgeWord(word.kind);
    if (verdict !== null) judgements.push({ ...factsOf(word, forgotten), ...verdict });
  }
  // Sums of the same numbers in another order differ in their last bits, and with them a list after a restart might.
  return judgements.sort((a, b) => a.atMs - b.atMs || a.trackId - b.trackId || a.reward - b.reward);
}

function isSameDeed(play: PlayDeed, word: WordDeed): boolean {
  return word.atMs >= play.atMs && word.atMs <= play.atMs + play.playedMs + SAME_DEED_MS;
}

function isForgotten({ artistKey, atMs }: Deed, { allMs, artists }: ForgottenTimes): boolean {
  return atMs <= Math.max(allMs, artistKey === null ? 0 : (artists.get(artistKey) ?? 0));
}

function factsOf({ trackId, artistKey, sound, mood, atMs }: Deed, { cues }: ForgottenTimes) {
  const facts = { trackId, artistKey, sound, mood, atMs };
  const forgottenCues: Cue[] = [];
  for (const [cue, untilMs] of cues) {
    if (atMs > untilMs) continue;
    forgottenCues.push(cue);
    if (cue === "tempo") forgottenCues.push("tempoExtreme");
  }
  return forgottenCues.length === 0 ? facts : { ...facts, forgottenCues };
}
