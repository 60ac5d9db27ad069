/**
 * Moving a waypoint: with a pointer by its handle, or with the arrow keys while the handle is in focus. It counts once it is
 * let go, or at rest for a moment; Escape takes back what is not yet sent, and after that the last change.
 */
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { pointAt } from "../mood-pad/pad-point.ts";
import { nearestWaypoint, pointAfterKey, pointText, withWaypoint } from "./path-edit.ts";

type Path = readonly AffectPoint[];

/** Keys that follow each other faster than this say one thing, not many. */
const KEYS_SETTLE_MS = 800;

export interface WaypointDrag {
  /** As it looks at the moment. */
  path: Path;
  /** What a screen reader is told. */
  said: string;
  /** Which waypoint is being moved; null at rest. */
  moving: number | null;
  canUndo: boolean;
  undo: () => void;
  handle: (index: number) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onBlur: () => void;
  };
}

interface Draft {
  path: AffectPoint[];
  index: number;
  byPointer: boolean;
}

/**
 * @param kept the path in force
 * @param from first waypoint that may be moved
 * @param plane the square that the path lies on
 */
export function useWaypointDrag(
  kept: Path,
  from: number,
  plane: RefObject<HTMLElement | null>,
  onDrag: (path: Path) => void,
): WaypointDrag {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [said, say] = useState("");
  const [before, setBefore] = useState<Path | null>(null);
  const latest = useRef<Draft | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = (next: Draft | null): void => {
    window.clearTimeout(timer.current);
    latest.current = next;
    setDraft(next);
  };
  const commit = (): void => {
    const done = latest.current;
    show(null);
    if (done === null) return;
    setBefore(kept);
    onDrag(done.path);
  };
  const undo = (): void => {
    if (before === null) return;
    setBefore(null);
    say("The way is back as it was.");
    onDrag(before);
  };
  const placeOf = (event: PointerEvent): AffectPoint | null => {
    const square = plane.current?.getBoundingClientRect();
    return square === undefined ? null : pointAt({ x: event.clientX, y: event.clientY }, square);
  };
  const moveTo = (index: number, point: AffectPoint, byPointer: boolean): void => {
    show({ path: withWaypoint(latest.current?.path ?? kept, index, point), index, byPointer });
  };
  const byKey = (event: KeyboardEvent, index: number): void => {
    if (event.key === "Escape" && (latest.current !== null || before !== null)) {
      // Inside a sheet, Escape would close that.
      event.preventDefault();
      event.stopPropagation();
      if (latest.current === null) undo();
      else {
        show(null);
        say(`Waypoint ${index + 1} is back at ${pointText(kept[index]!)}.`);
      }
      return;
    }
    const point = pointAfterKey((latest.current?.path ?? kept)[index]!, event.key, event.shiftKey);
    if (point === null) return;
    event.preventDefault();
    moveTo(index, point, false);
    timer.current = window.setTimeout(commit, KEYS_SETTLE_MS);
  };

  return {
    path: draft?.path ?? kept,
    said,
    moving: draft?.index ?? null,
    canUndo: before !== null && draft === null,
    undo,
    handle: (index) => ({
      onPointerDown: (event) => {
        const place = placeOf(event);
        if (event.button !== 0 || place === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        // Handles are as large as a finger and may lie upon each other: the nearest is meant.
        const nearest = nearestWaypoint(kept, place, from);
        show({ path: [...kept], index: nearest, byPointer: true });
      },
      onPointerMove: (event) => {
        const place = placeOf(event);
        if (place !== null && latest.current?.byPointer === true) moveTo(latest.current.index, place, true);
      },
      onPointerUp: () => {
        const moved = latest.current?.path.some((point, at) => {
          const was = kept[at];
          return was !== undefined && (point.valence !== was.valence || point.arousal !== was.arousal);
        });
        if (moved === true) commit();
        else show(null);
      },
      onPointerCancel: () => show(null),
      onKeyDown: (event) => byKey(event, index),
      onBlur: () => {
        if (latest.current?.byPointer === false) commit();
      },
    }),
  };
}
