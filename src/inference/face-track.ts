/**
 * Follows one face from frame to frame between detections: two template searches, coarse then fine, and one for its size.
 * Which detection belongs to which face is left to `face-tracker.ts`.
 */
import { mapFace, type DetectedFace } from "./blazeface-decode.ts";
import { sampleGrayPatch } from "./gray-patch.ts";
import { centreOf, type RgbaImage } from "./image.ts";
import { correlationAt, findTemplate, makeTemplate, peakBetween, type Template } from "./template-match.ts";

/** Coarse template: the face box over 16 x 16 cells, searched 6 cells (three eighths of the face) to every side. */
const COARSE = { size: 16, reach: 6 };
/** Fine template: 32 x 32 cells, searched 2 cells around the coarse place. */
const FINE = { size: 32, reach: 2 };
/** A face comes or goes by at most this much a frame: at 30 a second that is faster than anyone leans in. */
const SCALE_STEP = 1.05;
/** Fewer samples than pixels suffice for a template. */
const SAMPLE_DENSITY = 0.5;

/** What a face looked like when it was last detected. */
export interface FaceTemplates {
  readonly coarse: Template;
  readonly fine: Template;
}

export interface TrackStep {
  face: DetectedFace;
  /** How well the place found looks like the face, -1..1. */
  correlation: number;
}

const coarsePatch = new Float32Array((COARSE.size + 2 * COARSE.reach) ** 2);
const finePatch = new Float32Array((FINE.size + 2 * FINE.reach) ** 2);

/** Remember how a face looks in a picture. */
export function captureTemplates(image: RgbaImage, face: DetectedFace): FaceTemplates {
  return { coarse: capture(image, face, COARSE.size, coarsePatch), fine: capture(image, face, FINE.size, finePatch) };
}

function capture(image: RgbaImage, face: DetectedFace, size: number, patch: Float32Array): Template {
  sampleFace(image, face, size, 0, 1, patch);
  return makeTemplate(patch, size);
}

/** Sample the face's square, `reach` cells wider on every side and `zoom` times as large, into `patch`. Returns the cell's side. */
function sampleFace(
  image: RgbaImage,
  face: DetectedFace,
  size: number,
  reach: number,
  zoom: number,
  patch: Float32Array,
): number {
  const cell = ((face.box.width + face.box.height) / 2 / size) * zoom;
  const square = { centre: centreOf(face.box), side: cell * (size + 2 * reach), angle: 0 };
  sampleGrayPatch(image, square, patch, size + 2 * reach, SAMPLE_DENSITY);
  return cell;
}

/** Find the face in the next picture, near where it was. */
export function followFace(image: RgbaImage, face: DetectedFace, templates: FaceTemplates): TrackStep {
  const coarse = search(image, face, templates.coarse, COARSE.reach, coarsePatch);
  const fine = search(image, coarse.face, templates.fine, FINE.reach, finePatch);
  return adjustScale(image, fine, templates.fine);
}

function search(
  image: RgbaImage,
  face: DetectedFace,
  template: Template,
  reach: number,
  patch: Float32Array,
): TrackStep {
  const cell = sampleFace(image, face, template.size, reach, 1, patch);
  const match = findTemplate(template, patch, template.size + 2 * reach);
  return { face: mapFace(face, 1, match.x * cell, match.y * cell), correlation: match.correlation };
}

/** Take the size, a step smaller to a step larger, that looks most like the template. */
function adjustScale(image: RgbaImage, step: TrackStep, template: Template): TrackStep {
  const correlationAtZoom = (zoom: number): number => {
    sampleFace(image, step.face, template.size, 0, zoom, finePatch);
    return correlationAt(template, finePatch, template.size, 0, 0);
  };
  const smaller = correlationAtZoom(1 / SCALE_STEP);
  const same = correlationAtZoom(1);
  const larger = correlationAtZoom(SCALE_STEP);
  const atEdge = larger > smaller ? 1 : -1;
  const exponent = same >= smaller && same >= larger ? peakBetween(smaller, same, larger) : atEdge;
  const zoom = SCALE_STEP ** exponent;
  const centre = centreOf(step.face.box);
  const face = mapFace(step.face, zoom, centre.x * (1 - zoom), centre.y * (1 - zoom));
  return { face, correlation: Math.max(smaller, same, larger) };
}

/** How much a face found in this picture looks like the templates, -1..1. */
export function resemblance(image: RgbaImage, face: DetectedFace, templates: FaceTemplates): number {
  sampleFace(image, face, COARSE.size, 2, 1, coarsePatch);
  return findTemplate(templates.coarse, coarsePatch, COARSE.size + 4).correlation;
}
