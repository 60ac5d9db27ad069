// TEMPORARY until core/recommendation lands.
import type { AffectPoint, Emotion } from "../../core/affect/emotion.ts";
export interface Candidate {
  trackId: number;
  artistKey: string | null;
  valence: number;
  arousal: number;
  tempoBpm: number | null;
  mode: "major" | "minor" | null;
  liked: boolean;
  bias: number;
  lastHeardAtMs: number | null;
}
export interface CandidateIndex {
  readonly size: number;
  set(c: Candidate): void;
  remove(id: number): void;
  markHeard(id: number, atMs: number): void;
  all(): Candidate[];
}
export function createCandidateIndex(candidates: readonly Candidate[]): CandidateIndex {
  const map = new Map(candidates.map((c) => [c.trackId, c]));
  return {
    get size() {
      return map.size;
    },
    set: (c) => void map.set(c.trackId, c),
    remove: (id) => void map.delete(id),
    markHeard: (id, at) => {
      const c = map.get(id);
      if (c) map.set(id, { ...c, lastHeardAtMs: Math.max(at, c.lastHeardAtMs ?? 0) });
    },
    all: () => [...map.values()],
  };
}
export interface PlaylistWish {
  target: AffectPoint;
  emotion: Emotion | null;
  size: number;
  nowMs: number;
  seed: number;
  notHeardWithinMs?: number;
}
export function buildPlaylist(index: CandidateIndex, wish: PlaylistWish) {
  const d = (c: Candidate) => Math.hypot(c.valence - wish.target.valence, c.arousal - wish.target.arousal);
  const fit = index
    .all()
    .filter((c) => c.lastHeardAtMs === null || wish.nowMs - c.lastHeardAtMs >= 3_600_000)
    .sort((a, b) => d(a) - d(b));
  const picks: { trackId: number; distance: number; reason: string }[] = [];
  let lastArtist: string | null = null;
  for (const c of fit) {
    if (picks.length >= wish.size) break;
    if (c.artistKey !== null && c.artistKey === lastArtist) continue;
    lastArtist = c.artistKey;
    picks.push({ trackId: c.trackId, distance: d(c), reason: "stub" });
  }
  return { picks, note: picks.length < wish.size ? "stub: fewer" : null };
}
export function feedbackBias(): number {
  return 0;
}
