/**
 * What is allowed and yet better or worse: voices that do not cross, and harmony that is brighter or darker with the mood.
 * What must be is left to `grammar.ts` and `cadence.ts`.
 */
import { TONIC_CHORDS } from "./cadence.ts";
import type { GrammarState } from "./grammar.ts";
import { POSITIONS_PER_BAR, type Mode } from "./piece.ts";
import type { Token, Vocabulary } from "./vocabulary.ts";

/** Middle C: below, a melody is heard as a part of the accompaniment. */
const LOWEST_MELODY = 60;

/** Whether the melody stays on top: it is not struck low down, and nothing is struck above it while it sounds. */
export function keepsVoicesApart(state: GrammarState, token: Token): boolean {
  if (token.kind === "melody") return token.pitch >= LOWEST_MELODY;
  if (token.kind !== "accompaniment") return true;
  const now = (state.bars - 1) * POSITIONS_PER_BAR + state.position;
  return state.melodyEnd <= now || token.pitch < state.melodyPitch;
}

/** Added to a chord's logit at the ends of valence, times how far the mood lies there. */
const BRIGHTNESS = { maj: 1.4, min: -1, dim: -1.5 } as const;
/** A major chord on the tonic of a minor key makes it sound major. */
const MAJOR_TONIC = -3;
/** The major chord on E leads home to A minor, and is no brighter for it. */
const MINOR_DOMINANT = 4;

/** What to add to each token's logit: major chords come easier the more pleasant the mood is, minor and diminished ones the less. */
export function harmonyBias(vocabulary: Vocabulary, valence: number, mode: Mode): Float32Array {
  const bias = new Float32Array(vocabulary.tokens.length);
  for (const id of vocabulary.idsOf("chord")) {
    const token = vocabulary.tokens[id]!;
    if (token.kind !== "chord" || token.chord === null) continue;
    const { root, quality } = token.chord;
    const majorInMinor = mode === "minor" && quality === "maj";
    if (majorInMinor && root === MINOR_DOMINANT) continue;
    bias[id] = BRIGHTNESS[quality] * valence + (majorInMinor && root === TONIC_CHORDS.minor.root ? MAJOR_TONIC : 0);
  }
  return bias;
}
