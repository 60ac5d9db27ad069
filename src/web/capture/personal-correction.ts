/**
 * The listener's personal correction in force: kept on this device, counted only for the weights it was fitted to, and
 * applied to the largest face of a picture, which is taken to be the listener's. Fitting is left to features/reads-me.
 */
import { create } from "zustand";
import { applyCalibration } from "../../core/affect/personal-calibration.ts";
import type { FaceReading } from "../../inference/face-reading.ts";
import type { PictureReading } from "./face-worker-protocol.ts";
import { readKept, removeKept, writeKept, type KeptCorrection } from "./kept-correction.ts";

export interface CorrectionState {
  kept: KeptCorrection | null;
  /** SHA-256 of the weights that read faces here; null until asked for. The correction rests until then. */
  weightsSha256: string | null;
  /** A correction was dropped in this visit because the weights are others. */
  dropped: boolean;
}

/** The page's one correction. */
export const usePersonalCorrection = create<CorrectionState>()(() => ({
  kept: readKept(),
  weightsSha256: null,
  dropped: false,
}));

/** Whether readings are corrected now. */
export function isCorrecting({ kept, weightsSha256 }: CorrectionState): boolean {
  return kept !== null && kept.weightsSha256 === weightsSha256;
}

/** Tells which weights read faces; a correction fitted to others is dropped. */
export function weightsAre(sha256: string): void {
  const { kept } = usePersonalCorrection.getState();
  if (kept === null || kept.weightsSha256 === sha256) {
    usePersonalCorrection.setState({ weightsSha256: sha256 });
    return;
  }
  removeKept();
  usePersonalCorrection.setState({ kept: null, weightsSha256: sha256, dropped: true });
}

let checking: Promise<void> | null = null;

/** Where a correction is kept, asks our server which weights read faces; until it answers the correction rests. */
export function checkCorrection(): Promise<void> {
  const { kept, weightsSha256 } = usePersonalCorrection.getState();
  if (kept === null || weightsSha256 !== null) return Promise.resolve();
  checking ??= fetchWeightsHash()
    .then(weightsAre)
    // The face reader needs the same file and says so when it is not to be had.
    .catch(() => undefined)
    .finally(() => (checking = null));
  return checking;
}

async function fetchWeightsHash(): Promise<string> {
  const response = await fetch("/models/face-emotion/config.json");
  const config: unknown = await response.json();
  if (typeof config === "object" && config !== null && "sha256" in config && typeof config.sha256 === "string") {
    return config.sha256;
  }
  throw new Error("config.json names no weights");
}

/** @returns whether it is kept beyond this visit */
export function keepCorrection(kept: KeptCorrection): boolean {
  usePersonalCorrection.setState({ kept, weightsSha256: kept.weightsSha256, dropped: false });
  return writeKept(kept);
}

/** Readings are as the net gives them again. */
export function resetCorrection(): void {
  removeKept();
  usePersonalCorrection.setState({ kept: null, dropped: false });
}

const areaOf = ({ box }: FaceReading): number => box.width * box.height;

/** The face that is taken to be the listener's; null where nobody is in view. */
export function largestFace(faces: readonly FaceReading[]): FaceReading | null {
  return faces.reduce<FaceReading | null>(
    (largest, face) => (largest === null || areaOf(face) > areaOf(largest) ? face : largest),
    null,
  );
}

/** The reading with its largest face corrected, where a correction is in force. */
export function correctReading(reading: PictureReading): PictureReading {
  const state = usePersonalCorrection.getState();
  const { kept } = state;
  const mine = largestFace(reading.faces);
  if (kept === null || !isCorrecting(state) || mine?.probabilities === undefined) return reading;
  const corrected = { ...mine, probabilities: applyCalibration(mine.probabilities, kept.calibration) };
  return { ...reading, faces: reading.faces.map((face) => (face === mine ? corrected : face)) };
}
