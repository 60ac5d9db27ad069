/** Notes as a picture that moves as they sound. The words under it, and its label, say the same for those who cannot see it. */
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { VOICES, type Voice } from "../../../core/composition/piece.ts";
import { fitCanvas } from "../camera/fit-canvas.ts";
import styles from "./piano-roll.module.css";
import { drawRoll, type RollPaint } from "./roll-drawing.ts";
import { type PitchRange, pitchRange, type RollNote, rollView } from "./roll-layout.ts";

export interface PianoRollProps {
  notes: readonly RollNote[];
  /** Asked for every frame: ticks from the start to what sounds; null while nothing has. */
  positionTicks: () => number | null;
  /** Whether time runs; a roll that stands still is drawn once. */
  moving: boolean;
  /** Changes when the position was moved by hand, so that a roll that stands still is drawn anew. */
  placedAt?: number;
  /** The picture in a sentence. */
  label: string;
  /** Whose colours it has. */
  emotion: Emotion;
  /** Live music: pitches may come and go, so that a fixed range is shown. */
  range?: PitchRange;
}

const VOICE_NAMES: Readonly<Record<Voice, string>> = {
  melody: "Melody",
  accompaniment: "Accompaniment",
  bass: "Bass",
  pad: "Pad",
  percussion: "Percussion",
};

/** Colours follow the theme and the mood's slow drift: read again this often. */
const PAINT_EVERY_MS = 250;

export function PianoRoll(props: PianoRollProps): ReactNode {
  const { notes, label, emotion, moving, placedAt } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useRollFrames({ canvas, legend, latest }, moving, [notes, emotion, placedAt]);
  const voices = VOICES.filter((voice) => notes.some((note) => note.voice === voice));
  return (
    <figure className={styles.figure} data-mood={emotion}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a canvas that is redrawn sixty times a second */}
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} data-testid="piano-roll" />
      <ul ref={legend} className={styles.legend} aria-label="Voices by colour">
        {VOICES.map((voice) => (
          <li key={voice} className={styles.voice} hidden={!voices.includes(voice)}>
            <span className={styles.swatch} data-voice={voice} aria-hidden="true" />
            {VOICE_NAMES[voice]}
          </li>
        ))}
      </ul>
    </figure>
  );
}

interface RollRefs {
  canvas: RefObject<HTMLCanvasElement | null>;
  legend: RefObject<HTMLUListElement | null>;
  latest: RefObject<PianoRollProps>;
}

/** Draws with every frame while time runs, and whenever something else that is seen changes. */
function useRollFrames({ canvas, legend, latest }: RollRefs, moving: boolean, seen: readonly unknown[]): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null || legend.current === null) return undefined;
    const host = legend.current;
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
    let paint = readPaint(host);
    let paintedAtMs = performance.now();
    let frame = 0;
    const { notes, range = pitchRange(notes) } = latest.current;
    const draw = (): void => {
      const context = fitCanvas(element);
      const size = { width: element.clientWidth, height: element.clientHeight };
      if (context === null || size.width === 0) return;
      const view = rollView(latest.current.positionTicks(), size, reduced.matches);
      drawRoll(context, { notes, range, view, size }, paint);
    };
    const loop = (nowMs: number): void => {
      if (nowMs - paintedAtMs > PAINT_EVERY_MS) {
        paint = readPaint(host);
        paintedAtMs = nowMs;
      }
      draw();
      if (moving) frame = requestAnimationFrame(loop);
    };
    const redraw = (): void => {
      paint = readPaint(host);
      draw();
    };
    const watcher = new ResizeObserver(redraw);
    watcher.observe(element);
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributeFilter: ["data-theme", "data-mood"] });
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", redraw);
    frame = requestAnimationFrame(loop);
    return () => {
      cancelAnimationFrame(frame);
      watcher.disconnect();
      themes.disconnect();
      scheme.removeEventListener("change", redraw);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `seen` is what is drawn; refs do not change
  }, [moving, ...seen]);
}

/** The legend's swatches are the paint box: what is drawn has the very colours that the words stand beside. */
function readPaint(legend: HTMLElement): RollPaint {
  const colourOf = (voice: Voice): string => {
    const swatch = legend.querySelector(`[data-voice="${voice}"]`);
    return swatch === null ? "gray" : getComputedStyle(swatch).color;
  };
  const { color, borderTopColor, outlineColor, fontFamily } = getComputedStyle(legend);
  return {
    voices: {
      melody: colourOf("melody"),
      accompaniment: colourOf("accompaniment"),
      bass: colourOf("bass"),
      pad: colourOf("pad"),
      percussion: colourOf("percussion"),
    },
    line: borderTopColor,
    faint: outlineColor,
    text: color,
    head: colourOf("melody"),
    font: `600 11px ${fontFamily}`,
  };
}
