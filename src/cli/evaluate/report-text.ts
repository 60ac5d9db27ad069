/** The report of an evaluation in lines: aligned where somebody watches, tab-separated in a pipe. */
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { printable } from "../terminal.ts";
import { ANSWER_NAMES, type EvaluationReport } from "./evaluation-report.ts";
import { percent, percentRange } from "./figure-text.ts";

/** @param aligned whether columns are padded with spaces */
export function reportLines(report: EvaluationReport, aligned: boolean): string[] {
  const { data, model, figures, notes } = report;
  const facts = [
    ["faces", `${figures.n} (${data.split}) in ${printable(data.location)}`],
    [
      "model",
      `${printable(model.name)} ${model.sha256.slice(0, 12)}, ${model.engine}${model.shipped ? "" : ", not the one that ships"}`,
    ],
    ["answer", ANSWER_NAMES[model.answer]],
    ["accuracy", `${percent(figures.accuracy)} (95 % interval ${percentRange(figures.interval95)})`],
    ["macro-F1", percent(figures.macroF1)],
    ["macro precision", percent(figures.macroPrecision)],
    ["macro recall", percent(figures.macroRecall)],
    ["calibration error", `${percent(figures.calibrationError)} (${figures.reliability.length} bins)`],
    ["log loss", `${figures.negativeLogLikelihood.toFixed(4)} nats`],
    ["happy or sad", pairText(report)],
  ];
  return [
    ...columns(facts, aligned, ["left", "left"]),
    "",
    ...classTable(report, aligned),
    "",
    ...confusionTable(report, aligned),
    "",
    ...notes.map((note) => `- ${note}`),
  ];
}

function pairText({ figures: { happyAgainstSad: pair } }: EvaluationReport): string {
  if (pair === null) return "not measured: one of the two has no example";
  return `${percent(pair.accuracy)} of ${pair.n} (95 % interval ${percentRange(pair.interval95)})`;
}

function classTable({ figures }: EvaluationReport, aligned: boolean): string[] {
  const rows = figures.perClass.map((row) => [
    row.emotion,
    String(row.n),
    ...[row.precision, row.recall, row.f1].map(percent),
    row.recallInterval95 === null ? "-" : percentRange(row.recallInterval95),
  ]);
  const head = ["", "faces", "precision", "recall", "F1", "recall, 95 % interval"];
  return columns([head, ...rows], aligned, ["left", ...Array.from({ length: 5 }, () => "right" as const)]);
}

function confusionTable({ figures }: EvaluationReport, aligned: boolean): string[] {
  const head = ["shown \\ read as", ...EMOTIONS];
  const rows = EMOTIONS.map((emotion, truth) => [emotion, ...figures.confusion[truth]!.map(String)]);
  return columns([head, ...rows], aligned, ["left", ...EMOTIONS.map(() => "right" as const)]);
}

function columns(rows: readonly string[][], aligned: boolean, sides: readonly ("left" | "right")[]): string[] {
  if (!aligned) return rows.map((row) => row.join("\t"));
  const widths = sides.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (sides[column] === "left" ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}
