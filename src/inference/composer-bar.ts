/**
 * Composes bar after bar: asks the network, draws what the grammar (and, near the end, the close) lets through, and hands
 * the bar to `core` to be performed. A state is never changed, so that music can go back to any bar and on from there.
 */
import { readBar, type BarEvents, type ChordName } from "../core/composition/bar-events.ts";
import { suitsForm } from "../core/composition/cadence.ts";
import { conditionsOf, type ConditionEncoder } from "../core/composition/condition-vector.ts";
import { FURTHEST_BACK, repeatedBar } from "../core/composition/form.ts";
import { advance, copyGrammarState, fillMask, initialGrammarState } from "../core/composition/grammar.ts";
import type { GrammarState } from "../core/composition/grammar.ts";
import type { MusicAttributes } from "../core/composition/mood-attributes.ts";
import { performBar, type PerformedBar } from "../core/composition/perform-bar.ts";
import type { Chord, Mode, Note, PieceMood } from "../core/composition/piece.ts";
import { repeatBar } from "../core/composition/repetition.ts";
import { sampleToken, type SamplingOptions } from "../core/composition/sampling.ts";
import { steer, steered, UNSTEERED, type Steering } from "../core/composition/steering.ts";
import { harmonyBias, keepsVoicesApart } from "../core/composition/taste.ts";
import type { Token, Vocabulary } from "../core/composition/vocabulary.ts";
import { MoodSyncError } from "../core/errors.ts";
import { createSeededRandom } from "../core/recommendation/seeded-random.ts";
import type { ComposerMemory, ComposerNet } from "./composer-net.ts";

/** What stays the same from the first bar to the last. */
export interface MusicPlan {
  net: ComposerNet;
  vocabulary: Vocabulary;
  encode: ConditionEncoder;
  sampling: SamplingOptions;
  seed: number;
  /** `Infinity` for music that goes on. */
  bars: number;
  /** Semitones from C major or A minor to the key that sounds. */
  shift: number;
}

/** Everything that the next bar follows from. */
export interface MusicState {
  /** Of the next bar, from 0. */
  index: number;
  memory: ComposerMemory;
  grammar: GrammarState;
  chord: ChordName | null;
  padVoicing: readonly number[];
  steering: Steering;
  /** The last bars, the latest last, as far as the form may come back to them. */
  past: readonly PastBar[];
}

interface PastBar {
  index: number;
  events: BarEvents;
  wish: BarWish;
}

/** What a bar is to be like. */
export interface BarWish {
  mood: PieceMood;
  attributes: MusicAttributes;
  mode: Mode;
}

/** A bar as it is composed. */
export interface ComposedBar {
  /** From 0. */
  index: number;
  /** Of its first beat, from the start of the music; `notes` count from there too. */
  startTicks: number;
  /** At its first beat. */
  bpm: number;
  notes: Note[];
  chords: Chord[];
  mode: Mode;
  /** Ids that the network wrote, for measurements. */
  tokens: readonly number[];
}

export interface NextBar {
  /** Ids between two bar lines. */
  tokens: number[];
  performed: PerformedBar;
  state: MusicState;
}

/** No bar that a listener would call one is longer; a network that goes on and on is broken. */
const MOST_TOKENS = 400;

/** Wishes that lie nearer than this are the same: onsets a bar, semitones. */
const SAME_DENSITY = 2;
const SAME_REGISTER = 2;

/** The state before the first bar. */
export function startMusic({ net, bars }: MusicPlan): MusicState {
  return {
    index: 0,
    memory: net.emptyMemory(),
    grammar: initialGrammarState(bars),
    chord: null,
    padVoicing: [],
    steering: UNSTEERED,
    past: [],
  };
}

/** Compose and perform the next bar. @throws MoodSyncError `model.output-shape`, `composer.endless-bar` */
export async function nextBar(plan: MusicPlan, before: MusicState, wish: BarWish): Promise<NextBar> {
  const { vocabulary, bars, seed, shift } = plan;
  const { index } = before;
  const { tokens, memory, grammar } = await drawBar(plan, before, wish);
  const events = readBar(
    tokens.map((id) => vocabulary.tokens[id]!),
    before.chord,
  );
  const { mood, attributes } = wish;
  const performed = performBar({ events, place: { index, bars }, mood, attributes, shift, seed }, before.padVoicing);
  const state: MusicState = {
    index: index + 1,
    memory,
    grammar,
    chord: events.chords.at(-1)!.chord,
    padVoicing: performed.padVoicing,
    steering: steer(before.steering, events.notes, inNetKey(attributes, shift)),
    past: [...before.past, { index, events, wish }].slice(-FURTHEST_BACK),
  };
  return { tokens, performed, state };
}

interface DrawnBar {
  tokens: number[];
  memory: ComposerMemory;
  grammar: GrammarState;
}

/** Tokens up to the next bar line or the end, neither of which is among them: an earlier bar's, where the form says so. */
async function drawBar(plan: MusicPlan, before: MusicState, wish: BarWish): Promise<DrawnBar> {
  const { net, vocabulary } = plan;
  const condition = conditionOf(plan, before, wish);
  const grammar = copyGrammarState(before.grammar);
  advance(grammar, vocabulary.tokens[vocabulary.bar]!);
  let memory = before.memory;
  if (before.index === 0) ({ memory } = await net.step(vocabulary.start, condition, memory));
  const suits = (state: GrammarState, token: Token): boolean => suitsForm(state, token, wish.mode);
  const past = barToRepeat(plan, before, wish);
  const repeated = past === undefined ? null : repeatBar(past.events, grammar, vocabulary, suits);
  if (repeated === null) return drawNewBar(plan, { condition, memory, grammar, wish, index: before.index });
  for (const id of [vocabulary.bar, ...repeated]) {
    // oxlint-disable-next-line no-await-in-loop -- the network hears its own music again, note by note
    ({ memory } = await net.step(id, condition, memory));
    if (id !== vocabulary.bar) advance(grammar, vocabulary.tokens[id]!);
  }
  return { tokens: repeated, memory, grammar };
}

/** An earlier bar is taken up only while the music is to be as it was then: a change of mood is not held up by the form. */
function barToRepeat({ bars }: MusicPlan, { index, past }: MusicState, wish: BarWish): PastBar | undefined {
  const from = repeatedBar(index, bars);
  return past.find(
    (bar) =>
      bar.index === from &&
      bar.wish.mode === wish.mode &&
      Math.abs(bar.wish.attributes.density - wish.attributes.density) < SAME_DENSITY &&
      Math.abs(bar.wish.attributes.register - wish.attributes.register) < SAME_REGISTER,
  );
}

interface BarStart {
  condition: Float32Array;
  memory: ComposerMemory;
  grammar: GrammarState;
  wish: BarWish;
  index: number;
}

async function drawNewBar(plan: MusicPlan, start: BarStart): Promise<DrawnBar> {
  const { net, vocabulary, sampling, seed } = plan;
  const { condition, grammar, wish, index } = start;
  const random = createSeededRandom(Math.imul(seed, 0x27d4eb2f) ^ Math.imul(index + 1, 0x165667b1));
  const bias = harmonyBias(vocabulary, wish.mood.valence, wish.mode);
  const mask = new Uint8Array(vocabulary.tokens.length);
  const tokens: number[] = [];
  const wishes = [
    (token: Token) => suitsForm(grammar, token, wish.mode),
    (token: Token) => keepsVoicesApart(grammar, token),
  ];
  let { memory } = start;
  let next = vocabulary.bar;
  while (tokens.length < MOST_TOKENS) {
    // oxlint-disable-next-line no-await-in-loop -- each token follows from the one before
    const step = await net.step(next, condition, memory);
    memory = step.memory;
    fillMask(grammar, vocabulary, wishes, mask);
    const logits = step.logits.map((logit, id) => logit + bias[id]!);
    next = sampleToken(logits, mask, sampling, random());
    const token = vocabulary.tokens[next]!;
    if (token.kind === "bar" || token.kind === "end") return { tokens, memory, grammar };
    advance(grammar, token);
    tokens.push(next);
  }
  throw new MoodSyncError(
    "composer.endless-bar",
    `The composer wrote more than ${MOST_TOKENS} tokens without a bar line.`,
  );
}

/** The register as it is where the network writes: in C major or A minor. */
function inNetKey(attributes: MusicAttributes, shift: number): MusicAttributes {
  return { ...attributes, register: attributes.register - shift };
}

/** Music that goes on is told that it is on its way and that no end is in sight. */
function conditionOf(
  { encode, bars, shift }: MusicPlan,
  { index, steering }: MusicState,
  { attributes, mode }: BarWish,
): Float32Array {
  const asked = steered(inNetKey({ ...attributes, mode: mode === "major" ? 1 : -1 }, shift), steering);
  const progress = Number.isFinite(bars) ? index / bars : Math.min(0.5, index / 64);
  return encode(conditionsOf(asked), { progress, barsAfter: bars - 1 - index });
}
