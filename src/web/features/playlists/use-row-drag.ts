/** Carrying a row to another place in its list by its grip. For pointers; keys have buttons of their own. */
import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";

export interface RowDrag {
  /** Key of the row that is carried; null at rest. */
  carried: number | null;
  /** For the grip of a row. */
  take: (key: number, event: ReactPointerEvent<HTMLElement>) => void;
}

interface Carried {
  key: number;
  /** Where the rows lie sideways, so that the hand may stray. */
  x: number;
}

function placeAt(x: number, y: number): number | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const place = element.closest<HTMLElement>("[data-place]")?.dataset["place"];
    if (place !== undefined) return Number(place);
  }
  return null;
}

/** @param onMove called for every place that the row passes over */
export function useRowDrag(onMove: (key: number, place: number) => void): RowDrag {
  const [carried, setCarried] = useState<Carried | null>(null);
  const move = useRef(onMove);
  useEffect(() => {
    move.current = onMove;
  });
  useEffect(() => {
    if (carried === null) return undefined;
    // On the window: a row that changes places is put into the page anew, and would lose a pointer that it holds.
    const follow = (event: PointerEvent): void => {
      const place = placeAt(carried.x, event.clientY);
      if (place !== null) move.current(carried.key, place);
    };
    const end = (): void => setCarried(null);
    window.addEventListener("pointermove", follow);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    return () => {
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
  }, [carried]);
  return {
    carried: carried?.key ?? null,
    take: (key, event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      const { left, width } = event.currentTarget.getBoundingClientRect();
      setCarried({ key, x: left + width / 2 });
    },
  };
}
