/**
 * The form that the music is written in: sections of eight bars in the order A A B A, each a period whose second half takes up
 * the first's idea. What a bar repeats is said here; that it still fits the grammar and the mood is seen to by the composer.
 */

export const SECTION_BARS = 8;

/** Sections by what they hold; the list starts over. */
const SECTIONS = ["A", "A", "B", "A"] as const;

/** Bars of a section that take up the section that it repeats; its last two lead on anew. */
const REPEATED_BARS = 6;
/** Bars of the idea that the second half of a new section takes up. */
const IDEA_BARS = 2;

/** Bars that a repetition may reach back: from the last A over B to the one before. */
export const FURTHEST_BACK = 2 * SECTION_BARS;

/** Below this a piece is too short to come back to anything. */
const SHORTEST = 8;

/**
 * The bar that bar `index` takes up.
 * @param bars of the piece; `Infinity` for music that goes on
 * @returns an earlier bar, at most `FURTHEST_BACK` before; null where the bar is new
 */
export function repeatedBar(index: number, bars: number): number | null {
  if (bars < SHORTEST || index >= bars - 2) return null;
  const offset = index % SECTION_BARS;
  const section = Math.floor(index / SECTION_BARS);
  const kind = SECTIONS[section % SECTIONS.length]!;
  if (section > 0 && kind === "A" && offset < REPEATED_BARS) {
    const back = SECTIONS[(section - 1) % SECTIONS.length] === "A" ? 1 : 2;
    return index - back * SECTION_BARS;
  }
  const half = SECTION_BARS / 2;
  return offset >= half && offset < half + IDEA_BARS ? index - half : null;
}

/** Whether a section begins with this bar, and the music is to be at home. */
export function beginsSection(index: number): boolean {
  return index % SECTION_BARS === 0;
}

/** Whether a section ends with this bar, and the music is to lead home. */
export function endsSection(index: number): boolean {
  return index % SECTION_BARS === SECTION_BARS - 1;
}
