/** Pointers on a mood pad: touched or dragged, the point goes along; let go, it counts. */
import type { PointerEvent } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { pointAt } from "./pad-point.ts";

/** Handlers for the square that the plane fills. */
export function usePadPointer(move: (point: AffectPoint) => void, commit: () => void) {
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    move(pointAt({ x: event.clientX, y: event.clientY }, event.currentTarget.getBoundingClientRect()));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      follow(event);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) commit();
    },
  };
}
