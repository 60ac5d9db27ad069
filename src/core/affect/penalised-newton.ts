/** Newton's method with halved steps for small, strictly convex functions, one of whose variables may be bounded. Pure. */

/** A function at one point. */
export interface Curve {
  value: number;
  gradient: number[];
  /** Symmetric, positive definite. */
  hessian: number[][];
}

/** The one bounded variable. */
export interface Bound {
  index: number;
  lowest: number;
  highest: number;
}

const MOST_STEPS = 60;
const MOST_HALVINGS = 30;
const FLAT_ENOUGH = 1e-9;
/** Share of the promised descent that a step must bring (Armijo). */
const SUFFICIENT_DESCENT = 1e-4;

/** Solves `matrix · x = right` by elimination with row exchange; both are left as they are. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * rows[column]![j]!;
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    let rest = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) rest -= rows[i]![j]! * solution[j]!;
    solution[i] = rest / rows[i]![i]!;
  }
  return solution;
}

/** The Newton step; a variable that is held does not move. */
function stepAt({ gradient, hessian }: Curve, held: number | null): number[] {
  const right = gradient.map((slope, i) => (i === held ? 0 : -slope));
  const matrix = hessian.map((row, i) => row.map((value, j) => (i === held || j === held ? (i === j ? 1 : 0) : value)));
  return solve(matrix, right);
}

function descend(curveAt: (point: number[]) => Curve, start: number[], held: number | null): number[] {
  let point = start;
  for (let count = 0; count < MOST_STEPS; count++) {
    const curve = curveAt(point);
    const step = stepAt(curve, held);
    const descent = step.reduce((sum, move, i) => sum + move * curve.gradient[i]!, 0);
    if (!(descent < -FLAT_ENOUGH)) return point;
    let share = 1;
    const at = (): number[] => point.map((value, i) => value + share * step[i]!);
    for (let halvings = 0; halvings < MOST_HALVINGS; halvings++) {
      if (curveAt(at()).value <= curve.value + SUFFICIENT_DESCENT * share * descent) break;
      share /= 2;
    }
    point = at();
  }
  return point;
}

/**
 * The point of the least value. Where the bounded variable would leave its bounds it is held at the one it passed and the
 * others are found anew, which is the minimum within the bounds of a convex function.
 */
export function minimiseByNewton(curveAt: (point: number[]) => Curve, start: number[], bound: Bound): number[] {
  const free = descend(curveAt, start, null);
  const { index, lowest, highest } = bound;
  const within = Math.min(highest, Math.max(lowest, free[index]!));
  if (within === free[index]) return free;
  return descend(curveAt, start.with(index, within), index);
}
