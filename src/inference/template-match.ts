/**
 * Finds a small gray template in a slightly larger gray patch by normalised cross-correlation, which a change of light does not mislead.
 * (Lewis, "Fast Normalized Cross-Correlation", 1995; direct sums, as the patches are tiny.)
 */

/** A template with its mean taken away, ready to be compared. */
export interface Template {
  readonly size: number;
  readonly values: Float32Array;
  /** Root of the sum of squares; 0 for a flat patch. */
  readonly norm: number;
}

export interface Match {
  /** Offset of the best place from the centred one, in patch pixels, with a fraction. */
  x: number;
  y: number;
  /** Correlation there, -1..1; 0 where either side is flat. */
  correlation: number;
}

/** Make a template of a gray patch of `size * size` values. */
export function makeTemplate(patch: Float32Array, size: number): Template {
  const values = new Float32Array(size * size);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += patch[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = patch[i]! - mean;
    values[i] = value;
    squares += value * value;
  }
  return { size, values, norm: Math.sqrt(squares) };
}

/** Correlation of the template with the window of `patch` whose top left is (left, top). */
export function correlationAt(
  template: Template,
  patch: Float32Array,
  side: number,
  left: number,
  top: number,
): number {
  const { size, values, norm } = template;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let y = 0; y < size; y++) {
    const row = (top + y) * side + left;
    const own = y * size;
    for (let x = 0; x < size; x++) {
      const value = patch[row + x]!;
      sum += value;
      squares += value * value;
      product += value * values[own + x]!;
    }
  }
  const spread = squares - (sum * sum) / values.length;
  // A spread under one gray level a pixel is sensor noise on a flat wall.
  return norm === 0 || spread < values.length ? 0 : product / (norm * Math.sqrt(spread));
}

/** The best place of the template in a square patch of `side`, every whole offset tried, then refined between them. */
export function findTemplate(template: Template, patch: Float32Array, side: number): Match {
  const positions = side - template.size + 1;
  const scores = new Float32Array(positions * positions);
  let best = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = correlationAt(template, patch, side, i % positions, Math.floor(i / positions));
    if (scores[i]! > scores[best]!) best = i;
  }
  const column = best % positions;
  const row = Math.floor(best / positions);
  const inner = (index: number): boolean => index > 0 && index < positions - 1;
  const dx = inner(column) ? peakBetween(scores[best - 1]!, scores[best]!, scores[best + 1]!) : 0;
  const dy = inner(row) ? peakBetween(scores[best - positions]!, scores[best]!, scores[best + positions]!) : 0;
  const middle = (positions - 1) / 2;
  return { x: column - middle + dx, y: row - middle + dy, correlation: scores[best]! };
}

/** Where a parabola through three equally spaced values peaks, from the middle one, -0.5..0.5. */
export function peakBetween(before: number, at: number, after: number): number {
  const curvature = before - 2 * at + after;
  if (curvature >= 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature)));
}
