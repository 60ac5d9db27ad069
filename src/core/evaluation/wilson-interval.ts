/** The interval of a share that was counted: how far chance alone may have moved it. */

/** The 97.5 % point of the normal distribution, for 95 % intervals. */
const Z = 1.959964;

/**
 * The 95 % interval of the share `hits / total` (Wilson 1927, J. Am. Stat. Assoc. 22): unlike the textbook one it stays within
 * 0..1 and holds for small counts.
 * @param total 1 or more; for 0 nothing is known, and the interval is [0, 1]
 */
export function wilsonInterval(hits: number, total: number): [low: number, high: number] {
  if (total === 0) return [0, 1];
  const share = hits / total;
  const middle = share + (Z * Z) / (2 * total);
  const half = Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total));
  const scale = 1 + (Z * Z) / total;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
