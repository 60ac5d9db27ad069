/** Tells screen readers, politely, when the shown mood becomes another one; never faster than every four seconds. */
import { type ReactNode, useEffect, useState } from "react";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { shownMood } from "../mood-display/mood-display.tsx";

/** A reader is not interrupted by a mood that changes faster than it can be spoken. */
const ANNOUNCE_EVERY_MS = 4000;

/** Whether anything is said at all changes with `mood` alone: words, not figures. */
export function MoodAnnouncer(): ReactNode {
  const word = useMoodStore(({ mood, source, faceCount }) =>
    mood === null ? "" : shownMood(mood, { source, faceCount, live: false }).word,
  );
  const [spoken, setSpoken] = useState({ word: "", atMs: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (word === spoken.word) return undefined;
    const waitMs = Math.max(0, spoken.atMs + ANNOUNCE_EVERY_MS - performance.now());
    const timer = setTimeout(() => setSpoken({ word, atMs: performance.now() }), waitMs);
    return () => clearTimeout(timer);
  }, [word, spoken]);
  return (
    <VisuallyHidden>
      <output data-testid="mood-announcer">{spoken.word === "" ? "" : `Mood: ${spoken.word.toLowerCase()}`}</output>
    </VisuallyHidden>
  );
}
