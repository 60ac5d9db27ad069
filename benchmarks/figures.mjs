/** Percentiles and the one format in which every benchmark states a figure. */

/**
 * @typedef {object} Figure
 * @property {string} bench
 * @property {number} n samples behind the percentiles
 * @property {number} p50
 * @property {number} p95
 * @property {string} unit
 * @property {string | null} peer what ran beside it in the same run, null where there is none
 * @property {number | null} peerP50 same unit
 * @property {number | null} ratio p50 divided by peerP50
 */

/**
 * Linear-interpolated percentile (method 7 of Hyndman and Fan 1996).
 * @param {readonly number[]} values not empty
 * @param {number} fraction 0..1
 */
export function percentile(values, fraction) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

/**
 * @param {string} bench
 * @param {readonly number[]} values
 * @param {string} unit
 * @param {{peer: string, values: readonly number[]}} [peer]
 * @returns {Figure}
 */
export function figure(bench, values, unit, peer) {
  const p50 = percentile(values, 0.5);
  const peerP50 = peer === undefined ? null : percentile(peer.values, 0.5);
  return {
    bench,
    n: values.length,
    p50: round(p50),
    p95: round(percentile(values, 0.95)),
    unit,
    peer: peer?.peer ?? null,
    peerP50: peerP50 === null ? null : round(peerP50),
    ratio: peerP50 === null ? null : round(p50 / peerP50),
  };
}

/** @param {Figure} f */
export function sentence(f) {
  const beside = f.peer === null ? "" : `   ${f.peer}: ${f.peerP50} ${f.unit}, ratio ${f.ratio}`;
  return `${f.bench.padEnd(38)} n=${String(f.n).padEnd(6)} p50 ${f.p50} ${f.unit}, p95 ${f.p95} ${f.unit}${beside}`;
}

/** Four significant digits: more would claim a precision that a shared machine does not have. */
function round(value) {
  return Number(value.toPrecision(4));
}
