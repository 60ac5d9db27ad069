/**
 * The composer: whole pieces, and live music bar by bar. The same request gives the same notes in Node and in the browser.
 * Drawing a bar is left to `composer-bar.ts`, what a bar sounds like to `core/composition`.
 */
import type { AffectPoint } from "../core/affect/emotion.ts";
import {
  checkBars,
  checkDrawing,
  checkSeed,
  moodOfWish,
  type ComposeRequest,
  type DrawingOptions,
} from "../core/composition/compose-request.ts";
import { createConditionEncoder } from "../core/composition/condition-vector.ts";
import { attributesForMood, modeOf, type MusicAttributes } from "../core/composition/mood-attributes.ts";
import { TICKS_PER_BAR, type Chord, type Mode, type Piece, type PieceMood } from "../core/composition/piece.ts";
import { tempoCourse } from "../core/composition/tempo-course.ts";
import { parseVocabulary } from "../core/composition/vocabulary.ts";
import { createSeededRandom } from "../core/recommendation/seeded-random.ts";
import { nextBar, startMusic, type ComposedBar, type MusicPlan } from "./composer-bar.ts";
import { createComposerNet } from "./composer-net.ts";
import { createLiveMusic, type LiveMusic } from "./live-music.ts";
import type { ComposerConfig } from "./model-config.ts";
import type { InferenceSession } from "./runtimes/inference-runtime.ts";

export interface ComposeWatch {
  /** Told every bar when it is there. */
  onBar?: (bar: ComposedBar) => void;
  /** Stops between two bars; the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

export interface StreamRequest extends DrawingOptions {
  seed: number;
  /** Asked before each bar. */
  conditions: () => PieceMood | AffectPoint;
  signal?: AbortSignal;
}

export interface Composer {
  /**
   * A whole piece, closed by a cadence.
   * @throws MoodSyncError `mood.unknown`, `mood.out-of-range`, `composer.bars-out-of-range`, `composer.seed-invalid`,
   * `composer.options-out-of-range`, `model.output-shape`; the abort reason
   */
  compose(request: ComposeRequest, watch?: ComposeWatch): Promise<Piece>;
  /** Music without an end, which can go back a few bars. @throws as `compose` */
  live(seed: number, options?: DrawingOptions): LiveMusic;
  /** Bars without an end, one when it is asked for; the mood is asked for before each. @throws as `compose` */
  stream(request: StreamRequest): AsyncGenerator<ComposedBar, void, undefined>;
  release(): Promise<void>;
}

/** Where neither the request nor the model's config says otherwise. */
const TEMPERATURE = 0.95;
const TOP_P = 0.95;
const GUIDANCE = 1;

/** Keys lie at most this far from C major or A minor, so that the register asked for is kept. */
const WIDEST_SHIFT = 3;

/** How long others wait at most before they have a turn while a piece is composed. */
const TURN_MS = 40;

/** @throws MoodSyncError `model.vocabulary-mismatch`, `model.conditions-mismatch` where network and app do not fit */
export function createComposer(session: InferenceSession, config: ComposerConfig): Composer {
  const vocabulary = parseVocabulary(config.vocabulary);
  const encode = createConditionEncoder(config.conditions);

  function planFor(seed: number, bars: number, options: DrawingOptions): MusicPlan {
    checkSeed(seed);
    checkDrawing(options);
    const guidance = options.guidance ?? config.sampling?.guidance ?? GUIDANCE;
    return {
      net: createComposerNet(session, config, guidance),
      vocabulary,
      encode,
      sampling: {
        temperature: options.temperature ?? config.sampling?.temperature ?? TEMPERATURE,
        topP: options.topP ?? config.sampling?.topP ?? TOP_P,
      },
      seed,
      bars,
      shift: shiftOf(seed),
    };
  }

  async function compose(request: ComposeRequest, { onBar, signal }: ComposeWatch = {}): Promise<Piece> {
    checkBars(request.bars);
    const mood = moodOfWish(request);
    const plan = planFor(request.seed, request.bars, request);
    const attributes: MusicAttributes = { ...attributesForMood(mood), ...request.attributes };
    const wish = { mood, attributes, mode: modeOf(attributes) };
    const tempos = tempoCourse(attributes, request.bars);
    const bars: ComposedBar[] = [];
    const breathe = createBreather();
    let state = startMusic(plan);
    while (state.index < request.bars) {
      signal?.throwIfAborted();
      const { tokens, performed, state: after } = await nextBar(plan, state, wish);
      const startTicks = state.index * TICKS_PER_BAR;
      const { bpm } = tempos.findLast(({ ticks }) => ticks <= startTicks)!;
      const bar = { ...performed, index: state.index, startTicks, bpm, mode: wish.mode, tokens };
      bars.push(bar);
      onBar?.(bar);
      state = after;
      await breathe();
    }
    return {
      mood,
      seed: request.seed,
      bars: request.bars,
      tonic: tonicOf(wish.mode, plan.shift),
      mode: wish.mode,
      tempos,
      chords: changesOf(bars),
      notes: bars.flatMap(({ notes }) => notes).sort((a, b) => a.startTicks - b.startTicks),
    };
  }

  const live = (seed: number, options: DrawingOptions = {}): LiveMusic =>
    createLiveMusic(planFor(seed, Infinity, options));

  return {
    compose,
    live,
    async *stream({ seed, conditions, signal, ...options }) {
      const music = live(seed, options);
      for (let index = 0; ; index++) {
        signal?.throwIfAborted();
        yield await music.bar(index, conditions());
      }
    },
    release: () => session.release(),
  };
}

/** Semitones, -3..3, from C major or A minor. */
function shiftOf(seed: number): number {
  return Math.floor(createSeededRandom(seed ^ 0x5bd1e995)() * (2 * WIDEST_SHIFT + 1)) - WIDEST_SHIFT;
}

function tonicOf(mode: Mode, shift: number): number {
  return ((mode === "major" ? 0 : 9) + shift + 12) % 12;
}

/** Chords where the harmony changes, without those that a bar line repeats. */
function changesOf(bars: readonly ComposedBar[]): Chord[] {
  const chords = bars.flatMap((bar) => bar.chords);
  return chords.filter(({ root, quality }, i) => root !== chords[i - 1]?.root || quality !== chords[i - 1]?.quality);
}

/** Lets timers and messages have their turn now and then: on one thread the engine would keep them waiting to the end. */
function createBreather(): () => Promise<void> {
  let lastMs = performance.now();
  return async () => {
    if (performance.now() - lastMs < TURN_MS) return;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    lastMs = performance.now();
  };
}
