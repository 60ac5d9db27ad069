/** Groups points by k-means, as many groups as the silhouette (Rousseeuw 1987) favours. What the groups mean is not its affair. */
import { kmeans } from "ml-kmeans";
import { createSeededRandom } from "../recommendation/seeded-random.ts";

export interface Clustering {
  centroids: number[][];
  /** By point, an index into `centroids`. */
  labels: number[];
  /** Mean silhouette, -1..1: how much nearer a point lies to its own group than to the next; 0 for a single group. */
  silhouette: number;
}

export const MOST_CLUSTERS = 12;
/** Fewer points than this are one group. */
const LEAST_POINTS = 8;
const POINTS_PER_CLUSTER = 4;
/** Starts of each k-means; the tightest counts. */
const STARTS = 3;
/** The silhouette is measured on so many points at most. */
const SILHOUETTE_SAMPLE = 1000;
/**
 * The most groups whose silhouette is within this share of the best: the index favours few large halves, which are nearly
 * always farthest apart and say least about music.
 */
const SILHOUETTE_SLACK = 0.08;

/**
 * @param points rows of equal length, all finite
 * @param seed the same seed and points give the same groups
 */
export function chooseClusters(points: readonly number[][], seed: number): Clustering {
  const distinct = new Set(points.map((point) => point.join(" "))).size;
  const most = Math.min(MOST_CLUSTERS, Math.floor(points.length / POINTS_PER_CLUSTER), distinct - 1);
  if (points.length < LEAST_POINTS || most < 2) return oneCluster(points);
  const sample = drawSample(points.length, seed);
  const tried = Array.from({ length: most - 1 }, (_, i) => cluster(points, i + 2, seed, sample));
  const best = Math.max(...tried.map(({ silhouette }) => silhouette));
  return (
    tried.findLast(({ silhouette }) => silhouette >= best - SILHOUETTE_SLACK * Math.abs(best)) ?? oneCluster(points)
  );
}

function oneCluster(points: readonly number[][]): Clustering {
  const width = points[0]?.length ?? 0;
  const mean = Array.from(
    { length: width },
    (_, i) => points.reduce((sum, point) => sum + point[i]!, 0) / points.length,
  );
  return { centroids: points.length === 0 ? [] : [mean], labels: points.map(() => 0), silhouette: 0 };
}

function cluster(points: readonly number[][], k: number, seed: number, sample: readonly number[]): Clustering {
  let best: { centroids: number[][]; labels: number[]; error: number } | null = null;
  for (let start = 0; start < STARTS; start++) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library writes to nothing that it is given
    const found = kmeans(points as number[][], k, { seed: seed + 7919 * start, maxIterations: 60, tolerance: 1e-4 });
    const centroids = found.centroids;
    const labels = found.clusters;
    let error = 0;
    for (const [i, point] of points.entries()) error += squaredDistance(point, centroids[labels[i]!]!);
    if (best === null || error < best.error) best = { centroids, labels, error };
  }
  const { centroids, labels } = best!;
  return { centroids, labels, silhouette: meanSilhouette(points, labels, k, sample) };
}

/** Over the points of `sample`, each against all others of the sample. */
function meanSilhouette(
  points: readonly number[][],
  labels: readonly number[],
  k: number,
  sample: readonly number[],
): number {
  let sum = 0;
  for (const i of sample) {
    const distances = new Float64Array(k);
    const counts = new Float64Array(k);
    for (const j of sample) {
      if (j === i) continue;
      distances[labels[j]!]! += Math.sqrt(squaredDistance(points[i]!, points[j]!));
      counts[labels[j]!]! += 1;
    }
    const own = labels[i]!;
    // A point alone in its group counts 0, after Rousseeuw.
    if (counts[own] === 0) continue;
    const within = distances[own]! / counts[own]!;
    let nearest = Infinity;
    for (let other = 0; other < k; other++) {
      if (other !== own && counts[other]! > 0) nearest = Math.min(nearest, distances[other]! / counts[other]!);
    }
    if (nearest < Infinity && Math.max(within, nearest) > 0) sum += (nearest - within) / Math.max(within, nearest);
  }
  return sum / sample.length;
}

function drawSample(count: number, seed: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= SILHOUETTE_SAMPLE) return all;
  const random = createSeededRandom(seed);
  for (let i = 0; i < SILHOUETTE_SAMPLE; i++) {
    const other = i + Math.floor(random() * (count - i));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, SILHOUETTE_SAMPLE);
}

export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
