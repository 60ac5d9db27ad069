/**
 * Who composes and renders for the server: a thread for pieces and one for sound that the listener waits for, and one of low
 * priority for what is made in the background, so that playing queues behind no long piece, and neither behind the starter library.
 */
import type { ComposeRequest } from "../../core/composition/compose-request.ts";
import type { Piece } from "../../core/composition/piece.ts";
import { createComposingThread } from "./composing-thread.ts";

export type Urgency = "asked" | "background";

export interface PieceMaker {
  /** @throws MoodSyncError `model.*`, `mood.*`, `composer.*`, `composing.failed`; the abort reason */
  compose(request: ComposeRequest, urgency: Urgency, signal?: AbortSignal): Promise<Piece>;
  /** The bytes of a WAV file. @throws MoodSyncError `render.*`, `sound-font.*`, `composing.failed`; the abort reason */
  render: (piece: Piece, title: string, urgency: Urgency, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A tenth of the weight of what has no niceness; with much more it would starve on a busy machine, and be slow to stop. */
const BACKGROUND_NICENESS = 10;

/** @param model folder of the composer, default the package's own */
export function createPieceMaker(model?: URL): PieceMaker {
  const composing = createComposingThread({ niceness: 0, model });
  const rendering = createComposingThread({ niceness: 0, model });
  const background = createComposingThread({ niceness: BACKGROUND_NICENESS, model });
  return {
    compose: (request, urgency, signal) => (urgency === "asked" ? composing : background).compose(request, signal),
    render: (piece, title, urgency, signal) =>
      (urgency === "asked" ? rendering : background).render(piece, title, signal),
    async close() {
      await Promise.all([composing, rendering, background].map((thread) => thread.close()));
    },
  };
}
