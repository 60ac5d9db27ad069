/**
 * Reads FER2013's CSV: `emotion,pixels,Usage` in any order of columns, `Usage` optional, one face of 48 x 48 a line.
 * Every line is checked, of the parts that are not wanted too: a file cut short is told before anything is run.
 */
import { createReadStream } from "node:fs";
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { chooseSplit, OFFICIAL_PARTS, type OfficialPart, type Place } from "./data-split.ts";
import { dataError, unreadable } from "./data-errors.ts";
import { evenSample, tileOf, type DataWish, type LabelledData, type LabelledTile } from "./labelled-tile.ts";

/** Side of FER2013's faces. */
const SIDE = 48;
const PIXELS = SIDE * SIDE;
/** A face takes 9.3 kB at most; a longer line is another kind of file. */
const LONGEST_LINE = 65_536;

interface Columns {
  emotion: number;
  pixels: number;
  /** -1 where the file has none. */
  usage: number;
  count: number;
}

interface CsvLine {
  text: string;
  /** Counts from 1. */
  number: number;
  /** Of the file, up to this line's end. */
  bytes: number;
  /** False for a last line without a line end. */
  ended: boolean;
}

/** @throws MoodSyncError `data.not-csv`, `data.bad-header`, `data.bad-row`, `data.bad-label`, `data.bad-pixel`, `data.wrong-size`, `data.bad-usage`, `data.truncated`, `data.no-examples`, `data.unknown-split`, `data.unreadable` */
export async function readFerCsv(file: string, totalBytes: number, wish: DataWish): Promise<LabelledData> {
  const faces: (LabelledTile & { place: Place })[] = [];
  let columns: Columns | undefined;
  for await (const line of linesOf(file)) {
    wish.signal.throwIfAborted();
    if (columns === undefined) {
      columns = parseHeader(line.text, file);
      continue;
    }
    if (line.text.trim() === "") continue;
    faces.push(parseFace(line, columns, file));
    wish.onProgress(line.bytes, totalBytes);
  }
  if (columns === undefined) throw dataError("data.empty", `${file} has no line.`);
  const { split, chosen, parts } = chooseSplit(faces, wish.split);
  const tiles = evenSample(chosen.length, wish.limit).map((i) => fitted(chosen[i]!, wish.size));
  const resized = wish.size === SIDE ? 0 : tiles.length;
  return { kind: "csv", tiles, split, available: chosen.length, parts, resized, leftOut: 0 };
}

async function* linesOf(file: string): AsyncGenerator<CsvLine> {
  let held = "";
  let number = 0;
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { encoding: "latin1", highWaterMark: 1 << 20 })) {
      const lines = (held + String(chunk)).split("\n");
      held = lines.pop() ?? "";
      for (const text of lines) {
        bytes += text.length + 1;
        yield { text: text.replace(/\r$/u, ""), number: ++number, bytes, ended: true };
      }
      if (held.length > LONGEST_LINE) throw dataError("data.not-csv", `${file} is no CSV of faces: a line has no end.`);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(file, error) : error;
  }
  if (held !== "") yield { text: held, number: number + 1, bytes: bytes + held.length, ended: false };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function parseHeader(text: string, file: string): Columns {
  // The byte order mark that some spreadsheets put first, as Latin-1 shows it.
  const names = splitFields(text.replace(/^\u00ef\u00bb\u00bf/u, "")).map((name) => name.toLowerCase());
  const emotion = names.indexOf("emotion");
  const pixels = names.indexOf("pixels");
  if (emotion !== -1 && pixels !== -1) return { emotion, pixels, usage: names.indexOf("usage"), count: names.length };
  throw dataError("data.bad-header", `${file} is no CSV of faces: its first line must be "emotion,pixels,Usage".`);
}

/** Neither numbers nor names hold a comma, so that quotes need no more than to be taken off. */
function splitFields(text: string): string[] {
  return text.split(",").map((field) => field.trim().replace(/^"(.*)"$/u, "$1"));
}

function parseFace(line: CsvLine, columns: Columns, file: string): LabelledTile & { place: Place } {
  const where = `${file}, line ${line.number}`;
  try {
    const fields = splitFields(line.text);
    if (fields.length !== columns.count) {
      throw dataError("data.bad-row", `${where}: ${fields.length} fields instead of ${columns.count}.`);
    }
    const truth = parseLabel(fields[columns.emotion]!, where);
    const pixels = parsePixels(fields[columns.pixels]!, where);
    const official = columns.usage === -1 ? null : parseUsage(fields[columns.usage]!, where);
    return { truth, pixels, place: { folder: null, official } };
  } catch (error) {
    if (line.ended || !(error instanceof MoodSyncError)) throw error;
    throw dataError("data.truncated", `${where}: the file is cut short in the middle of a row.`, { cause: error });
  }
}

function parseLabel(text: string, where: string): Emotion {
  const emotion = /^\d$/u.test(text) ? EMOTIONS[Number(text)] : undefined;
  if (emotion !== undefined) return emotion;
  throw dataError("data.bad-label", `${where}: the emotion "${text.slice(0, 20)}" is no number from 0 to 6.`);
}

function parseUsage(text: string, where: string): OfficialPart {
  const part = OFFICIAL_PARTS.find((name) => name === text);
  if (part !== undefined) return part;
  throw dataError(
    "data.bad-usage",
    `${where}: the Usage "${text.slice(0, 20)}" is none of ${OFFICIAL_PARTS.join(", ")}.`,
  );
}

/** Character by character: a whole FER2013 has 83 million numbers. */
function parsePixels(text: string, where: string): Uint8Array {
  const pixels = new Uint8Array(PIXELS);
  let count = 0;
  let value = -1;
  for (let i = 0; i <= text.length; i++) {
    const digit = i === text.length ? -16 : text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      value = (value === -1 ? 0 : value * 10) + digit;
      if (value > 255) throw dataError("data.bad-pixel", `${where}: a pixel lies outside 0 to 255.`);
    } else if (digit !== -16) {
      throw dataError("data.bad-pixel", `${where}: the pixels are not whole numbers apart by spaces.`);
    } else if (value !== -1) {
      if (count < PIXELS) pixels[count] = value;
      count++;
      value = -1;
    }
  }
  if (count === PIXELS) return pixels;
  throw dataError("data.wrong-size", `${where}: ${count} pixels instead of ${SIDE} x ${SIDE} = ${PIXELS}.`);
}

function fitted({ truth, pixels }: LabelledTile, size: number): LabelledTile {
  if (size === SIDE) return { truth, pixels };
  const data = new Uint8Array(4 * PIXELS);
  for (const [i, value] of pixels.entries()) data.fill(value, 4 * i, 4 * i + 4);
  return { truth, pixels: tileOf({ data, width: SIDE, height: SIDE }, size) };
}
