/**
 * Moving a card from shelf to shelf: with a pointer (mouse, pen or finger) by its grip, or with keys, where the grip
 * takes the card up (Space or Enter), the arrows carry it, Space or Enter sets it down and Escape takes it back.
 */
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { type Shelf, shelfBeyond, SHELVES, shelfWord } from "./shelf-order.ts";

export interface DraggedCard {
  id: string;
  name: string;
  /** Where it stood when it was taken up. */
  from: Shelf;
  /** Where it would stand if it were set down now. */
  over: Shelf;
  /** How far the pointer has carried it, in CSS pixels; null while it is carried by keys. */
  moved: { x: number; y: number } | null;
}

interface Grab extends DraggedCard {
  start: { x: number; y: number };
}

export interface ShelfDrag {
  card: DraggedCard | null;
  /** What a screen reader is told. */
  said: string;
  grip: (id: string, name: string, shelf: Shelf) => GripHandlers;
}

export interface GripHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onBlur: () => void;
}

function shelfAt(x: number, y: number): Shelf | null {
  const name = document
    .elementsFromPoint(x, y)
    .map((element) => element.closest<HTMLElement>("[data-shelf]")?.dataset["shelf"])
    .find((found) => found !== undefined);
  return SHELVES.find((shelf) => shelf === name) ?? null;
}

/** A card that moved is drawn anew on its shelf: what was in focus of it is brought back into focus. */
export function focusOn(part: "grip" | "choice", id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-${part}="${CSS.escape(id)}"]`)?.focus();
  });
}

const ARROWS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @param onMove called once the card is set down on another shelf */
export function useShelfDrag(onMove: (id: string, shelf: Shelf) => void): ShelfDrag {
  const [grab, setGrab] = useState<Grab | null>(null);
  const [said, say] = useState("");

  const setDown = (): void => {
    if (grab === null) return;
    setGrab(null);
    if (grab.over === grab.from) {
      say(`${grab.name} stays on ${shelfWord(grab.from)}.`);
      return;
    }
    say(`${grab.name} is now on ${shelfWord(grab.over)}.`);
    onMove(grab.id, grab.over);
    if (grab.moved === null) focusOn("grip", grab.id);
  };
  const takeBack = (): void => {
    if (grab === null) return;
    setGrab(null);
    say(`${grab.name} is back on ${shelfWord(grab.from)}.`);
  };
  const byKey = (event: KeyboardEvent, id: string, name: string, shelf: Shelf): void => {
    const carried = grab !== null && grab.id === id && grab.moved === null ? grab : null;
    const step = ARROWS[event.key];
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (carried !== null) setDown();
      else {
        setGrab({ id, name, from: shelf, over: shelf, moved: null, start: { x: 0, y: 0 } });
        say(`${name} taken up from ${shelfWord(shelf)}. Arrows carry it, Space sets it down, Escape takes it back.`);
      }
    } else if (carried !== null && step !== undefined) {
      event.preventDefault();
      const over = shelfBeyond(carried.over, step);
      setGrab({ ...carried, over });
      say(`Over ${shelfWord(over)}.`);
    } else if (carried !== null && event.key === "Escape") {
      event.preventDefault();
      takeBack();
    }
  };

  return {
    card: grab,
    said,
    grip: (id, name, shelf) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const start = { x: event.clientX, y: event.clientY };
        setGrab({ id, name, from: shelf, over: shelf, moved: { x: 0, y: 0 }, start });
      },
      onPointerMove: (event) => {
        if (grab === null || grab.moved === null || grab.id !== id) return;
        const moved = { x: event.clientX - grab.start.x, y: event.clientY - grab.start.y };
        setGrab({ ...grab, moved, over: shelfAt(event.clientX, event.clientY) ?? grab.over });
      },
      onPointerUp: () => {
        if (grab?.moved !== null) setDown();
      },
      onPointerCancel: takeBack,
      onKeyDown: (event) => byKey(event, id, name, shelf),
      onBlur: () => {
        if (grab?.id === id && grab.moved === null) takeBack();
      },
    }),
  };
}
