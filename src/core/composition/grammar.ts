/**
 * Which token may come next, so that no invalid event is ever drawn:
 * START (BAR group*)* END, group = POSITION [CHORD] note*, note = (MELODY | ACCOMPANIMENT) DURATION.
 * What is valid but unmusical (a close without a cadence) is left to `cadence.ts`, what is likely to the network.
 */
import { POSITIONS_PER_BAR, type ChordQuality } from "./piece.ts";
import type { Token, TokenKind, Vocabulary } from "./vocabulary.ts";

const NO_CHORD = "none";

type Phase = "bar" | "position" | "chord" | "pitch" | "melody" | "accompaniment" | "ended";

/** The whole state of the grammar; a plain object, so that it can be copied and tried out. */
export interface GrammarState {
  /** Kind of the last token, as far as it decides what follows: `pitch` is a duration, `bar` also the very start. */
  phase: Phase;
  /** Bars begun. */
  bars: number;
  /** Bars of the whole piece; `Infinity` for music that goes on. */
  totalBars: number;
  /** Last position in this bar, -1 before the first. */
  position: number;
  /** Whether this bar holds a note yet. */
  noteInBar: boolean;
  melodyInGroup: boolean;
  /** Highest accompaniment pitch of the group, -1 before the first. */
  groupTop: number;
  /** The pitch that waits for its duration. */
  pitch: number;
  /** The harmony that holds, as `chordName` writes it; null before the first. */
  chord: string | null;
  /** The melody note that sounds, and when it ends, in sixteenths from the start of the piece. */
  melodyPitch: number;
  melodyEnd: number;
  /** A melody note that rings into this bar holds the voice until here. */
  melodyHeldUntil: number;
  /** End of the last note at each accompaniment pitch, 128 entries, in sixteenths from the start of the piece. */
  accompanimentEnds: number[];
}

/** The state just after START. */
export function initialGrammarState(totalBars: number): GrammarState {
  return {
    phase: "bar",
    bars: 0,
    totalBars,
    position: -1,
    noteInBar: false,
    melodyInGroup: false,
    groupTop: -1,
    pitch: -1,
    chord: null,
    melodyPitch: -1,
    melodyEnd: 0,
    melodyHeldUntil: 0,
    accompanimentEnds: Array.from({ length: 128 }, () => 0),
  };
}

/** One string for one harmony. */
export function chordName(chord: { root: number; quality: ChordQuality } | null): string {
  return chord === null ? NO_CHORD : `${chord.root} ${chord.quality}`;
}

/** A copy that may go its own way. */
export function copyGrammarState(state: GrammarState): GrammarState {
  return { ...state, accompanimentEnds: state.accompanimentEnds.slice() };
}

/** Sixteenths from the start of the piece to the current position. */
function nowOf(state: GrammarState): number {
  return (state.bars - 1) * POSITIONS_PER_BAR + state.position;
}

/** The kinds that can follow at all, so that not every token has to be asked about at every step. */
const FOLLOWERS: Readonly<Record<Phase, readonly TokenKind[]>> = {
  bar: ["bar", "position"],
  position: ["chord", "melody", "accompaniment"],
  chord: ["bar", "end", "position", "melody", "accompaniment"],
  pitch: ["bar", "end", "position", "melody", "accompaniment"],
  melody: ["duration"],
  accompaniment: ["duration"],
  ended: [],
};

/**
 * Write 1 into `mask` for every token that may follow, 0 for the others.
 * @param wishes what the token is to be besides, the weightiest first; one that nothing left can meet is waived
 */
export function fillMask(
  state: GrammarState,
  vocabulary: Vocabulary,
  wishes: readonly ((token: Token) => boolean)[],
  mask: Uint8Array,
): void {
  let ids = FOLLOWERS[state.phase]
    .flatMap((kind) => vocabulary.idsOf(kind))
    .filter((id) => isAllowed(state, vocabulary.tokens[id]!));
  for (const wish of wishes) {
    const meeting = ids.filter((id) => wish(vocabulary.tokens[id]!));
    if (meeting.length > 0) ids = meeting;
  }
  mask.fill(0);
  for (const id of ids) mask[id] = 1;
}

/** Whether `token` may follow. Every bar holds a note; a piece of a given length ends after its last bar, and nothing rings beyond. */
export function isAllowed(state: GrammarState, token: Token): boolean {
  switch (token.kind) {
    case "bar":
      return atBarEnd(state) && state.bars < state.totalBars;
    case "end":
      return atBarEnd(state) && state.bars === state.totalBars && state.bars > 0;
    case "position":
      return positionAllowed(state, token.position);
    case "chord":
      return state.phase === "position" && chordName(token.chord) !== (state.chord ?? NO_CHORD);
    case "melody":
      return melodyAllowed(state, token.pitch);
    case "accompaniment":
      return accompanimentAllowed(state, token.pitch);
    case "duration":
      return durationAllowed(state, token.sixteenths);
    default:
      return false;
  }
}

function positionAllowed(state: GrammarState, position: number): boolean {
  if (state.bars === 0) return false;
  if (state.phase === "bar") return state.chord !== null || position === 0;
  if (state.phase !== "pitch" && state.phase !== "chord") return false;
  return position > state.position;
}

/** A bar may end after its first group is whole and once it holds a note; before the first bar there is nothing to end. */
function atBarEnd(state: GrammarState): boolean {
  if (state.phase === "bar") return state.bars === 0;
  return (state.phase === "pitch" || state.phase === "chord") && state.noteInBar;
}

/** The first chord comes before the first note. */
function mayStrike(state: GrammarState): boolean {
  if (state.phase === "position") return state.chord !== null;
  return state.phase === "chord" || state.phase === "pitch";
}

function melodyAllowed(state: GrammarState, pitch: number): boolean {
  if (!mayStrike(state) || state.bars === 0 || state.melodyInGroup || state.groupTop >= 0) return false;
  const now = nowOf(state);
  if (now < state.melodyHeldUntil) return false;
  return !(pitch === state.melodyPitch && now < state.melodyEnd);
}

function accompanimentAllowed(state: GrammarState, pitch: number): boolean {
  if (!mayStrike(state) || state.bars === 0) return false;
  return pitch > state.groupTop && nowOf(state) >= state.accompanimentEnds[pitch]!;
}

function durationAllowed(state: GrammarState, sixteenths: number): boolean {
  if (state.phase !== "melody" && state.phase !== "accompaniment") return false;
  return nowOf(state) + sixteenths <= state.totalBars * POSITIONS_PER_BAR;
}

/** Take `token`, which `isAllowed` has let through, into the state. */
export function advance(state: GrammarState, token: Token): void {
  switch (token.kind) {
    case "bar":
      return beginBar(state);
    case "position":
      state.phase = "position";
      state.position = token.position;
      state.melodyInGroup = false;
      state.groupTop = -1;
      return;
    case "chord":
      state.phase = "chord";
      state.chord = chordName(token.chord);
      return;
    case "melody":
    case "accompaniment":
      state.phase = token.kind;
      state.pitch = token.pitch;
      return;
    case "duration":
      return endNote(state, token.sixteenths);
    case "end":
      state.phase = "ended";
      return;
    case "pad":
    case "start":
  }
}

function beginBar(state: GrammarState): void {
  state.phase = "bar";
  state.bars++;
  state.position = -1;
  state.noteInBar = false;
  state.melodyHeldUntil = state.melodyEnd;
}

function endNote(state: GrammarState, sixteenths: number): void {
  const end = nowOf(state) + sixteenths;
  if (state.phase === "melody") {
    state.melodyInGroup = true;
    state.melodyPitch = state.pitch;
    state.melodyEnd = end;
  } else {
    state.groupTop = state.pitch;
    state.accompanimentEnds[state.pitch] = end;
  }
  state.phase = "pitch";
  state.noteInBar = true;
}
