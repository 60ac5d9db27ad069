/** Where the names of clusters stand on the map: near their centres, inside the picture, none upon another. Pure. */

export interface WantedLabel {
  id: number;
  /** Where its middle should be, in CSS pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedLabel {
  id: number;
  /** Upper left corner, in CSS pixels. */
  left: number;
  top: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Rings around the centre on which a free place is looked for, in heights of the label. */
const RINGS = [0, 1, 1.6, 2.4, 3.4];
const DIRECTIONS_PER_RING = 12;

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

function* placesOf(label: WantedLabel, bounds: { width: number; height: number }): Generator<Box> {
  for (const ring of RINGS) {
    const directions = ring === 0 ? 1 : DIRECTIONS_PER_RING;
    for (let step = 0; step < directions; step++) {
      const angle = (step / directions) * 2 * Math.PI - Math.PI / 2;
      // Names are wide and low: sideways a ring reaches as far as a name is long.
      const x = label.x + Math.cos(angle) * ring * Math.max(label.height, label.width / 3);
      const y = label.y + Math.sin(angle) * ring * label.height;
      const left = clamp(x - label.width / 2, bounds.width - label.width);
      const top = clamp(y - label.height / 2, bounds.height - label.height);
      yield { left, top, right: left + label.width, bottom: top + label.height };
    }
  }
}

/** Places labels in the order given, so that the first come nearest; one without a free place is left out. */
export function placeLabels(
  labels: readonly WantedLabel[],
  bounds: { width: number; height: number },
): readonly PlacedLabel[] {
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    if (label.width > bounds.width || label.height > bounds.height) continue;
    for (const box of placesOf(label, bounds)) {
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      placed.push({ id: label.id, left: box.left, top: box.top });
      break;
    }
  }
  return placed;
}
