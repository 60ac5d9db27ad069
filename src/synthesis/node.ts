/**
 * Renders a piece to stereo sound in Node, faster than real time, at the loudness of all music.
 * Which instrument plays what is in presets.ts; writing a file is left to wav.ts.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type BasicSoundBank, SoundBankLoader, SpessaSynthProcessor } from "spessasynth_core";
import { pieceSeconds, VOICES, type Piece, type Voice } from "../core/composition/piece.ts";
import { MoodSyncError } from "../core/errors.ts";
import { levelToTarget } from "./level.ts";
import { noteTimeline, type NoteEvent } from "./note-timeline.ts";
import { peakOf } from "./peak.ts";
import { ensembleFor, VOICE_CHANNELS } from "./presets.ts";
import { readSoundFont } from "./sound-font-file.ts";
import type { StereoAudio } from "./wav.ts";

export interface RenderOptions {
  /** Hz, 8000..96000; default 44100. */
  sampleRate?: number;
  /** Voices to be heard; default all. */
  voices?: readonly Voice[];
  /** Whether to bring the sound to -16 LUFS; default yes. Voices are compared without. */
  level?: boolean;
  signal?: AbortSignal;
  /** Told 0..1 while notes are rendered. */
  onProgress?: (share: number) => void;
  /** The SoundFont; default the one that the build made. */
  soundFont?: ArrayBuffer;
}

export const DEFAULT_SAMPLE_RATE = 44_100;
const LONGEST_S = 3600;
/** The synthesiser takes events at the borders of blocks this long: 3 ms. */
const BLOCK = 128;
/** How often others get a turn: a render does not make a server deaf. */
const BLOCKS_A_TURN = 256;
const LONGEST_TAIL_S = 8;
/** The end is reached when this long nothing louder than 80 dB below full scale has come. */
const SILENT_S = 0.6;
const SILENT_PEAK = 1e-4;
const FADE_S = 0.05;

let loaded: Promise<BasicSoundBank> | null = null;

/** The build's SoundFont, read once. */
function ownSoundBank(): Promise<BasicSoundBank> {
  loaded ??= readSoundFont().then((data) => SoundBankLoader.fromArrayBuffer(data));
  loaded.catch(() => (loaded = null));
  return loaded;
}

/**
 * Renders a piece with the instruments of its mood, the last notes' decay and the room's included.
 * @throws MoodSyncError `render.too-long` over an hour, `render.sample-rate`, `sound-font.*`; the abort reason
 */
export async function renderPiece(piece: Piece, options: RenderOptions = {}): Promise<StereoAudio> {
  const { sampleRate = DEFAULT_SAMPLE_RATE, voices = VOICES, signal } = options;
  const seconds = checkedSeconds(piece, sampleRate);
  signal?.throwIfAborted();
  const bank =
    options.soundFont === undefined
      ? await ownSoundBank()
      : SoundBankLoader.fromArrayBuffer(options.soundFont.slice(0));
  const synth = new SpessaSynthProcessor(sampleRate, { eventsEnabled: false });
  await synth.processorInitialized;
  synth.soundBankManager.addSoundBank(bank, "moodsync");
  setUp(synth, piece);
  const events = noteTimeline(piece).filter(({ voice }) => voices.includes(voice));
  const audio = await play(synth, events, { seconds, sampleRate, options });
  if (options.level ?? true) levelToTarget(audio.left, audio.right, sampleRate);
  return audio;
}

function checkedSeconds(piece: Piece, sampleRate: number): number {
  if (!Number.isInteger(sampleRate) || sampleRate < 8000 || sampleRate > 96_000) {
    throw new MoodSyncError("render.sample-rate", "Sound is rendered at 8,000 to 96,000 samples a second.", {
      kind: "invalid-input",
    });
  }
  const last = piece.notes.reduce((ticks, note) => Math.max(ticks, note.startTicks + note.durationTicks), 0);
  const seconds = Math.max(pieceSeconds(piece), last === 0 ? 0 : (noteTimeline(piece).at(-1)?.seconds ?? 0));
  if (!(seconds <= LONGEST_S)) {
    throw new MoodSyncError("render.too-long", "A piece of more than an hour cannot be rendered.", {
      kind: "too-large",
    });
  }
  return seconds;
}

function setUp(synth: SpessaSynthProcessor, piece: Piece): void {
  const ensemble = ensembleFor(piece.mood);
  for (const voice of VOICES) {
    const channel = VOICE_CHANNELS[voice];
    const { program, volume, pan, reverb, chorus, brightness } = ensemble[voice];
    synth.programChange(channel, program);
    synth.controllerChange(channel, 7, volume);
    synth.controllerChange(channel, 10, pan);
    synth.controllerChange(channel, 91, reverb);
    synth.controllerChange(channel, 93, chorus);
    synth.controllerChange(channel, 74, brightness);
  }
}

interface Plan {
  /** To the end of the last bar or note, whichever comes later. */
  seconds: number;
  sampleRate: number;
  options: RenderOptions;
}

/** Plays the events block by block, and goes on until the last sound has died away. */
async function play(synth: SpessaSynthProcessor, events: readonly NoteEvent[], plan: Plan): Promise<StereoAudio> {
  const { seconds, sampleRate, options } = plan;
  const most = Math.ceil(((seconds + LONGEST_TAIL_S) * sampleRate) / BLOCK) * BLOCK;
  const left = new Float32Array(most);
  const right = new Float32Array(most);
  const bodyEnd = seconds * sampleRate;
  const silentBlocks = Math.ceil((SILENT_S * sampleRate) / BLOCK);
  let next = 0;
  let at = 0;
  for (let quiet = 0, block = 0; at < most && (at < bodyEnd || quiet < silentBlocks); at += BLOCK, block++) {
    if (block % BLOCKS_A_TURN === 0) {
      await nextTurn();
      options.signal?.throwIfAborted();
      options.onProgress?.(Math.min(1, at / most));
    }
    for (; next < events.length && events[next]!.seconds * sampleRate < at + BLOCK / 2; next++)
      send(synth, events[next]!);
    synth.process(left, right, at, BLOCK);
    const peak = Math.max(peakOf(left.subarray(at, at + BLOCK)), peakOf(right.subarray(at, at + BLOCK)));
    quiet = peak < SILENT_PEAK ? quiet + 1 : 0;
  }
  options.onProgress?.(1);
  // Parts of the same memory: copies would double what a long piece takes.
  return fadedOut({ left: left.subarray(0, at), right: right.subarray(0, at), sampleRate });
}

function send(synth: SpessaSynthProcessor, { kind, voice, pitch, velocity }: NoteEvent): void {
  const channel = VOICE_CHANNELS[voice];
  if (kind === "on") synth.noteOn(channel, pitch, velocity);
  else synth.noteOff(channel, pitch);
}

/** What is left of the decay goes to nothing. */
function fadedOut(audio: StereoAudio): StereoAudio {
  const length = Math.min(audio.left.length, Math.round(FADE_S * audio.sampleRate));
  for (const samples of [audio.left, audio.right]) {
    for (let i = 0; i < length; i++) samples[samples.length - 1 - i]! *= i / length;
  }
  return audio;
}
