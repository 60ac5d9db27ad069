/**
 * The report of an evaluation as one HTML file that needs nothing else: plots as inline SVG, each with its numbers in a table beside it.
 */
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { ANSWER_NAMES, type EvaluationReport } from "./evaluation-report.ts";
import { percent, percentRange } from "./figure-text.ts";
import { html, joined, type Markup } from "./markup.ts";
import { classBars, confusionMap, reliabilityCurve } from "./report-plots.ts";
import { REPORT_STYLE } from "./report-style.ts";

/** The whole file. */
export function reportPage(report: EvaluationReport): string {
  const { figures, data, notes } = report;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Face emotion net: ${percent(figures.accuracy)} of ${figures.n} faces</title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>How well the face emotion net reads</h1>
          <p>
            ${figures.n} faces (${data.split}) in <code>${data.location}</code>, read on
            ${report.measuredAt.slice(0, 10)}
          </p>
        </header>
        <main>
          ${keyFigures(report)}
          <section>
            <h2>What was measured</h2>
            <div class="pair">
              ${facts(report)}
              <ul>
                ${joined(notes.map((note) => html`<li>${note}</li>`))}
              </ul>
            </div>
          </section>
          ${section("Each emotion", "How many of its guesses were right (precision), how many of its faces were found (recall), and both in one (F1). The thin line is the 95 % interval of the recall.", classBars(figures), classTable(report))}
          ${section("What was taken for what", "Each row is what the faces show, each column what was read; the share of the row is in the square, stronger for more.", confusionMap(figures), confusionTable(report))}
          ${section("Does its confidence mean what it says?", "On the line, of the faces read with 80 % confidence 80 % are read rightly; beneath it the net is too sure. The bars below count the faces.", reliabilityCurve(figures), reliabilityTable(report))}
        </main>
      </body>
    </html> `.markup;
}

function section(title: string, words: string, plot: Markup, numbers: Markup): Markup {
  return html`<section>
    <h2>${title}</h2>
    <p>${words}</p>
    <div class="pair">
      <figure>${plot}</figure>
      <div class="scroll" tabindex="0" role="group" aria-label="${title}: table">${numbers}</div>
    </div>
  </section>`;
}

function keyFigures({ figures }: EvaluationReport): Markup {
  const { happyAgainstSad: pair } = figures;
  const entries = [
    ["Accuracy", percent(figures.accuracy), `95 % interval ${percentRange(figures.interval95)}`],
    [
      "Macro-F1",
      percent(figures.macroF1),
      `precision ${percent(figures.macroPrecision)}, recall ${percent(figures.macroRecall)}`,
    ],
    [
      "Calibration error",
      percent(figures.calibrationError),
      `${figures.reliability.length} bins; log loss ${figures.negativeLogLikelihood.toFixed(3)} nats`,
    ],
    pair === null
      ? ["Happy or sad", "-", "one of the two has no example"]
      : ["Happy or sad", percent(pair.accuracy), `${pair.n} faces; ${percentRange(pair.interval95)}`],
  ];
  return html`<dl class="key">
    ${joined(
      entries.map(
        ([name, value, more]) =>
          html`<div>
            <dt>${name!}</dt>
            <dd>${value!}<small>${more!}</small></dd>
          </div>`,
      ),
    )}
  </dl>`;
}

function facts({ data, model, preparation }: EvaluationReport): Markup {
  const parts = Object.entries(data.parts).map(([name, count]) => `${name} ${count}`);
  const entries = [
    ["Data", `${data.kind === "csv" ? "CSV" : "image folder"}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`],
    ["Model", `${model.name}${model.shipped ? ", as shipped" : ", not the one that ships"}`],
    ["Weights", model.sha256],
    ["Answer", ANSWER_NAMES[model.answer]],
    ["Temperature", String(model.temperature)],
    ["Engine", model.engine],
    ["Preparation", preparation === "levelled" ? "light levelled, as in the app" : "none, as in training"],
  ];
  return html`<table class="facts">
    <caption>
      Data, model and preparation
    </caption>
    <tbody>
      ${joined(
        entries.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name!}</th>
              <td>${value!}</td>
            </tr>`,
        ),
      )}
    </tbody>
  </table>`;
}

function classTable({ figures }: EvaluationReport): Markup {
  const rows = figures.perClass.map((row) => [
    row.emotion,
    String(row.n),
    percent(row.precision),
    percent(row.recall),
    row.recallInterval95 === null ? "-" : percentRange(row.recallInterval95),
    percent(row.f1),
  ]);
  return table("Figures of each emotion", ["Emotion", "Faces", "Precision", "Recall", "95 % interval", "F1"], rows);
}

function confusionTable({ figures }: EvaluationReport): Markup {
  const rows = EMOTIONS.map((emotion, truth) => [emotion, ...figures.confusion[truth]!.map(String)]);
  return table("Counts: shown by row, read as by column", ["Shown", ...EMOTIONS], rows);
}

function reliabilityTable({ figures }: EvaluationReport): Markup {
  const rows = figures.reliability
    .filter(({ n }) => n > 0)
    .map((bin) => [
      percentRange([bin.low, bin.high]),
      String(bin.n),
      percent(bin.meanConfidence),
      percent(bin.accuracy),
    ]);
  return table(
    "Confidence and accuracy; empty bins left out",
    ["Confidence", "Faces", "Mean confidence", "Accuracy"],
    rows,
  );
}

/** The first cell of a row names it. */
function table(caption: string, head: readonly string[], rows: readonly string[][]): Markup {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${joined(head.map((name) => html`<th scope="col">${name}</th>`))}
      </tr>
    </thead>
    <tbody>
      ${joined(
        rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name!}</th>
              ${joined(cells.map((cell) => html`<td>${cell}</td>`))}
            </tr>`,
        ),
      )}
    </tbody>
  </table>`;
}
