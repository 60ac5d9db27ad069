/**
 * The personal correction as it is kept on this device: its form, checked whenever it is read, and where it lies.
 * What is unreadable or of another form is removed. When it counts is decided in personal-correction.ts.
 */
import { EMOTIONS, isEmotion, type Emotion } from "../../core/affect/emotion.ts";
import { TEMPERATURE_LIMITS, type PersonalCalibration } from "../../core/affect/personal-calibration.ts";
import type { FaceTrial } from "../../core/affect/personal-calibration-trial.ts";

/** Grows when the form changes: what was kept in an older one is then removed. */
export const CORRECTION_VERSION = 1;
export const CORRECTION_KEY = "moodsync.personal-correction";

export interface KeptCorrection {
  version: typeof CORRECTION_VERSION;
  /** The weights that read the frames it was fitted to, 64 hexadecimal digits; it says nothing about others. */
  weightsSha256: string;
  fittedAtMs: number;
  calibration: PersonalCalibration;
  /** What it did to the frames held out. */
  faces: FaceTrial[];
}

/** No fit goes as far: under the pull of its prior a bias stays far below it. */
const WIDEST_BIAS = 20;

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, lowest: number, highest: number): value is number {
  return typeof value === "number" && value >= lowest && value <= highest;
}

function isCalibration(value: unknown): value is PersonalCalibration {
  if (!isFields(value)) return false;
  const { logBias, temperature } = value;
  const { lowest, highest } = TEMPERATURE_LIMITS;
  if (!isFields(logBias) || !isWithin(temperature, lowest, highest)) return false;
  return EMOTIONS.every((emotion) => isWithin(logBias[emotion], -WIDEST_BIAS, WIDEST_BIAS));
}

function isFace(value: unknown): value is FaceTrial {
  if (!isFields(value)) return false;
  const { emotion, frames, before, after } = value;
  const known = typeof emotion === "string" && isEmotion(emotion);
  return known && Number.isInteger(frames) && isWithin(before, 0, 1) && isWithin(after, 0, 1);
}

function isKept(value: unknown): value is KeptCorrection {
  if (!isFields(value)) return false;
  const { version, weightsSha256, fittedAtMs, calibration, faces } = value;
  if (version !== CORRECTION_VERSION || typeof weightsSha256 !== "string") return false;
  if (!/^[0-9a-f]{64}$/.test(weightsSha256) || !isWithin(fittedAtMs, 0, Number.MAX_SAFE_INTEGER)) return false;
  if (!Array.isArray(faces) || !faces.every(isFace)) return false;
  const named = new Set<Emotion>(faces.map(({ emotion }) => emotion));
  return named.size === faces.length && isCalibration(calibration);
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

function pageShelf(): Shelf | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** What is kept; null where there is nothing, and where it cannot be read, which also removes it. */
export function readKept(shelf: Shelf | null = pageShelf()): KeptCorrection | null {
  try {
    const text = shelf?.getItem(CORRECTION_KEY) ?? null;
    if (text === null) return null;
    const kept = parseJson(text);
    if (isKept(kept)) return kept;
    shelf?.removeItem(CORRECTION_KEY);
  } catch {
    // Storage that is shut keeps nothing.
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns whether it is kept beyond this visit */
export function writeKept(kept: KeptCorrection, shelf: Shelf | null = pageShelf()): boolean {
  try {
    shelf?.setItem(CORRECTION_KEY, JSON.stringify(kept));
    return shelf !== null;
  } catch {
    return false;
  }
}

export function removeKept(shelf: Shelf | null = pageShelf()): void {
  try {
    shelf?.removeItem(CORRECTION_KEY);
  } catch {
    // Nothing was kept where storage is shut.
  }
}
