/**
 * The form that the music is written in: sections of eight bars in the order A A B A. What a bar repeats is said here; that it still fits the grammar and the mood is seen to by the composer.
 */

export const SECTION_BARS = 8;

/**
 * Four sections, bar by bar: how many bars back the music comes again from, 0 where it is new. A: a period, whose second half
 * takes up the first's idea. A': the same beginning, led on elsewhere. B: a period of its own. A'' takes up A'. The list starts over.
 */
const COMES_BACK: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 4, 4, 0, 0],
  [8, 8, 8, 8, 0, 0, 0, 0],
  [0, 0, 0, 0, 4, 4, 0, 0],
  [16, 16, 16, 16, 16, 16, 0, 0],
];

/** Bars that a repetition may reach back. */
export const FURTHEST_BACK = Math.max(...COMES_BACK.flat());

/** Below this a piece is too short to come back to anything. */
const SHORTEST = 8;

/**
 * The bar that bar `index` takes up.
 * @param bars of the piece; `Infinity` for music that goes on
 * @returns an earlier bar, at most `FURTHEST_BACK` before; null where the bar is new
 */
export function repeatedBar(index: number, bars: number): number | null {
  if (bars < SHORTEST || index >= bars - 2) return null;
  const section = COMES_BACK[Math.floor(index / SECTION_BARS) % COMES_BACK.length]!;
  const back = section[index % SECTION_BARS]!;
  return back === 0 ? null : index - back;
}

/** Whether a section begins with this bar, and the music is to be at home. */
export function beginsSection(index: number): boolean {
  return index % SECTION_BARS === 0;
}

/** Whether a section ends with this bar, and the music is to lead home. */
export function endsSection(index: number): boolean {
  return index % SECTION_BARS === SECTION_BARS - 1;
}
