/** Everything an evaluation says, as `--json` prints it; the text and the page are made from it. */
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";
import { outputOf, type FaceAnswer } from "../../inference/face-emotion.ts";
import { evaluateReadings, type EvaluationFigures } from "../../core/evaluation/evaluate-readings.ts";
import type { Split } from "./data-split.ts";
import type { EvaluatedModel } from "./evaluation-model.ts";
import type { LabelledData } from "./labelled-tile.ts";
import type { Preparation, ReadTiles } from "./read-tiles.ts";

export interface EvaluationReport {
  measuredAt: string;
  data: {
    location: string;
    kind: "folder" | "csv";
    split: Split;
    /** Faces in the split; `figures.n` of them were read. */
    available: number;
    parts: Record<string, number>;
    classesWithoutExamples: Emotion[];
    resized: number;
    leftOut: number;
    refusedByApp: number;
  };
  model: {
    name: string;
    shipped: boolean;
    sha256: string;
    answer: FaceAnswer;
    temperature: number;
    tileSize: number;
    engine: string;
  };
  preparation: Preparation;
  /** What a reader of the figures must know, in sentences. */
  notes: string[];
  figures: EvaluationFigures;
}

/** What each answer is called where there is no room for a sentence. */
export const ANSWER_NAMES: Readonly<Record<FaceAnswer, string>> = {
  labels: "labels: as the data set's own",
  votes: "votes: as most of ten people",
};

export interface ReportParts {
  location: string;
  measuredAt: Date;
  data: LabelledData;
  model: EvaluatedModel;
  preparation: Preparation;
  read: ReadTiles;
}

export function makeReport({ location, measuredAt, data, model, preparation, read }: ReportParts): EvaluationReport {
  const figures = evaluateReadings(read.readings);
  const { kind, split, available, parts, resized, leftOut } = data;
  const classesWithoutExamples = EMOTIONS.filter((_, i) => figures.perClass[i]?.n === 0);
  const report: EvaluationReport = {
    measuredAt: measuredAt.toISOString(),
    data: {
      location,
      kind,
      split,
      available,
      parts,
      classesWithoutExamples,
      resized,
      leftOut,
      refusedByApp: read.refusedByApp,
    },
    model: {
      name: model.config.name ?? "unnamed",
      shipped: model.shipped,
      sha256: model.config.sha256,
      answer: model.reader.answer,
      temperature: outputOf(model.config, model.reader.answer).temperature,
      tileSize: model.reader.cropSize,
      engine: model.engine,
    },
    preparation,
    notes: [],
    figures,
  };
  return { ...report, notes: notesOn(report, model.config.votes !== undefined) };
}

const ANSWER_NOTES: Readonly<Record<FaceAnswer, string>> = {
  labels:
    "This is the net's answer in the manner of FER2013's labels, each one person's word. The app shows its other answer, what most of ten people would say: --answer votes.",
  votes:
    "This is the answer that the app shows: what most of ten people would call the face. For data labelled like FER2013 the other is the better one: --answer labels.",
};

function notesOn({ data, figures, preparation, model }: EvaluationReport, hasVotes: boolean): string[] {
  const { tileSize } = model;
  const notes = [
    "The faces are the data set's own crops; no face detector ran.",
    preparation === "levelled"
      ? "Every crop was brought to the same light first, as the app does with the faces that it finds."
      : "Every crop was read as it is, as in training; the app brings it to the same light first.",
    "Each face was read once. The app averages a photo's face with its mirror image, and a camera's over time.",
  ];
  if (hasVotes) notes.push(ANSWER_NOTES[model.answer]);
  if (data.classesWithoutExamples.length > 0) {
    notes.push(
      `There is no example of ${data.classesWithoutExamples.join(", ")}: the macro averages are over the other ${
        EMOTIONS.length - data.classesWithoutExamples.length
      } classes.`,
    );
  }
  if (figures.n < data.available)
    notes.push(`Of ${data.available} faces ${figures.n} were read, taken evenly from the whole.`);
  if (data.resized > 0) {
    notes.push(
      `${counted(data.resized, "picture was", "pictures were")} of another size; the middle square was resampled to ${tileSize} x ${tileSize}.`,
    );
  }
  if (data.refusedByApp > 0) {
    notes.push(
      `${counted(data.refusedByApp, "face is", "faces are")} so dark, so flat or so little of a face that the app would give no reading; counted here all the same.`,
    );
  }
  if (data.leftOut > 0) {
    notes.push(`${counted(data.leftOut, "file was", "files were")} left out, not being called .png, .jpg or .webp.`);
  }
  if (data.split === "train" || data.split === "Training" || (data.split === "all" && hasTraining(data.parts))) {
    notes.push(
      "If the net was trained on these faces, as it is on FER2013's training part, the figures say nothing about new ones.",
    );
  }
  return notes;
}

function hasTraining(parts: Record<string, number>): boolean {
  return "train" in parts || "Training" in parts;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
