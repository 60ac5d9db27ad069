/**
 * A plane on which tracks that sound alike lie close: the two principal components of their features, turned so that, as
 * far as they can, right is pleasant and up is lively, as on the plane of moods. So a map of the same library is never
 * suddenly upside down.
 */

export interface MapPlane {
  /** Of the standardised features. */
  mean: number[];
  /** Weights of each feature on the axis. */
  right: number[];
  up: number[];
}

/**
 * @param points standardised features, a row a track
 * @param towardsRight a value per row that should grow to the right, such as valence
 * @param towardsUp a value per row that should grow upwards, such as arousal
 */
export function fitPlane(
  points: readonly number[][],
  towardsRight: readonly number[],
  towardsUp: readonly number[],
): MapPlane {
  const width = points[0]?.length ?? 0;
  const mean = Array.from({ length: width }, (_, i) => average(points.map((point) => point[i]!)));
  const centred = points.map((point) => point.map((value, i) => value - mean[i]!));
  const first = principalAxis(centred, null);
  const second = principalAxis(centred, first);
  const scores = [first, second].map((axis) => centred.map((point) => dot(point, axis)));
  // The rotation, or reflection, that agrees best with the two directions asked for.
  const along = (axis: 0 | 1, towards: readonly number[]): number => covariance(scores[axis]!, towards);
  const [a, b] = [along(0, towardsRight), along(1, towardsRight)];
  const [c, d] = [along(0, towardsUp), along(1, towardsUp)];
  const turn = Math.atan2(c - b, a + d);
  const flip = Math.atan2(c + b, a - d);
  const flipped = Math.hypot(a - d, b + c) > Math.hypot(a + d, b - c);
  const [cos, sin] = flipped ? [Math.cos(flip), Math.sin(flip)] : [Math.cos(turn), Math.sin(turn)];
  const sign = flipped ? 1 : -1;
  // Rows of the matrix that takes the components' scores to (right, up).
  const right = mix(first, cos, second, sign * sin);
  const up = mix(first, sin, second, -sign * cos);
  return { mean, right: unitSpread(right, centred), up: unitSpread(up, centred) };
}

/** Where a track lies, each -1..1; two spreads from the middle lie at .76 of the way to the edge. */
export function placeOnPlane(point: readonly number[], { mean, right, up }: MapPlane): { x: number; y: number } {
  const centred = point.map((value, i) => value - mean[i]!);
  return { x: Math.tanh(dot(centred, right) / 2), y: Math.tanh(dot(centred, up) / 2) };
}

/** The direction of greatest variance by power iteration, at a right angle to `except`; zero where nothing varies. */
function principalAxis(centred: readonly number[][], except: readonly number[] | null): number[] {
  const width = centred[0]?.length ?? 0;
  let axis = Array.from({ length: width }, (_, i) => 1 / (i + 1));
  for (let round = 0; round < 100; round++) {
    if (except) axis = mix(axis, 1, except, -dot(axis, except));
    const next = Array.from({ length: width }, () => 0);
    for (const point of centred) {
      const along = dot(point, axis);
      for (let i = 0; i < width; i++) next[i]! += along * point[i]!;
    }
    const orthogonal = except ? mix(next, 1, except, -dot(next, except)) : next;
    const length = Math.sqrt(dot(orthogonal, orthogonal));
    if (length < 1e-9) return axis.map(() => 0);
    axis = orthogonal.map((value) => value / length);
  }
  return axis;
}

/** Scales an axis so that the library spreads by 1 along it. */
function unitSpread(axis: readonly number[], centred: readonly number[][]): number[] {
  const spread = Math.sqrt(average(centred.map((point) => dot(point, axis) ** 2)));
  return axis.map((value) => (spread > 1e-9 ? value / spread : 0));
}

function mix(a: readonly number[], weightA: number, b: readonly number[], weightB: number): number[] {
  return a.map((value, i) => weightA * value + weightB * b[i]!);
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [average(a), average(b)];
  return average(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
