/**
 * The character of a library: its features put on a common scale, groups of tracks that sound alike with their names, and
 * a map. Fitted once on the library or an even sample of it; every track, new ones too, is then placed by itself.
 */
import { chooseClusters, squaredDistance } from "./choose-clusters.ts";
import { cueWords, nameClusters } from "./cluster-names.ts";
import { fitScales, standardise, type FeatureScale, type FeatureValues } from "./feature-scale.ts";
import { fitPlane, placeOnPlane, type MapPlane } from "./map-plane.ts";
import { matchClusters } from "./match-clusters.ts";

/** Raised whenever the same library gives another map. */
export const CHARACTER_VERSION = 1;

/** What groups are made by, and how much each counts; the mood counts most, since that is what music is chosen by here. */
const CHARACTER_FEATURES: readonly { name: string; logarithmic: boolean; weight: number }[] = [
  { name: "valence", logarithmic: false, weight: 1.2 },
  { name: "arousal", logarithmic: false, weight: 1.2 },
  { name: "tempoBpm", logarithmic: true, weight: 0.6 },
  { name: "beatStrength", logarithmic: false, weight: 0.8 },
  { name: "majorness", logarithmic: false, weight: 0.6 },
  { name: "loudnessLufs", logarithmic: false, weight: 0.8 },
  { name: "dynamicRangeDb", logarithmic: false, weight: 0.6 },
  { name: "brightnessHz", logarithmic: true, weight: 1 },
  { name: "onsetsPerSecond", logarithmic: false, weight: 1 },
  { name: "roughness", logarithmic: false, weight: 0.6 },
  { name: "danceability", logarithmic: false, weight: 0.6 },
];

export interface CharacterTrack {
  features: FeatureValues;
  /** As the tags spell it, several separated by ";"; null where they do not say. */
  genre: string | null;
}

export interface CharacterCluster {
  id: number;
  name: string;
  words: string[];
  genre: string | null;
  /** In the space of the weighted, standardised features. */
  centroid: number[];
}

/** All that is needed to place a track; plain data. */
export interface CharacterModel {
  version: number;
  scales: FeatureScale[];
  plane: MapPlane;
  clusters: CharacterCluster[];
  /** Mean silhouette of the fit, -1..1. */
  silhouette: number;
  /** The highest id ever given out: an id that went is not given to another group. */
  lastId: number;
}

export interface CharacterPlace {
  cluster: number;
  /** Each -1..1. */
  x: number;
  y: number;
  /** To the group's centre: the smaller, the more typical. */
  distance: number;
}

/**
 * Fits the character of a library.
 * @param tracks the library or an even sample of it, at least one track
 * @param previous keeps ids and names of groups that are still there
 * @param seed the same seed, tracks and predecessor give the same
 */
export function fitCharacter(
  tracks: readonly CharacterTrack[],
  previous: CharacterModel | null,
  seed: number,
): CharacterModel {
  const scales = fitScales(
    tracks.map(({ features }) => features),
    CHARACTER_FEATURES,
  );
  const points = tracks.map(({ features }) => toPoint(features, scales));
  const { centroids, labels, silhouette } = chooseClusters(points, seed);
  const plane = fitPlane(
    points,
    points.map(([valence = 0]) => valence),
    points.map(([, arousal = 0]) => arousal),
  );
  const known = previous?.version === CHARACTER_VERSION ? previous : null;
  const former = known ? known.clusters.map(({ centroid }) => rescaled(centroid, known.scales, scales)) : [];
  const matches = matchClusters(centroids, former);
  let lastId = known?.lastId ?? 0;
  const sizes = centroids.map((_, index) => labels.filter((label) => label === index).length);
  const order = [...centroids.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const described = centroids.map((_, index) => describe(index, { tracks, centroids, labels }));
  /** The group that this one continues, with the name it had unless that is no longer true of it. */
  const formerOf = (index: number): { cluster: CharacterCluster; keepsName: boolean } | null => {
    const cluster = known?.clusters[matches[index] ?? -1];
    if (!cluster) return null;
    const name = cluster.name.toLowerCase();
    const isTrue = cueWords(described[index]!.traits).some((word) => name.startsWith(word));
    return { cluster, keepsName: isTrue || cluster.words.length === 0 };
  };
  const formers = centroids.map((_, index) => formerOf(index));
  const keptNames = new Set(formers.flatMap((continued) => (continued?.keepsName ? [continued.cluster.name] : [])));
  const fresh = order.filter((index) => !formers[index]?.keepsName);
  const names = nameClusters(
    fresh.map((index) => described[index]!),
    keptNames,
  );
  const clusters = order.map((index): CharacterCluster => {
    const continued = formers[index];
    const centroid = centroids[index]!;
    const id = continued?.cluster.id ?? ++lastId;
    if (!continued?.keepsName) return { id, ...names[fresh.indexOf(index)]!, centroid };
    const { name, words, genre } = continued.cluster;
    return { id, name, words, genre, centroid };
  });
  return { version: CHARACTER_VERSION, scales, plane, clusters, silhouette, lastId };
}

/** Places one track. @throws Error where the model has no cluster */
export function placeTrack(features: FeatureValues, { scales, plane, clusters }: CharacterModel): CharacterPlace {
  const point = toPoint(features, scales);
  let nearest: CharacterCluster | undefined;
  let least = Infinity;
  for (const cluster of clusters) {
    const distance = squaredDistance(point, cluster.centroid);
    if (distance < least) [nearest, least] = [cluster, distance];
  }
  if (!nearest) throw new Error("a map without a single group");
  return { cluster: nearest.id, ...placeOnPlane(point, plane), distance: Math.sqrt(least) };
}

/** Where a group's centre lies on the map, each -1..1. */
export function centreOnMap({ centroid }: CharacterCluster, { plane }: CharacterModel): { x: number; y: number } {
  return placeOnPlane(centroid, plane);
}

/** What lies at the four ends of the map, in a word each: the feature that tells most along the axis. */
export function mapAxes({ plane }: CharacterModel): { left: string; right: string; bottom: string; top: string } {
  const [left, right] = axisEnds(plane.right, []);
  const [bottom, top] = axisEnds(plane.up, [left, right]);
  return { left, right, bottom, top };
}

const AXIS_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  valence: ["unpleasant", "pleasant"],
  arousal: ["quiet", "lively"],
  tempoBpm: ["slow", "fast"],
  beatStrength: ["free", "steady beat"],
  majorness: ["minor", "major"],
  loudnessLufs: ["soft", "loud"],
  dynamicRangeDb: ["even", "changing"],
  brightnessHz: ["dark", "bright"],
  onsetsPerSecond: ["sparse", "busy"],
  roughness: ["smooth", "rough"],
  danceability: ["drifting", "danceable"],
};

function axisEnds(axis: readonly number[], taken: readonly string[]): readonly [string, string] {
  const ranked = [...axis.entries()].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  for (const [index, weight] of ranked) {
    const words = AXIS_WORDS[CHARACTER_FEATURES[index]!.name]!;
    if (taken.includes(words[0]) || taken.includes(words[1])) continue;
    return weight < 0 ? [words[1], words[0]] : words;
  }
  return ["", ""];
}

function toPoint(features: FeatureValues, scales: readonly FeatureScale[]): number[] {
  return scales.map((scale, i) => CHARACTER_FEATURES[i]!.weight * standardise(features, scale));
}

/** The same place in the scale of another library state. */
function rescaled(point: readonly number[], from: readonly FeatureScale[], to: readonly FeatureScale[]): number[] {
  return point.map((value, i) => {
    const [before, now] = [from[i]!, to[i]!];
    const { weight } = CHARACTER_FEATURES[i]!;
    if (now.spread <= 0) return 0;
    return (weight * (before.centre + (value / weight) * before.spread - now.centre)) / now.spread;
  });
}

interface Grouped {
  tracks: readonly CharacterTrack[];
  centroids: readonly number[][];
  labels: readonly number[];
}

function describe(index: number, { tracks, centroids, labels }: Grouped) {
  const traits = Object.fromEntries(
    CHARACTER_FEATURES.map(({ name, weight }, i) => [name, centroids[index]![i]! / weight]),
  );
  const genres = new Map<string, number>();
  for (const [i, { genre }] of tracks.entries()) {
    const folded = genre?.split(";")[0]?.normalize("NFKC").toLowerCase().trim().slice(0, 30).trim();
    if (labels[i] === index && folded) genres.set(folded, (genres.get(folded) ?? 0) + 1);
  }
  return { traits, genres };
}
