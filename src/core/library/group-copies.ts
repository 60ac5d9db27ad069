/** From pairs of copies to groups, and which copy of a group is the one to play. What the listener said apart stays apart. */
import type { CopyEvidence, Likeness } from "./judge-copies.ts";

export interface CopyPair extends Likeness {
  a: number;
  b: number;
}

/** What decides which copy is preferred. */
export interface CopyFacts {
  trackId: number;
  /** Playlists take measured tracks alone. */
  isMeasured: boolean;
  mimeType: string;
  sizeBytes: number;
  durationMs: number | null;
  /** How many of artist, album and cover are there, 0..3. */
  tagCount: number;
}

export interface GroupedCopy {
  trackId: number;
  preferred: boolean;
  /** Of the strongest pair it is in within the group. */
  evidence: CopyEvidence;
  similarity: number | null;
}

export interface CopyGroup {
  /** The lowest track id: it stays while that track is in the group. */
  id: number;
  /** The preferred copy first. */
  copies: GroupedCopy[];
}

/**
 * Groups tracks that are tied to each other, the strongest ties first; two groups are not joined where the listener said
 * of any two of their tracks that they are not the same.
 * @param facts of every track named in `pairs`; a pair with a track that is not among them is left out
 */
export function groupCopies(
  facts: readonly CopyFacts[],
  pairs: readonly CopyPair[],
  notSame: readonly (readonly [number, number])[] = [],
): CopyGroup[] {
  const groupOf = new Map(facts.map((fact) => [fact.trackId, [fact]]));
  const apart = new Set(notSame.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const known = pairs.filter(({ a, b }) => a !== b && groupOf.has(a) && groupOf.has(b));
  const strongestFirst = known.toSorted((x, y) => strength(y) - strength(x) || x.a - y.a || x.b - y.b);
  for (const { a, b } of strongestFirst) {
    const [first, second] = [groupOf.get(a)!, groupOf.get(b)!];
    if (first === second) continue;
    if (first.some((x) => second.some((y) => apart.has(`${x.trackId} ${y.trackId}`)))) continue;
    first.push(...second);
    for (const { trackId } of second) groupOf.set(trackId, first);
  }
  const groups = [...new Set(groupOf.values())].filter((group) => group.length > 1);
  return groups.map((group) => present(group, strongestFirst)).sort((x, y) => x.id - y.id);
}

function present(group: readonly CopyFacts[], strongestFirst: readonly CopyPair[]): CopyGroup {
  const members = new Set(group.map(({ trackId }) => trackId));
  const inside = strongestFirst.filter(({ a, b }) => members.has(a) && members.has(b));
  const copies = byPreference(group).map(({ trackId }, place) => {
    const tie = inside.find(({ a, b }) => a === trackId || b === trackId)!;
    return { trackId, preferred: place === 0, evidence: tie.evidence, similarity: tie.similarity };
  });
  return { id: Math.min(...members), copies };
}

/** Sound is stronger than a name, and both together than either. */
function strength({ evidence, similarity }: Likeness): number {
  return (similarity ?? 0) + (evidence === "tags-and-sound" ? 0.2 : 0);
}

/** A copy that is shorter than the longest by more than this lacks music; below, it is silence or padding. */
const SHORTER_MS = 3000;

/** Measured first, then nothing lost in encoding, then those that are whole, the better tagged, the finer encoded, and the earliest. */
function byPreference(group: readonly CopyFacts[]): CopyFacts[] {
  const longestMs = Math.max(...group.map(({ durationMs }) => durationMs ?? 0));
  const isCut = ({ durationMs }: CopyFacts): number => Number(longestMs - (durationMs ?? 0) > SHORTER_MS);
  return group.toSorted(
    (a, b) =>
      Number(b.isMeasured) - Number(a.isMeasured) ||
      isLossless(b) - isLossless(a) ||
      isCut(a) - isCut(b) ||
      b.tagCount - a.tagCount ||
      bytesPerSecond(b) - bytesPerSecond(a) ||
      a.trackId - b.trackId,
  );
}

function isLossless({ mimeType }: CopyFacts): number {
  return /flac|wav|alac|aiff/u.test(mimeType) ? 1 : 0;
}

function bytesPerSecond({ sizeBytes, durationMs }: CopyFacts): number {
  return durationMs === null || durationMs === 0 ? 0 : sizeBytes / (durationMs / 1000);
}
