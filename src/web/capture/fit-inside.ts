/** The arithmetic of making pictures small enough to analyse. */

/**
 * The size that fits into a square of `longestSide`, never larger than the original.
 * @returns whole pixels, at least 1 a side
 */
export function fitInside(
  size: { width: number; height: number },
  longestSide: number,
): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(size.width, size.height));
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}
