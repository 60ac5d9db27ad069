/**
 * `moodsync evaluate --data DIR|FILE`: how well the net that ships reads labelled faces, on the engine that the app uses.
 * Model, data and report file are checked whole before the first face is read; an interrupted run says nothing.
 */
import type { FaceAnswer } from "../../inference/face-emotion.ts";
import { createEvaluationProgress, type EvaluationProgress } from "../evaluate/evaluation-progress.ts";
import { openEvaluatedModel } from "../evaluate/evaluation-model.ts";
import { makeReport, type EvaluationReport } from "../evaluate/evaluation-report.ts";
import { parseSplit } from "../evaluate/data-split.ts";
import { readLabelledData } from "../evaluate/labelled-data.ts";
import { readTiles } from "../evaluate/read-tiles.ts";
import { checkReportFile, writeReportFile } from "../evaluate/report-file.ts";
import { reportPage } from "../evaluate/report-page.ts";
import { reportLines } from "../evaluate/report-text.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable, type Terminal } from "../terminal.ts";

export interface EvaluateOptions {
  data: string;
  split?: string;
  limit?: number;
  /** Tiles as they are, without the app's levelling of light. */
  raw?: boolean;
  /** Default "labels". */
  answer?: FaceAnswer;
  /** Folder of another net. */
  model?: string;
  json?: boolean;
  /** Where the page is to be written. */
  html?: string;
}

/** Prints the figures, with `json` as JSON; with `html` a page is written too. */
export async function evaluateCommand(options: EvaluateOptions, terminal: Terminal): Promise<ExitCode> {
  const progress = createEvaluationProgress(terminal);
  try {
    const report = await measure(options, terminal.interrupted, progress);
    progress.stop();
    if (options.html !== undefined) {
      await writeReportFile(options.html, reportPage(report));
      terminal.remark(`The report is in ${printable(options.html)}`);
    }
    if (options.json) terminal.print(JSON.stringify(report, null, 2));
    else for (const line of reportLines(report, terminal.interactive)) terminal.print(line);
    return EXIT.ok;
  } catch (error) {
    if (!terminal.interrupted.aborted) throw error;
    progress.stop();
    terminal.remark("Stopped; nothing was measured whole, so there are no figures.");
    return EXIT.interrupted;
  } finally {
    progress.stop();
  }
}

async function measure(
  options: EvaluateOptions,
  signal: AbortSignal,
  progress: EvaluationProgress,
): Promise<EvaluationReport> {
  const preparation = options.raw ? "raw" : "levelled";
  if (options.split !== undefined) parseSplit(options.split);
  if (options.html !== undefined) await checkReportFile(options.html);
  const model = await openEvaluatedModel(options.model, options.answer);
  try {
    const watched = { signal, onProgress: (done: number, total: number) => progress.show(done, total) };
    progress.stage("looking through the data");
    const wish = { split: options.split, limit: options.limit, size: model.reader.cropSize, ...watched };
    const data = await readLabelledData(options.data, wish);
    progress.stage("reading faces");
    const read = await readTiles(model.reader, data.tiles, preparation, watched);
    return makeReport({ location: options.data, measuredAt: new Date(), data, model, preparation, read });
  } finally {
    await model.reader.release();
  }
}
