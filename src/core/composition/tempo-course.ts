/** The tempo over a piece: as the mood asks, a breath slower where a section ends, and slowing down at the close. */
import type { MusicAttributes } from "./mood-attributes.ts";
import { TICKS_PER_BAR, TICKS_PER_QUARTER, type TempoChange } from "./piece.ts";

/** Shares of the tempo, beat by beat, over the last two bars: the square-root ritardando of Friberg and Sundberg (1999), in steps. */
const RITARDANDO = [1, 0.98, 0.96, 0.93, 0.88, 0.82, 0.76, 0.7];

/** Fast and short music slows down less: this is how much of the ritardando is left of it. */
function depthOf({ tempo, articulation }: MusicAttributes): number {
  return Math.min(1, Math.max(0.35, (150 - tempo) / 60)) * Math.min(1, 0.4 + articulation * 0.6);
}

/** Tempo changes of a piece of `bars` bars, the first at 0; in quarters a minute, to a hundredth. */
export function tempoCourse(attributes: MusicAttributes, bars: number): TempoChange[] {
  const { tempo } = attributes;
  const beats = Math.min(RITARDANDO.length, Math.floor((bars * 4) / 2));
  const firstSlowBeat = bars * 4 - beats;
  const changes: TempoChange[] = [];
  const add = (beat: number, share: number): void => {
    const bpm = Math.round(tempo * share * 100) / 100;
    if (changes.at(-1)?.bpm !== bpm) changes.push({ ticks: beat * TICKS_PER_QUARTER, bpm });
  };
  for (let beat = 0; beat < firstSlowBeat; beat += 4) {
    add(beat, 1);
    const sectionEnds = (beat / 4) % 8 === 7 && beat + 4 < firstSlowBeat;
    if (sectionEnds) add(beat + 3, 1 - 0.05 * depthOf(attributes));
  }
  for (const [i, share] of RITARDANDO.slice(RITARDANDO.length - beats).entries()) {
    add(firstSlowBeat + i, 1 - (1 - share) * depthOf(attributes));
  }
  return changes.filter(({ ticks }) => ticks < bars * TICKS_PER_BAR);
}
