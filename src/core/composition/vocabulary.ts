/**
 * The composer's vocabulary: what each token id means, read from the strings in `models/composer/config.json`.
 * Which token may follow which is left to `grammar.ts`.
 */
import { MoodSyncError } from "../errors.ts";
import { POSITIONS_PER_BAR, type ChordQuality } from "./piece.ts";

/** The meaning of one id. Pitches and roots are those of the normalised key (C major or A minor). */
export type Token =
  | { kind: "pad" | "start" | "end" | "bar" }
  /** Sixteenths from the start of the bar, 0..15. */
  | { kind: "position"; position: number }
  /** Null where no chord sounds. */
  | { kind: "chord"; chord: { root: number; quality: ChordQuality } | null }
  | { kind: "melody" | "accompaniment"; pitch: number }
  /** In sixteenths, 1..16. */
  | { kind: "duration"; sixteenths: number };

export type TokenKind = Token["kind"];

export interface Vocabulary {
  /** By id. */
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  readonly bar: number;
  /** The id of a token, undefined where the network does not know it. */
  idOf(token: Token): number | undefined;
  /** The ids of one kind, ascending. */
  idsOf(kind: TokenKind): readonly number[];
}

const SINGLES: ReadonlyMap<string, Token> = new Map(
  (["pad", "start", "end", "bar"] as const).map((kind) => [kind.toUpperCase(), { kind }]),
);
const QUALITIES: readonly ChordQuality[] = ["maj", "min", "dim"];

/** Every kind must be there, or the grammar would have states without a way on. */
const NEEDED: readonly TokenKind[] = ["pad", "start", "end", "bar", "chord", "melody", "accompaniment", "duration"];

/**
 * Read the vocabulary.
 * @param names one string an id, such as `POSITION_4`, `CHORD_9_min`, `MELODY_60`, `DURATION_8`
 * @throws MoodSyncError `model.vocabulary-mismatch` where a string is unknown, twice there, or a kind is missing
 */
export function parseVocabulary(names: readonly string[]): Vocabulary {
  const tokens = names.map(parseToken);
  const byKind = new Map<TokenKind, number[]>();
  for (const [id, { kind }] of tokens.entries()) byKind.set(kind, [...(byKind.get(kind) ?? []), id]);
  const idsOf = (kind: TokenKind): readonly number[] => byKind.get(kind) ?? [];
  const missing = NEEDED.find((kind) => idsOf(kind).length === 0);
  if (missing !== undefined) throw mismatch(`it has no ${missing} token`);
  if (new Set(names).size !== names.length) throw mismatch("a token is there twice");
  if (idsOf("position").length !== POSITIONS_PER_BAR) throw mismatch(`it has not ${POSITIONS_PER_BAR} positions`);
  const ids = new Map(tokens.map((token, id) => [tokenKey(token), id]));
  const idOf = (token: Token): number | undefined => ids.get(tokenKey(token));
  return { tokens, idOf, start: idsOf("start")[0]!, end: idsOf("end")[0]!, bar: idsOf("bar")[0]!, idsOf };
}

/** One string for one meaning. */
function tokenKey(token: Token): string {
  if (token.kind !== "chord") return Object.values(token).join(" ");
  return token.chord === null ? token.kind : `${token.kind} ${token.chord.root} ${token.chord.quality}`;
}

function parseToken(name: string): Token {
  const single = SINGLES.get(name);
  if (single !== undefined) return single;
  if (name === "CHORD_NONE") return { kind: "chord", chord: null };
  const chord = /^CHORD_(\d{1,2})_([a-z]+)$/u.exec(name);
  if (chord !== null) {
    const quality = QUALITIES.find((one) => one === chord[2]);
    if (quality !== undefined && Number(chord[1]) < 12) {
      return { kind: "chord", chord: { root: Number(chord[1]), quality } };
    }
  }
  const numbered = /^(POSITION|MELODY|ACCOMPANIMENT|DURATION)_(\d{1,3})$/u.exec(name);
  const token = numbered === null ? null : numberedToken(numbered[1]!, Number(numbered[2]));
  if (token === null) throw mismatch(`"${name.slice(0, 40)}" is no token that the app knows`);
  return token;
}

function numberedToken(word: string, value: number): Token | null {
  if (word === "POSITION") return value < POSITIONS_PER_BAR ? { kind: "position", position: value } : null;
  if (word === "DURATION") {
    return value >= 1 && value <= POSITIONS_PER_BAR ? { kind: "duration", sixteenths: value } : null;
  }
  if (value > 127) return null;
  return { kind: word === "MELODY" ? "melody" : "accompaniment", pitch: value };
}

function mismatch(why: string): MoodSyncError {
  return new MoodSyncError("model.vocabulary-mismatch", `The composer's vocabulary does not fit the app: ${why}.`);
}
