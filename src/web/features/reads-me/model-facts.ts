/**
 * What the face net's config.json says of how well it reads, taken out for the page. A figure that is missing or makes no
 * sense is left out, and the page then says nothing about it. Pure; words are left to confusion-words.ts and the panels.
 */
import { EMOTIONS, isEmotion, mapEmotions, type Emotion } from "../../../core/affect/emotion.ts";

/** Counts of faces: `counts[shown][read]`. */
export type Confusion = Record<Emotion, Record<Emotion, number>>;

/** A part of the test by itself. */
export interface PartFigures {
  n: number;
  accuracy: number;
}

export interface ModelFacts {
  /** What the figures hold its reading against: the majority of ten people to each face, or the data set's labels, one person's each. */
  truth: "votes" | "labels";
  /** Which split of the data the figures are of: one that no choice was made on, or the one that choices were made on. */
  split: "untouched" | "selection";
  dataset: string | null;
  /** Faces in the test. */
  n: number | null;
  /** Shares of 1, all of them. */
  accuracy: number;
  interval95: readonly [number, number] | null;
  macroF1: number | null;
  /** Expected calibration error. */
  calibrationError: number | null;
  recall: Partial<Record<Emotion, number>>;
  confusion: Confusion | null;
  withoutLeaks: PartFigures | null;
  happyAgainstSad: PartFigures | null;
  /** Where `truth` is labels: the same reading against the majority of ten people. */
  ferPlus: PartFigures | null;
  /** Where `truth` is votes: the net's other answer, which was trained for the labels, against those. */
  labels: PartFigures | null;
  weightsSha256: string | null;
  bytes: number | null;
  date: string | null;
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function shareOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function partOf(value: unknown): PartFigures | null {
  const { n, accuracy } = fieldsOf(value);
  const [count, share] = [countOf(n), shareOf(accuracy)];
  return count === null || count === 0 || share === null ? null : { n: count, accuracy: share };
}

function intervalOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = [shareOf(value[0]), shareOf(value[1])];
  return low === null || high === null || low > high ? null : [low, high];
}

/** The matrix in the order of the labels, rows what was shown; every row must hold faces. */
function confusionOf(value: unknown, labels: readonly Emotion[]): Confusion | null {
  if (!Array.isArray(value) || value.length !== labels.length || labels.length !== EMOTIONS.length) return null;
  const rows = value.map((row: unknown) => (Array.isArray(row) ? row.map(countOf) : []));
  const sound = rows.every(
    (row) => row.length === labels.length && row.every((count) => count !== null) && row.some((count) => count !== 0),
  );
  if (!sound) return null;
  const rowOf = (shown: Emotion) => {
    const row = rows[labels.indexOf(shown)]!;
    return mapEmotions((read) => row[labels.indexOf(read)] ?? 0);
  };
  return {
    angry: rowOf("angry"),
    disgust: rowOf("disgust"),
    fear: rowOf("fear"),
    happy: rowOf("happy"),
    sad: rowOf("sad"),
    surprise: rowOf("surprise"),
    neutral: rowOf("neutral"),
  };
}

/** The facts of a config.json; null where it gives no accuracy. */
export function modelFactsOf(config: unknown): ModelFacts | null {
  const { metrics, labels, dataset, sha256, bytes, date } = fieldsOf(config);
  const { privateTest, publicTest } = fieldsOf(metrics);
  const untouched = shareOf(fieldsOf(privateTest)["accuracy"]) !== null;
  const split = fieldsOf(untouched ? privateTest : publicTest);
  const byVotes = shareOf(fieldsOf(split["votes"])["accuracy"]) !== null;
  const figures = byVotes ? fieldsOf(split["votes"]) : split;
  const accuracy = shareOf(figures["accuracy"]);
  if (accuracy === null) return null;
  const order = Array.isArray(labels) ? labels.filter((label): label is Emotion => isEmotion(String(label))) : [];
  const recalls = Object.entries(fieldsOf(figures["recall"])).flatMap(([name, value]) => {
    const share = shareOf(value);
    return isEmotion(name) && share !== null ? [[name, share] as const] : [];
  });
  return {
    truth: byVotes ? "votes" : "labels",
    split: untouched ? "untouched" : "selection",
    dataset: textOf(fieldsOf(dataset)["name"]),
    n: countOf(figures["n"]),
    accuracy,
    interval95: intervalOf(figures["interval95"]),
    macroF1: shareOf(figures["macroF1"]),
    calibrationError: shareOf(figures["calibrationError"]),
    recall: Object.fromEntries(recalls),
    confusion: confusionOf(figures["confusion"], order),
    withoutLeaks: partOf(figures["withoutLeaks"]),
    happyAgainstSad: partOf(figures["happyAgainstSad"]),
    ferPlus: byVotes ? null : partOf(split["ferPlus"]),
    labels: byVotes ? partOf(split) : null,
    weightsSha256: /^[0-9a-f]{64}$/.test(String(sha256)) ? String(sha256) : null,
    bytes: countOf(bytes),
    date: textOf(date),
  };
}
