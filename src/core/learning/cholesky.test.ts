import { expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { factorise, solve, solveUpper } from "./cholesky.ts";

it("solves what was multiplied, for random positive definite matrices", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = createSeededRandom(seed);
    const size = 1 + Math.floor(random() * 12);
    const root = Array.from({ length: size * size }, () => random() - 0.5);
    const at = (i: number, j: number) =>
      Array.from({ length: size }, (_, k) => root[i * size + k]! * root[j * size + k]!).reduce((a, b) => a + b, 0) +
      (i === j ? 0.1 : 0);
    const matrix = Float64Array.from({ length: size * size }, (_, n) => at(Math.floor(n / size), n % size));
    const wanted = Float64Array.from({ length: size }, () => random() * 4 - 2);
    const right = wanted.map((_, i) => wanted.reduce((sum, x, j) => sum + matrix[i * size + j]! * x, 0));
    const found = solve(factorise(matrix, size), right);
    found.forEach((x, i) => expect(x).toBeCloseTo(wanted[i]!, 8));
  }
});

it("shapes a draw by the inverse: a precision of 4 halves what is drawn", () => {
  expect(solveUpper(factorise(Float64Array.of(4), 1), Float64Array.of(1))[0]).toBeCloseTo(0.5);
});

it("refuses what is not positive definite", () => {
  expect(() => factorise(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
});
