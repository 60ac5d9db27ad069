/**
 * `moodsync compose`: writes music for a mood as a MIDI file and, if wished, as a WAV file. Everything that can be wrong
 * is found before the model is loaded, and no file is there before all of them are whole.
 */
import { randomInt } from "node:crypto";
import { pieceTitle, pieceToMidi } from "../../core/composition/midi-file.ts";
import { pieceSeconds, type Piece } from "../../core/composition/piece.ts";
import { loadComposer } from "../../inference/load-model.ts";
import { createNodeRuntime } from "../../inference/runtimes/node.ts";
import { readComposeWish, type ComposeWish, type ComposeWords } from "../compose/compose-wish.ts";
import { checkNewFile, writeNewFiles, type NewFile } from "../compose/new-files.ts";
import { createEvaluationProgress, type EvaluationProgress } from "../evaluate/evaluation-progress.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readModel } from "../model-on-disk.ts";
import { printable, type Terminal } from "../terminal.ts";
import { formatDuration } from "../track-text.ts";

export interface ComposeOptions extends ComposeWords {
  wav?: boolean;
  json?: boolean;
  force?: boolean;
}

/** Seeds that nobody chose stay short enough to be read out. */
const SEEDS = 1_000_000;

/** Composes, writes and says what was written; with `json` the piece itself is printed. */
export async function composeCommand(options: ComposeOptions, terminal: Terminal): Promise<ExitCode> {
  const wish = readComposeWish(options, () => randomInt(SEEDS));
  const replace = options.force === true;
  const names = options.wav ? [wish.midiFile, wish.wavFile] : [wish.midiFile];
  for (const name of names) await checkNewFile(name, replace);
  const progress = createEvaluationProgress(terminal);
  try {
    const piece = await compose(wish, terminal.interrupted, progress);
    const files: NewFile[] = [{ file: wish.midiFile, content: pieceToMidi(piece) }];
    if (options.wav)
      files.push({ file: wish.wavFile, content: await renderWav(piece, terminal.interrupted, progress) });
    progress.stop();
    await writeNewFiles(files, replace);
    report(piece, names, options, terminal);
    return EXIT.ok;
  } catch (error) {
    if (!terminal.interrupted.aborted) throw error;
    progress.stop();
    terminal.remark("Stopped; nothing was written.");
    return EXIT.interrupted;
  } finally {
    progress.stop();
  }
}

async function compose(wish: ComposeWish, signal: AbortSignal, progress: EvaluationProgress): Promise<Piece> {
  const { mood, bars, seed, drawing } = wish;
  const composer = await loadComposer(await createNodeRuntime(), await readModel("composer"));
  try {
    progress.stage("composing");
    const watch = { signal, onBar: ({ index }: { index: number }) => progress.show(index + 1, bars) };
    return await composer.compose({ mood, bars, seed, ...drawing }, watch);
  } finally {
    await composer.release();
  }
}

/** The synthesiser is loaded for this alone. */
async function renderWav(piece: Piece, signal: AbortSignal, progress: EvaluationProgress): Promise<Uint8Array> {
  const [{ renderPiece }, { encodeWav }] = await Promise.all([
    import("../../synthesis/node.ts"),
    import("../../synthesis/wav.ts"),
  ]);
  progress.stage("rendering");
  const onProgress = (share: number): void => progress.show(Math.round(100 * share), 100);
  return encodeWav(await renderPiece(piece, { signal, onProgress }), { title: pieceTitle(piece) });
}

function report(piece: Piece, names: readonly string[], { json }: ComposeOptions, terminal: Terminal): void {
  if (json) {
    terminal.print(JSON.stringify({ files: names, durationMs: durationMsOf(piece), piece }, null, 2));
    return;
  }
  const length = formatDuration(durationMsOf(piece));
  terminal.remark(`${pieceTitle(piece)}, ${piece.bars} bars, ${length}, seed ${piece.seed}`);
  for (const name of names) terminal.print(printable(name));
}

function durationMsOf(piece: Piece): number {
  return Math.round(1000 * pieceSeconds(piece));
}
