/**
 * Turns BlazeFace's raw output into faces: anchors, sigmoid, and the blending of overlapping boxes.
 *
 * Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs" (2019): section 4 for the landmarks,
 * section 3.3 for blending in place of suppression, which steadies the box from frame to frame.
 */
import { intersectionOverUnion, type Box, type Point } from "./image.ts";

/** Six points of a face; left and right are the person's own. */
export interface FaceLandmarks {
  rightEye: Point;
  leftEye: Point;
  nose: Point;
  mouth: Point;
  rightEar: Point;
  leftEar: Point;
}

export interface DetectedFace {
  /** Brow to chin, ear to ear, in pixels; it may reach beyond the picture. */
  box: Box;
  landmarks: FaceLandmarks;
  /** The detector's confidence, 0..1. */
  score: number;
}

/** Values an anchor has: score, box (dx, dy, width, height), six points (x, y). */
export const VALUES_PER_ANCHOR = 17;
/** Anchors in one cell of each feature map, in the order of the output. */
const LEVELS = [
  { stride: 16, perCell: 2 },
  { stride: 32, perCell: 6 },
] as const;

/** Centres of the anchors of an input of this size, x and y in turn, in input pixels. */
export function anchorCentres(width: number, height: number): Float32Array {
  const centres: number[] = [];
  for (const { stride, perCell } of LEVELS) {
    for (let y = stride / 2; y < height; y += stride) {
      for (let x = stride / 2; x < width; x += stride) {
        for (let i = 0; i < perCell; i++) centres.push(x, y);
      }
    }
  }
  return Float32Array.from(centres);
}

/** One anchor's 16 coordinates made absolute: left, top, right, bottom, then the six points. */
interface Candidate {
  score: number;
  box: Box;
  points: Float32Array;
}

/**
 * Faces above `minScore`, best first, in input pixels.
 *
 * @param raw float32 [anchors, 17]
 * @param centres of `anchorCentres` for the same input
 * @param minScore 0..1; weaker anchors neither start a face nor take part in blending
 * @param overlap anchors whose boxes share more than this (intersection over union) are one face
 */
export function decodeFaces(
  raw: Float32Array,
  centres: Float32Array,
  minScore: number,
  overlap: number,
): DetectedFace[] {
  const candidates = collectCandidates(raw, centres, minScore);
  candidates.sort((a, b) => b.score - a.score);
  const faces: DetectedFace[] = [];
  let rest = candidates;
  while (rest.length > 0) {
    const best = rest[0]!;
    const same: Candidate[] = [];
    const others: Candidate[] = [];
    for (const candidate of rest) {
      const joins = candidate === best || intersectionOverUnion(candidate.box, best.box) > overlap;
      (joins ? same : others).push(candidate);
    }
    faces.push(blend(same, best.score));
    rest = others;
  }
  return faces;
}

function collectCandidates(raw: Float32Array, centres: Float32Array, minScore: number): Candidate[] {
  const minLogit = Math.log(minScore / (1 - minScore));
  const candidates: Candidate[] = [];
  for (let anchor = 0; anchor * 2 < centres.length; anchor++) {
    const at = anchor * VALUES_PER_ANCHOR;
    const logit = raw[at]!;
    if (!(logit >= minLogit)) continue;
    const x = centres[anchor * 2]!;
    const y = centres[anchor * 2 + 1]!;
    const width = raw[at + 3]!;
    const height = raw[at + 4]!;
    const points = new Float32Array(12);
    for (let i = 0; i < 12; i++) points[i] = raw[at + 5 + i]! + (i % 2 === 0 ? x : y);
    const box = { x: raw[at + 1]! + x - width / 2, y: raw[at + 2]! + y - height / 2, width, height };
    candidates.push({ score: 1 / (1 + Math.exp(-logit)), box, points });
  }
  return candidates;
}

/** The mean of the candidates, weighted by their scores. */
function blend(candidates: readonly Candidate[], score: number): DetectedFace {
  let total = 0;
  const box = { x: 0, y: 0, width: 0, height: 0 };
  const points = new Float64Array(12);
  for (const candidate of candidates) {
    const weight = candidate.score;
    total += weight;
    box.x += candidate.box.x * weight;
    box.y += candidate.box.y * weight;
    box.width += candidate.box.width * weight;
    box.height += candidate.box.height * weight;
    for (let i = 0; i < 12; i++) points[i]! += candidate.points[i]! * weight;
  }
  return {
    box: { x: box.x / total, y: box.y / total, width: box.width / total, height: box.height / total },
    landmarks: landmarksOf((i) => ({ x: points[2 * i]! / total, y: points[2 * i + 1]! / total })),
    score,
  };
}

/** The same face under `x -> x * scale + offsetX`, `y -> y * scale + offsetY`. */
export function mapFace(face: DetectedFace, scale: number, offsetX: number, offsetY: number): DetectedFace {
  const { box, landmarks } = face;
  const { rightEye, leftEye, nose, mouth, rightEar, leftEar } = landmarks;
  const points = [rightEye, leftEye, nose, mouth, rightEar, leftEar];
  return {
    box: {
      x: box.x * scale + offsetX,
      y: box.y * scale + offsetY,
      width: box.width * scale,
      height: box.height * scale,
    },
    landmarks: landmarksOf((i) => ({ x: points[i]!.x * scale + offsetX, y: points[i]!.y * scale + offsetY })),
    score: face.score,
  };
}

/** The six points, from their indexes in the network's order. */
function landmarksOf(point: (index: number) => Point): FaceLandmarks {
  return {
    rightEye: point(0),
    leftEye: point(1),
    nose: point(2),
    mouth: point(3),
    rightEar: point(4),
    leftEar: point(5),
  };
}
