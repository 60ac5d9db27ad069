/** Figures as people read them; shares in per cent with one decimal. */

/** "66.9 %", or "-" where there is none. */
export function percent(share: number | null): string {
  return share === null ? "-" : `${(100 * share).toFixed(1)} %`;
}

/** "65.3 to 68.4 %". */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`;
}
