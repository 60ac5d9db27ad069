/** Reads what the test runners report, and adds it up; pure. */

/**
 * How many tests passed, failed and were skipped.
 * @typedef {{ passed: number, failed: number, skipped: number }} Outcome
 */

/** @type {Outcome} */
export const NOTHING = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
export function addOutcomes(outcomes) {
  return outcomes.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    NOTHING,
  );
}

/**
 * The outcome of a Vitest run from its JSON report.
 * A file that could not be loaded holds no tests and yet failed, and an error outside any test fails the run: neither goes uncounted.
 * @param {any} report null when none was written
 * @param {boolean} succeeded whether Vitest ended with 0
 * @returns {Outcome}
 */
export function outcomeOfVitest(report, succeeded) {
  if (report === null) return { ...NOTHING, failed: succeeded ? 0 : 1 };
  const brokenFiles = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === "failed" && !file.assertionResults.some((/** @type {any} */ test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The outcome of `python -m unittest` from its closing lines ("Ran 12 tests", "FAILED (failures=1, errors=1, skipped=2)").
 * @param {string} output
 * @param {boolean} succeeded whether Python ended with 0
 * @returns {Outcome}
 */
export function outcomeOfUnittest(output, succeeded) {
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const closing = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?\s*$/m.exec(output)?.[1] ?? "";
  const count = (/** @type {string} */ word) => Number(new RegExp(`(?:^|[ ,])${word}=(\\d+)`).exec(closing)?.[1] ?? 0);
  const failed = count("failures") + count("errors") + count("unexpected successes");
  const skipped = count("skipped");
  return {
    passed: Math.max(0, ran - failed - skipped),
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped,
  };
}

/**
 * The closing line of `npm test`.
 * @param {Outcome} outcome
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
