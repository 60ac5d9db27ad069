/** From a piece's ticks to events in seconds, in the order in which a synthesiser must hear of them. */
import { TICKS_PER_QUARTER, type Note, type Piece, type TempoChange, type Voice } from "../core/composition/piece.ts";

export interface NoteEvent {
  seconds: number;
  kind: "on" | "off";
  voice: Voice;
  pitch: number;
  /** 1..127; 0 where the note ends. */
  velocity: number;
}

/** A key is let go this long before it is struck again, or the end of the first note would end the second. */
const RESTRIKE_GAP_S = 0.003;

/** Makes a function from ticks to seconds that walks the tempo changes once; ask it with ascending ticks. */
function clock(tempos: readonly TempoChange[]): (ticks: number) => number {
  let index = 0;
  let [fromTicks, fromSeconds] = [0, 0];
  const secondsATick = (): number => 60 / ((tempos[index]?.bpm ?? 120) * TICKS_PER_QUARTER);
  return (ticks) => {
    for (let next = tempos[index + 1]; next !== undefined && next.ticks <= ticks; next = tempos[index + 1]) {
      fromSeconds += (next.ticks - fromTicks) * secondsATick();
      fromTicks = next.ticks;
      index++;
    }
    return fromSeconds + (ticks - fromTicks) * secondsATick();
  };
}

/** Every note's beginning and end, in order of time; where both fall together the end comes first. */
export function noteTimeline({ notes, tempos }: Pick<Piece, "notes" | "tempos">): NoteEvent[] {
  const starts = clock(tempos);
  const begun = notes
    .toSorted((a, b) => a.startTicks - b.startTicks)
    .map((note) => ({ note, on: event(note, "on", starts(note.startTicks)) }));
  const ends = clock(tempos);
  const ended = begun
    .toSorted((a, b) => a.note.startTicks + a.note.durationTicks - (b.note.startTicks + b.note.durationTicks))
    .map(({ note, on }) => ({ on, off: event(note, "off", ends(note.startTicks + note.durationTicks)) }));
  const offOf = new Map(ended.map(({ on, off }) => [on, off]));
  const sounding = new Map<string, NoteEvent>();
  for (const { on } of begun) {
    const key = `${on.voice} ${on.pitch}`;
    const before = sounding.get(key);
    if (before !== undefined && before.seconds > on.seconds - RESTRIKE_GAP_S)
      before.seconds = on.seconds - RESTRIKE_GAP_S;
    const off = offOf.get(on);
    if (off !== undefined) sounding.set(key, off);
  }
  const order = { off: 0, on: 1 };
  return [...begun.map(({ on }) => on), ...ended.map(({ off }) => off)].sort(
    (a, b) => a.seconds - b.seconds || order[a.kind] - order[b.kind],
  );
}

function event({ voice, pitch, velocity }: Note, kind: "on" | "off", seconds: number): NoteEvent {
  return { seconds, kind, voice, pitch, velocity: kind === "on" ? velocity : 0 };
}
