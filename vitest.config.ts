/** Three test tiers: unit (beside the sources), integration (real files, database, decoders), e2e (real browser). */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // All cores: Vitest leaves one out by itself, which on two would make everything wait in one line.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}"],
          environment: "node",
          // A second at most on a machine of its own; what runs beside the tests should not fail them.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/contract/**/*.test.ts", "tests/integration/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // After all the others: a browser that reads faces needs the processor for itself.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
