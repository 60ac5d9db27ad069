/** `moodsync mood PHOTO...`: the mood of the faces in photos, read on this machine; nothing is stored and nothing sent. */
import type { EmotionProbabilities } from "../../core/affect/emotion.ts";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { describeMood } from "../../core/affect/mood-words.ts";
import { summariseReadings, type Mood } from "../../core/affect/mood-tracker.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { FaceReader } from "../../inference/face-reader.ts";
import type { FaceReading } from "../../inference/face-reading.ts";
import { EXIT, exitCodeOf, type ExitCode } from "../exit-codes.ts";
import { openFaceReader } from "../face-reader-on-disk.ts";
import { readPhoto, type Photo } from "../photo.ts";
import { printable, type Terminal } from "../terminal.ts";
import { formatPoint } from "../track-text.ts";

export interface MoodOptions {
  json?: boolean;
}

/** What is said of one photo: with `json` as it is here. */
interface PhotoReport {
  photo: string;
  /** The mood of everybody in the photo; null where no face could be read. */
  mood: ReportedMood | null;
  faces: ReportedFace[];
  error: { code: string; message: string } | null;
}

interface ReportedMood {
  /** Null is "unsure". */
  emotion: string | null;
  valence: number;
  arousal: number;
  confidence: number;
}

interface ReportedFace {
  /** In pixels of the upright photo. */
  box: { x: number; y: number; width: number; height: number };
  score: number;
  mood: ReportedMood | null;
  /** Null where the face could not be read; `reason` says why. */
  probabilities: EmotionProbabilities | null;
  reason: string | null;
}

/** Reads every photo, the unreadable ones too; the exit code is that of the first that failed, 3 for one without a face. */
export async function moodCommand(
  photos: readonly string[],
  options: MoodOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const reader = await openFaceReader();
  const reports: PhotoReport[] = [];
  let exitCode: ExitCode = EXIT.ok;
  for (const file of photos) {
    if (terminal.interrupted.aborted) return EXIT.interrupted;
    const { report, code } = await reportPhoto(file, reader);
    if (exitCode === EXIT.ok) exitCode = code;
    reports.push(report);
    if (!options.json) sayReport(report, terminal);
  }
  if (options.json) terminal.print(JSON.stringify(reports, null, 2));
  return exitCode;
}

async function reportPhoto(file: string, reader: FaceReader): Promise<{ report: PhotoReport; code: ExitCode }> {
  try {
    const photo = await readPhoto(file);
    const { faces } = await reader.readPhoto(photo);
    const mood = moodOfFaces(faces, photo);
    const report = { photo: file, mood, faces: faces.map((face) => reportFace(face, photo)), error: null };
    return { report, code: mood === null ? EXIT.notFound : EXIT.ok };
  } catch (error) {
    if (!(error instanceof MoodSyncError)) throw error;
    const { code, message } = error;
    return { report: { photo: file, mood: null, faces: [], error: { code, message } }, code: exitCodeOf(error) };
  }
}

function moodOfFaces(faces: readonly FaceReading[], photo: Photo): ReportedMood | null {
  const observations = faces.flatMap(({ id, box, score, probabilities }) => {
    const areaShare = (box.width * box.height) / (photo.width * photo.height);
    return probabilities === undefined ? [] : [{ id, probabilities, confidence: score, areaShare }];
  });
  return reportMood(summariseReadings([{ timestampMs: 0, faces: observations }]));
}

function reportMood(mood: Mood | null): ReportedMood | null {
  return mood === null ? null : { emotion: mood.emotion, ...mood.point, confidence: mood.confidence };
}

function reportFace(face: FaceReading, photo: Photo): ReportedFace {
  const { box, score, probabilities, reason } = face;
  const scaled = (pixels: number): number => Math.round(pixels * photo.scale);
  return {
    box: { x: scaled(box.x), y: scaled(box.y), width: scaled(box.width), height: scaled(box.height) },
    score,
    mood: moodOfFaces([face], photo),
    probabilities: probabilities ?? null,
    reason: reason ?? null,
  };
}

function sayReport({ photo, mood, faces, error }: PhotoReport, terminal: Terminal): void {
  const name = printable(photo);
  if (error !== null) return terminal.remark(`${name}: ${error.message} (${error.code})`);
  if (faces.length === 0) return terminal.remark(`${name}: no face found (photo.no-face)`);
  if (mood === null) return terminal.remark(`${name}: ${unreadable(faces)} (photo.no-face)`);
  terminal.print(`${name}: ${sentence(mood)}`);
  if (faces.length === 1 && faces[0] !== undefined) return terminal.print(`  ${probabilityLine(faces[0])}`);
  for (const face of faces) {
    terminal.print(
      `  ${face.mood === null ? unreadable([face]) : sentence(face.mood)}  ${probabilityLine(face)}`.trimEnd(),
    );
  }
}

function sentence({ emotion, valence, arousal, confidence }: ReportedMood): string {
  const point = { valence, arousal };
  const known = EMOTIONS.find((name) => name === emotion) ?? null;
  return `${describeMood({ emotion: known, point })} (${formatPoint(point)}, confidence ${Math.round(confidence * 100)} %)`;
}

function unreadable(faces: readonly ReportedFace[]): string {
  const reasons = [...new Set(faces.map(({ reason }) => (reason ?? "unclear").replaceAll("-", " ")))];
  return `${faces.length === 1 ? "a face" : `${faces.length} faces`} that cannot be read: ${reasons.join(", ")}`;
}

/** The seven probabilities, largest first. */
function probabilityLine({ probabilities }: ReportedFace): string {
  if (probabilities === null) return "";
  return EMOTIONS.toSorted((a, b) => probabilities[b] - probabilities[a])
    .map((emotion) => `${emotion} ${Math.round(probabilities[emotion] * 100)} %`)
    .join("  ");
}
