/** The counts behind the closing line of `npm test`, from what the runners report. */
import { describe, expect, it } from "vitest";
import { addOutcomes, closingLine, outcomeOfUnittest, outcomeOfVitest } from "../../scripts/steps/test-outcome.mjs";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe("outcomeOfVitest", () => {
  it("takes Vitest's own counts", () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [file("passed", "passed"), file("failed", "failed", "passed")],
    };
    expect(outcomeOfVitest(report, false)).toEqual({ passed: 4, failed: 1, skipped: 3 });
  });

  const clean = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

  it("counts a file that could not be loaded as a failure", () => {
    expect(outcomeOfVitest({ ...clean, testResults: [file("failed"), file("passed", "passed")] }, false).failed).toBe(
      1,
    );
  });

  it("lets no failing run pass for a good one", () => {
    expect(outcomeOfVitest({ ...clean, testResults: [] }, false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(outcomeOfVitest(null, false).failed).toBe(1);
    expect(outcomeOfVitest({ ...clean, testResults: [] }, true).failed).toBe(0);
  });
});

describe("outcomeOfUnittest", () => {
  it.each([
    ["....\n------\nRan 12 tests in 0.5s\n\nOK\n", true, { passed: 12, failed: 0, skipped: 0 }],
    ["Ran 12 tests in 0.5s\n\nOK (skipped=2)\n", true, { passed: 10, failed: 0, skipped: 2 }],
    ["Ran 1 test in 0.5s\n\nFAILED (errors=1)\n", false, { passed: 0, failed: 1, skipped: 0 }],
    ["Ran 9 tests in 1s\n\nFAILED (failures=2, errors=1, skipped=1)\n", false, { passed: 5, failed: 3, skipped: 1 }],
    ["Ran 3 tests in 1s\n\nFAILED (unexpected successes=1)\n", false, { passed: 2, failed: 1, skipped: 0 }],
    ["ModuleNotFoundError: no torch", false, { passed: 0, failed: 1, skipped: 0 }],
  ])("reads %j", (output, succeeded, outcome) => {
    expect(outcomeOfUnittest(output, succeeded)).toEqual(outcome);
  });
});

it("adds up and closes with one line", () => {
  const sum = addOutcomes([
    { passed: 3, failed: 0, skipped: 1 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(closingLine(sum)).toBe("5 passed, 1 failed, 1 skipped");
});
