/** The three plots of the report as SVG; colours come from the page's style sheet, numbers stand beside in tables. */
import { EMOTIONS } from "../../core/affect/emotion.ts";
import type { EvaluationFigures } from "../../core/evaluation/evaluate-readings.ts";
import { wilsonInterval } from "../../core/evaluation/wilson-interval.ts";
import { html, joined, type Markup } from "./markup.ts";

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const LABEL_WIDTH = 70;

function plot(
  id: string,
  width: number,
  height: number,
  title: string,
  words: string,
  content: readonly Markup[],
): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-words">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-words">${words}</desc>
    ${joined(content)}
  </svg>`;
}

/** Rows are what the faces show, columns what was read; the fill is the share of the row. */
export function confusionMap({ confusion, perClass }: EvaluationFigures): Markup {
  const cell = 58;
  const top = 40;
  const cells = EMOTIONS.flatMap((truth, row) =>
    EMOTIONS.map((guess, column) => {
      const n = perClass[row]!.n;
      const share = n === 0 ? 0 : confusion[row]![column]! / n;
      const x = LABEL_WIDTH + column * cell;
      const y = top + row * cell;
      const words = `${truth} read as ${guess}: ${confusion[row]![column]!} of ${n}`;
      const said = n === 0 ? "-" : `${Math.round(100 * share)}`;
      return html`<g
        ><title>${words}</title
        ><rect
          x="${x + 1}"
          y="${y + 1}"
          width="${cell - 2}"
          height="${cell - 2}"
          rx="6"
          class="cell${truth === guess ? " right" : ""}"
          style="--share:${Math.round(100 * share)}%"
        /><text x="${x + cell / 2}" y="${y + cell / 2 + 5}" class="middle">${said}</text></g
      >`;
    }),
  );
  const rows = EMOTIONS.map(
    (emotion, i) =>
      html`<text x="${LABEL_WIDTH - 8}" y="${top + i * cell + cell / 2 + 5}" class="end">${emotion}</text>`,
  );
  const columns = EMOTIONS.map(
    (emotion, i) =>
      html`<text x="${LABEL_WIDTH + i * cell + cell / 2}" y="${top - 8}" class="middle">${emotion}</text>`,
  );
  const right = EMOTIONS.map(
    (name, i) => `${name} ${perClass[i]!.n === 0 ? "without examples" : `${Math.round(100 * perClass[i]!.recall!)} %`}`,
  );
  return plot(
    "confusion",
    LABEL_WIDTH + 7 * cell + 2,
    top + 7 * cell + 2,
    "Confusion matrix, per cent of each row",
    `On the diagonal, read rightly: ${right.join(", ")}.`,
    [
      html`<text x="${LABEL_WIDTH + 3.5 * cell}" y="14" class="middle soft"
        >read as, % of the faces that show it</text
      >`,
      ...rows,
      ...columns,
      ...cells,
    ],
  );
}

/** Accuracy over confidence with 95 % intervals, and how many faces each point stands for. */
export function reliabilityCurve({ reliability, calibrationError }: EvaluationFigures): Markup {
  const [left, top, side, gap, countHeight] = [48, 12, 360, 20, 80];
  const x = (share: number): number => left + share * side;
  const y = (share: number): number => top + (1 - share) * side;
  const base = top + side + gap + countHeight;
  const most = Math.max(...reliability.map(({ n }) => n));
  const filled = reliability.filter(({ n }) => n > 0);
  const grid = TICKS.flatMap((tick) => [
    html`<line x1="${left}" x2="${left + side}" y1="${y(tick)}" y2="${y(tick)}" class="grid" /><text
        x="${left - 6}"
        y="${y(tick) + 4}"
        class="end small"
        >${100 * tick} %</text
      >`,
    html`<line x1="${x(tick)}" x2="${x(tick)}" y1="${top}" y2="${top + side}" class="grid" /><text
        x="${x(tick)}"
        y="${base + 16}"
        class="middle small"
        >${100 * tick} %</text
      >`,
  ]);
  const bars = filled.map(({ low, high, n }) => {
    const height = (n / most) * countHeight;
    return html`<rect
      x="${x(low) + 1}"
      width="${x(high) - x(low) - 2}"
      y="${base - height}"
      height="${height}"
      class="count"
      ><title>${n} faces</title></rect
    >`;
  });
  const points = filled.map(({ n, right, meanConfidence, accuracy }) => {
    const [low, high] = wilsonInterval(right, n);
    const at = x(meanConfidence!);
    return html`<line x1="${at}" x2="${at}" y1="${y(low)}" y2="${y(high)}" class="whisker" /><circle
        cx="${at}"
        cy="${y(accuracy!)}"
        r="4.5"
        class="point"
        ><title>${n} faces</title></circle
      >`;
  });
  const path = filled.map(
    ({ meanConfidence, accuracy }) => `${x(meanConfidence!).toFixed(1)},${y(accuracy!).toFixed(1)}`,
  );
  return plot(
    "reliability",
    left + side + 26,
    base + 40,
    "Accuracy over confidence",
    `${filled.length} points; on average they lie ${(100 * calibrationError).toFixed(1)} percentage points off the diagonal.`,
    [
      ...grid,
      html`<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" class="ideal" /><polyline
          points="${path.join(" ")}"
          class="curve"
        />`,
      ...points,
      ...bars,
      html`<line x1="${left}" x2="${left + side}" y1="${base}" y2="${base}" class="axis" /><text
          x="${left + 6}"
          y="${top + 14}"
          class="soft"
          >accuracy</text
        ><text x="${left + 6}" y="${base - countHeight + 6}" class="soft">faces (most: ${most})</text
        ><text x="${left + side / 2}" y="${base + 34}" class="middle soft">confidence</text>`,
    ],
  );
}

const BARS = ["precision", "recall", "f1"] as const;
const BAR_NAMES = { precision: "precision", recall: "recall", f1: "F1" };

/** Precision, recall and F1 of each class, each bar with its number. */
export function classBars({ perClass }: EvaluationFigures): Markup {
  const [top, bar, groupGap, side] = [30, 15, 13, 330];
  const group = BARS.length * bar + groupGap;
  const height = top + perClass.length * group;
  const x = (share: number): number => LABEL_WIDTH + share * side;
  const legend = BARS.map((name, i) => {
    const at = LABEL_WIDTH + i * 100;
    return html`<rect x="${at}" y="4" width="12" height="12" rx="3" class="bar ${name}" /><text x="${at + 18}" y="14"
        >${BAR_NAMES[name]}</text
      >`;
  });
  const grid = TICKS.map(
    (tick) =>
      html`<line x1="${x(tick)}" x2="${x(tick)}" y1="${top - 4}" y2="${height}" class="grid" /><text
          x="${x(tick)}"
          y="${height + 14}"
          class="middle small"
          >${100 * tick} %</text
        >`,
  );
  const groups = perClass.map((row, i) => {
    const y = top + i * group;
    const label = html`<text x="${LABEL_WIDTH - 8}" y="${y + 1.5 * bar + 5}" class="end">${row.emotion}</text>`;
    if (row.n === 0)
      return joined([
        label,
        html`<text x="${LABEL_WIDTH + 6}" y="${y + 1.5 * bar + 5}" class="soft">no example</text>`,
      ]);
    const bars = BARS.map((name, b) => {
      const share = row[name] ?? 0;
      const middle = y + (b + 0.5) * bar;
      const [low, high] = name === "recall" ? row.recallInterval95! : [share, share];
      const whisker = html`<line x1="${x(low)}" x2="${x(high)}" y1="${middle}" y2="${middle}" class="whisker" />`;
      return html`<rect
          x="${LABEL_WIDTH}"
          y="${y + b * bar + 1}"
          width="${share * side}"
          height="${bar - 2}"
          rx="3"
          class="bar ${name}"
        />${whisker}<text x="${x(high) + 6}" y="${middle + 4}" class="small">${(100 * share).toFixed(1)}</text>`;
    });
    return joined([label, ...bars]);
  });
  const words = perClass.map(
    ({ emotion, f1 }) => `${emotion} ${f1 === null ? "without examples" : `${Math.round(100 * f1)} %`}`,
  );
  return plot(
    "classes",
    LABEL_WIDTH + side + 44,
    height + 20,
    "Precision, recall and F1 of each emotion",
    `F1: ${words.join(", ")}.`,
    [...legend, ...grid, ...groups],
  );
}
