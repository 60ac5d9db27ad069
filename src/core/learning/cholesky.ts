/** Solving with a symmetric, positive definite matrix through its Cholesky factor; the factor also shapes a random draw. */

/** Row by row in one array, size x size. */
export interface CholeskyFactor {
  size: number;
  /** The lower triangle L with matrix = L Lᵀ; what is above the diagonal means nothing. */
  lower: Float64Array;
}

/**
 * Factors a matrix, which is left as it is.
 * @param matrix row by row, size x size; only its lower triangle is read
 * @throws RangeError when it is not positive definite
 */
export function factorise(matrix: Float64Array, size: number): CholeskyFactor {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = rest / lower[j * size + j]!;
      else if (rest > 0) lower[i * size + i] = Math.sqrt(rest);
      else throw new RangeError("The matrix is not positive definite.");
    }
  }
  return { size, lower };
}

/** x with L x = right. */
export function solveLower({ size, lower }: CholeskyFactor, right: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let rest = right[i]!;
    for (let k = 0; k < i; k++) rest -= lower[i * size + k]! * x[k]!;
    x[i] = rest / lower[i * size + i]!;
  }
  return x;
}

/** x with Lᵀ x = right; of independent standard normal numbers it makes ones whose covariance is the matrix's inverse. */
export function solveUpper({ size, lower }: CholeskyFactor, right: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    let rest = right[i]!;
    for (let k = i + 1; k < size; k++) rest -= lower[k * size + i]! * x[k]!;
    x[i] = rest / lower[i * size + i]!;
  }
  return x;
}

/** x with matrix · x = right. */
export function solve(factor: CholeskyFactor, right: Float64Array): Float64Array {
  return solveUpper(factor, solveLower(factor, right));
}
