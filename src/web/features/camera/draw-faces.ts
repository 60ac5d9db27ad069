/** Draws boxes, tags and a strip of seven bars over a picture of faces; used for the live preview and for photos. */
import { SHOWN_EMOTIONS } from "../mood-display/emotion-order.ts";
import type { BoxedFace } from "./listed-faces.ts";
import type { MoodPaint } from "./mood-paint.ts";

export interface FaceCanvas {
  context: CanvasRenderingContext2D;
  /** CSS pixels of the canvas. */
  width: number;
  height: number;
  /** From picture pixels to CSS pixels. */
  scale: number;
  /** Whether the picture beneath is shown flipped; the words are not. */
  mirrored: boolean;
  paint: MoodPaint;
}

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const FONT_PX = 13;
const TAG_HEIGHT = 22;
const STRIP_HEIGHT = 26;
/** Narrower boxes, in CSS pixels, hold no readable strip. */
const STRIP_FROM_WIDTH = 64;
const INK = "#ffffff";
const VEIL = "rgb(20 16 18 / 0.78)";

/** Where a face's box lies on the canvas, in CSS pixels. */
export function boxOnCanvas(
  face: Pick<BoxedFace, "box">,
  canvas: Pick<FaceCanvas, "scale" | "mirrored" | "width">,
): Rectangle {
  const { x, y, width, height } = face.box;
  const left = x * canvas.scale;
  const wide = width * canvas.scale;
  return {
    x: canvas.mirrored ? canvas.width - left - wide : left,
    y: y * canvas.scale,
    width: wide,
    height: height * canvas.scale,
  };
}

function strokeBox({ context }: FaceCanvas, box: Rectangle, colour: string, dashed: boolean): void {
  context.setLineDash(dashed ? [7, 5] : []);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(14, box.width / 6));
  // A dark line beneath keeps the edge visible on a bright picture.
  context.strokeStyle = VEIL;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.stroke();
  context.setLineDash([]);
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function tagPlace(canvas: FaceCanvas, box: Rectangle, tag: string): Rectangle {
  const width = Math.min(canvas.width - 4, canvas.context.measureText(tag).width + 16);
  const above = box.y - TAG_HEIGHT - 5;
  return {
    x: Math.max(2, Math.min(box.x + box.width / 2 - width / 2, canvas.width - width - 2)),
    y: above >= 2 ? above : Math.min(Math.max(2, box.y + 5), canvas.height - TAG_HEIGHT - 2),
    width,
    height: TAG_HEIGHT,
  };
}

/** Where faces stand close, a tag that would cover another one shrinks to the face's number; its card has the rest. */
function drawTag(canvas: FaceCanvas, box: Rectangle, face: BoxedFace, taken: Rectangle[]): void {
  const { context } = canvas;
  context.font = `600 ${FONT_PX}px "Figtree Variable", system-ui, sans-serif`;
  const whole = tagPlace(canvas, box, face.tag);
  const crowded = taken.some((other) => overlaps(other, whole));
  const tag = crowded ? String(face.number) : face.tag;
  const place = crowded ? tagPlace(canvas, box, tag) : whole;
  taken.push(place);
  context.fillStyle = VEIL;
  context.beginPath();
  context.roundRect(place.x, place.y, place.width, place.height, TAG_HEIGHT / 2);
  context.fill();
  context.fillStyle = INK;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(tag, place.x + place.width / 2, place.y + TAG_HEIGHT / 2 + 0.5, place.width - 8);
}

function drawStrip({ context, paint, height }: FaceCanvas, box: Rectangle, face: BoxedFace): void {
  if (face.probabilities === null || box.width < STRIP_FROM_WIDTH) return;
  const inset = 6;
  const width = box.width - 2 * inset;
  const below = box.y + box.height + 4;
  // Beneath the box, so that the mouth stays in sight; inside where the picture ends.
  const top = below + STRIP_HEIGHT <= height - 2 ? below : box.y + box.height - STRIP_HEIGHT - inset;
  context.fillStyle = VEIL;
  context.beginPath();
  context.roundRect(box.x + inset, top, width, STRIP_HEIGHT, 8);
  context.fill();
  const step = (width - 8) / SHOWN_EMOTIONS.length;
  for (const [index, emotion] of SHOWN_EMOTIONS.entries()) {
    const bar = Math.max(1.5, face.probabilities[emotion] * (STRIP_HEIGHT - 8));
    context.fillStyle = paint[emotion];
    context.fillRect(box.x + inset + 4 + index * step + 1, top + STRIP_HEIGHT - 4 - bar, step - 2, bar);
  }
}

/** Clears the canvas and draws every face on it. */
export function drawFaces(canvas: FaceCanvas, faces: readonly BoxedFace[]): void {
  canvas.context.clearRect(0, 0, canvas.width, canvas.height);
  const taken: Rectangle[] = [];
  for (const face of faces) {
    const box = boxOnCanvas(face, canvas);
    const colour = face.probabilities === null ? "#ffffff" : canvas.paint[face.emotion ?? "neutral"];
    strokeBox(canvas, box, colour, face.emotion === null);
    drawStrip(canvas, box, face);
    drawTag(canvas, box, face, taken);
  }
}
