/** From the words of `moodsync compose` to a request, every word checked before anything is loaded. */
import path from "node:path";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import {
  checkBars,
  checkDrawing,
  checkSeed,
  FEWEST_BARS,
  moodOfWish,
  MOST_BARS,
  type DrawingOptions,
} from "../../core/composition/compose-request.ts";
import type { PieceMood } from "../../core/composition/piece.ts";
import { moodPoint } from "../../core/affect/mood-names.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { parseMood } from "../mood-argument.ts";

/** As the command line gives them: all text. */
export interface ComposeWords {
  mood?: string;
  valence?: string;
  arousal?: string;
  bars: string;
  seed?: string;
  output?: string;
  temperature?: string;
  topP?: string;
}

export interface ComposeWish {
  mood: PieceMood;
  bars: number;
  seed: number;
  drawing: DrawingOptions;
  /** Where the MIDI file goes. */
  midiFile: string;
  /** Where a WAV file would go. */
  wavFile: string;
}

/**
 * @param randomSeed a seed for a piece that nobody gave one for
 * @throws MoodSyncError `mood.*`, `composer.*`, `output.extension`
 */
export function readComposeWish(words: ComposeWords, randomSeed: () => number): ComposeWish {
  const mood = readMood(words);
  const bars = readNumber(words.bars, "composer.bars-out-of-range", `A piece has ${FEWEST_BARS} to ${MOST_BARS} bars.`);
  checkBars(bars);
  const seed =
    words.seed === undefined
      ? randomSeed()
      : readNumber(words.seed, "composer.seed-invalid", "A seed is a whole number, such as 7.");
  checkSeed(seed);
  const drawing = { temperature: readOption(words.temperature), topP: readOption(words.topP) };
  checkDrawing(drawing);
  const midiFile = words.output ?? `${mood.emotion ?? "piece"}-${seed}.mid`;
  const { dir, name, ext } = path.parse(midiFile);
  if (!/^\.midi?$/iu.test(ext)) {
    throw new MoodSyncError("output.extension", "The output is a MIDI file: its name ends in .mid; --wav adds sound.", {
      kind: "invalid-input",
    });
  }
  return { mood, bars, seed, drawing, midiFile, wavFile: path.join(dir, `${name}.wav`) };
}

function readMood({ mood, valence, arousal }: ComposeWords): PieceMood {
  const point = valence !== undefined || arousal !== undefined;
  if (mood !== undefined && point) {
    throw moodMissing("Give either --mood or --valence and --arousal.");
  }
  if (point) return moodOfWish({ point: { valence: readAxis(valence), arousal: readAxis(arousal) } });
  if (mood === undefined) {
    throw moodMissing(`Give a mood: --mood with one of ${EMOTIONS.join(", ")}, or --valence and --arousal.`);
  }
  const target = parseMood(mood);
  if ("emotion" in target) return moodOfWish({ mood: target.emotion });
  // The composer knows the seven classes, and of any other mood the point.
  return moodOfWish({ point: "name" in target ? moodPoint(target.name) : target });
}

function moodMissing(message: string): MoodSyncError {
  return new MoodSyncError("mood.missing", message, { kind: "invalid-input" });
}

function readAxis(text: string | undefined): number {
  if (text === undefined) throw moodMissing("--valence and --arousal go together.");
  return readNumber(text, "mood.out-of-range", "Valence and arousal both lie between -1 and 1.");
}

function readOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return readNumber(text, "composer.options-out-of-range", "The temperature and top-p are numbers.");
}

/** A number in digits, not "", " ", "0x10" or "Infinity", which `Number` would take too. */
function readNumber(text: string, code: string, message: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/u.test(text.trim())) return Number(text);
  throw new MoodSyncError(code, message, { kind: "invalid-input" });
}
