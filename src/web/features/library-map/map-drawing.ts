/** Points of the map as shapes: where they lie in pixels, what each cluster looks like, and which is nearest to a press. Pure. */
import type { MapPoint } from "../../../contracts/library-map.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { SHOWN_EMOTIONS } from "../mood-display/emotion-order.ts";

export const SHAPES = ["circle", "triangle", "square", "diamond"] as const;
export type Shape = (typeof SHAPES)[number];

/** What tells a cluster from the others: one of the seven colours and one of four shapes, twenty-eight pairs. */
export interface ClusterLook {
  colour: Emotion;
  shape: Shape;
}

export interface Size {
  width: number;
  height: number;
}

export interface Place {
  x: number;
  y: number;
}

/** Room for whole shapes at the edge, in pixels. */
const MARGIN = 12;

/** The look of the cluster at a place in the list. */
export function lookOf(index: number): ClusterLook {
  return {
    colour: SHOWN_EMOTIONS[index % SHOWN_EMOTIONS.length]!,
    shape: SHAPES[index % SHAPES.length]!,
  };
}

/** From the map's -1..1, y upwards, to pixels of a picture of that size. */
export function toPixels({ x, y }: Place, { width, height }: Size): Place {
  return {
    x: MARGIN + ((x + 1) / 2) * (width - 2 * MARGIN),
    y: MARGIN + ((1 - y) / 2) * (height - 2 * MARGIN),
  };
}

function at(value: number): string {
  return value.toFixed(1);
}

function outline(shape: Shape, { x, y }: Place, radius: number): string {
  switch (shape) {
    case "circle":
      return `M${at(x - radius)} ${at(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
    case "triangle":
      return `M${at(x)} ${at(y - radius * 1.2)}l${at(radius * 1.1)} ${at(radius * 2)}h${at(radius * -2.2)}z`;
    case "square":
      return `M${at(x - radius * 0.9)} ${at(y - radius * 0.9)}h${at(radius * 1.8)}v${at(radius * 1.8)}h${at(radius * -1.8)}z`;
    default:
      return `M${at(x)} ${at(y - radius * 1.3)}l${at(radius * 1.2)} ${at(radius * 1.3)}l${at(radius * -1.2)} ${at(radius * 1.3)}l${at(radius * -1.2)} ${at(radius * -1.3)}z`;
  }
}

/** One SVG path for many points: a dozen elements draw thousands of songs. */
export function shapesPath(shape: Shape, places: readonly Place[], radius: number): string {
  return places.map((place) => outline(shape, place, radius)).join("");
}

/** How large a point is drawn, so that few are seen and many do not cover each other. */
export function pointRadius(count: number, { width }: Size): number {
  const many = count > 1500 ? 2.5 : count > 400 ? 3.5 : 5;
  return width < 480 ? Math.max(2.5, many - 0.5) : many;
}

/** The point nearest to a press, none where it is further than `reach` pixels. */
export function nearestPoint(points: readonly MapPoint[], press: Place, size: Size, reach: number): MapPoint | null {
  let best: MapPoint | null = null;
  let bestDistance = reach;
  for (const point of points) {
    const place = toPixels(point, size);
    const distance = Math.hypot(place.x - press.x, place.y - press.y);
    if (distance > bestDistance) continue;
    best = point;
    bestDistance = distance;
  }
  return best;
}
