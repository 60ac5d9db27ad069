/** Draws a piano roll on a canvas, in the colours of the moment; where things lie is roll-layout.ts's. */
import { VOICES, type Voice } from "../../../core/composition/piece.ts";
import {
  barLines,
  PERCUSSION_LANE,
  type PitchRange,
  rollBoxes,
  type RollBox,
  type RollNote,
  type RollSize,
  type RollView,
} from "./roll-layout.ts";

/** CSS colours as a canvas takes them. */
export interface RollPaint {
  voices: Readonly<Record<Voice, string>>;
  line: string;
  faint: string;
  text: string;
  head: string;
  font: string;
}

/** The melody lies above what carries it. */
const ORDER: readonly Voice[] = VOICES.toReversed();
/** A pad is a ground, a melody a figure. */
const OPACITY: Readonly<Record<Voice, number>> = {
  melody: 1,
  accompaniment: 0.85,
  bass: 0.85,
  pad: 0.32,
  percussion: 0.9,
};

export interface RollScene {
  notes: readonly RollNote[];
  range: PitchRange;
  view: RollView;
  size: RollSize;
}

function drawGround(context: CanvasRenderingContext2D, { range, view, size }: RollScene, paint: RollPaint): void {
  const laneTop = size.height - PERCUSSION_LANE;
  const rowHeight = laneTop / (range.highest - range.lowest + 1);
  context.fillStyle = paint.faint;
  for (let pitch = range.lowest; pitch <= range.highest; pitch++) {
    // The rows of the black keys.
    if ([1, 3, 6, 8, 10].includes(pitch % 12)) {
      context.fillRect(0, (range.highest - pitch) * rowHeight, size.width, rowHeight);
    }
  }
  context.fillStyle = paint.line;
  context.fillRect(0, laneTop, size.width, 1);
  context.font = paint.font;
  for (const { x, bar } of barLines(view, size)) {
    context.fillStyle = paint.line;
    context.fillRect(Math.round(x), 0, 1, size.height);
    context.fillStyle = paint.text;
    context.fillText(String(bar), Math.round(x) + 4, 12);
  }
}

function drawBox(context: CanvasRenderingContext2D, box: RollBox, sounds: boolean): void {
  context.beginPath();
  if (box.voice === "percussion") {
    const [x, y, r] = [box.x + box.width / 2, box.y + box.height / 2, box.width / 2];
    context.arc(x, y, sounds ? r + 1 : r, 0, 2 * Math.PI);
  } else {
    const grow = sounds && box.voice === "melody" ? 1 : 0;
    context.roundRect(
      box.x,
      box.y - grow,
      box.width,
      box.height + 2 * grow,
      Math.min(3, box.height / 2, box.width / 2),
    );
  }
  context.fill();
}

/** Clears the canvas and draws the scene; sizes in CSS pixels, the context already scaled to the screen's. */
export function drawRoll(context: CanvasRenderingContext2D, scene: RollScene, paint: RollPaint): void {
  const { notes, range, view, size } = scene;
  context.clearRect(0, 0, size.width, size.height);
  drawGround(context, scene, paint);
  const boxes = rollBoxes(notes, view, size, range);
  for (const voice of ORDER) {
    context.fillStyle = paint.voices[voice];
    for (const box of boxes) {
      if (box.voice !== voice) continue;
      const sounds = view.headX !== null && box.x <= view.headX && view.headX < box.x + box.width;
      context.globalAlpha = sounds ? 1 : OPACITY[voice];
      drawBox(context, box, sounds && voice !== "pad");
    }
  }
  context.globalAlpha = 1;
  if (view.headX === null) return;
  context.fillStyle = paint.head;
  context.fillRect(Math.round(view.headX) - 1, 0, 2, size.height);
}
