/**
 * Where the harmony is at home: at the beginning of every section, which the bar before leads to, and at the close. Said as
 * a narrower mask, so that the network still chooses among what fits. Slowing down is left to `tempo-course.ts`.
 */
import { chordTones, type ChordName } from "./bar-events.ts";
import { beginsSection, endsSection } from "./form.ts";
import { chordName, type GrammarState } from "./grammar.ts";
import type { Mode } from "./piece.ts";
import type { Token } from "./vocabulary.ts";

/** In the normalised key: C major, A minor. */
export const TONIC_CHORDS: Readonly<Record<Mode, ChordName>> = {
  major: { root: 0, quality: "maj" },
  minor: { root: 9, quality: "min" },
};

/** Chords that lead home: dominant, leading-note and subdominant, and in minor the major chord below the tonic. */
const LEADING: Readonly<Record<Mode, readonly string[]>> = {
  major: ["7 maj", "11 dim", "5 maj", "2 min"],
  minor: ["4 maj", "4 min", "11 dim", "8 dim", "2 min", "7 maj"],
};

/** Sixteenths after which nothing more is struck in the last bar. */
const LAST_ONSET = 6;

/** Whether `token`, which the grammar allows, also suits the form. Never leaves nothing where the grammar leaves something. */
export function suitsForm(state: GrammarState, token: Token, mode: Mode): boolean {
  const index = state.bars - 1;
  if (index < 0) return true;
  if (state.bars === state.totalBars) return suitsLastBar(state, token, mode);
  if (state.bars === state.totalBars - 1) return suitsLeadingBar(state, token, mode, true);
  if (beginsSection(index)) return suitsOpening(state, token, mode);
  return endsSection(index) ? suitsLeadingBar(state, token, mode, false) : true;
}

/** The tonic chord holds from the first beat, with both hands, and for at least half of the bar. */
function suitsOpening(state: GrammarState, token: Token, mode: Mode): boolean {
  const tonic = chordName(TONIC_CHORDS[mode]);
  if (token.kind === "chord") return state.position === 0 ? chordName(token.chord) === tonic : state.position >= 8;
  const leftHand = state.position > 0 || state.groupTop >= 0;
  if (token.kind === "position") return state.position < 0 ? token.position === 0 : leftHand;
  if (token.kind === "bar") return leftHand;
  return token.kind === "duration" || state.position !== 0 || state.chord === tonic;
}

/** A chord that leads home holds when the bar ends. @param clears whether nothing may sound on into the next bar */
function suitsLeadingBar(state: GrammarState, token: Token, mode: Mode, clears: boolean): boolean {
  const leads = (name: string | null): boolean => name !== null && LEADING[mode].includes(name);
  switch (token.kind) {
    case "position":
      // The half of the bar is the last place to turn; from there on a bar that leads nowhere turns at once.
      return leads(state.chord) || token.position <= 8;
    case "chord":
      return state.position < 8 || leads(chordName(token.chord));
    case "melody":
    case "accompaniment":
      return leads(state.chord) || state.position < 8;
    case "bar":
      return leads(state.chord);
    case "duration":
      return !clears || state.position + token.sixteenths <= 16;
    default:
      return true;
  }
}

/** On the first beat the melody takes the tonic over its chord; what follows belongs to the chord and is held to the end. */
function suitsLastBar(state: GrammarState, token: Token, mode: Mode): boolean {
  const tonic = TONIC_CHORDS[mode];
  const home = state.chord === chordName(tonic);
  switch (token.kind) {
    case "position":
      return state.position < 0 ? token.position === 0 : state.groupTop >= 0 && token.position <= LAST_ONSET;
    case "chord":
      return state.position === 0 && chordName(token.chord) === chordName(tonic);
    case "melody":
      return home && state.position === 0 && token.pitch % 12 === tonic.root;
    case "accompaniment":
      return home && (state.melodyInGroup || state.position > 0) && chordTones(tonic).includes(token.pitch % 12);
    case "end":
      return state.groupTop >= 0 || state.position > 0;
    case "duration":
      return state.position + token.sixteenths >= 12;
    default:
      return true;
  }
}
