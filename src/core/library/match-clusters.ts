/** Which groups of a new fit are those of the one before: the nearest to each other, so that names stay what they were. */
import { squaredDistance } from "./choose-clusters.ts";

/** Centres farther apart than this, per feature and in spreads, are another group. */
const MOST_DRIFT = 0.5;

/** By new centroid the index of the former one that it continues, each used once; null where it is new. */
export function matchClusters(
  centroids: readonly (readonly number[])[],
  former: readonly (readonly number[])[],
): (number | null)[] {
  const pairs = centroids.flatMap((centroid, now) =>
    former.map((place, before) => ({ now, before, distance: Math.sqrt(squaredDistance(centroid, place)) })),
  );
  const most = MOST_DRIFT * Math.sqrt(centroids[0]?.length ?? 0);
  const matches = centroids.map((): number | null => null);
  const used = new Set<number>();
  for (const { now, before, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (distance > most) break;
    if (matches[now] !== null || used.has(before)) continue;
    matches[now] = before;
    used.add(before);
  }
  return matches;
}
