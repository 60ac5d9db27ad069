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

/**
 * A mean of scores between 0 and 1, in percent.
 * @typedef {object} Share
 * @property {string} bench
 * @property {number} n
 * @property {number} share
 * @property {[number, number]} interval 95 %, after Wilson; wider than need be where scores lie between 0 and 1
 * @property {"%"} unit
 * @property {string | null} peer
 * @property {number | null} peerShare
 */

/**
 * @param {string} bench
 * @param {readonly number[]} scores each 0..1, not empty
 * @param {{peer: string, values: readonly number[]}} [peer]
 * @returns {Share}
 */
export function share(bench, scores, peer) {
  const [p, n, z] = [mean(scores), scores.length, 1.96];
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return {
    bench,
    n,
    share: round(100 * p),
    interval: [round(100 * (centre - reach)), round(100 * (centre + reach))],
    unit: "%",
    peer: peer?.peer ?? null,
    peerShare: peer === undefined ? null : round(100 * mean(peer.values)),
  };
}

/** @param {Figure | Share} f */
export function sentence(f) {
  if ("share" in f) {
    const besideIt = f.peer === null ? "" : `   ${f.peer}: ${f.peerShare} %`;
    return `${f.bench.padEnd(38)} n=${String(f.n).padEnd(6)} ${f.share} % (95 %: ${f.interval.join(" to ")})${besideIt}`;
  }
  const beside = f.peer === null ? "" : `   ${f.peer}: ${f.peerP50} ${f.unit}, ratio ${f.ratio}`;
  return `${f.bench.padEnd(38)} n=${String(f.n).padEnd(6)} p50 ${f.p50} ${f.unit}, p95 ${f.p95} ${f.unit}${beside}`;
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four significant digits: more would claim a precision that a shared machine does not have. */
function round(value) {
  return Number(value.toPrecision(4));
}
