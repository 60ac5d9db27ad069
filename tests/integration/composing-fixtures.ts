/** What the tests of composing share: a maker by rule in place of the network, on the same terms. */
import { setTimeout as sleep } from "node:timers/promises";
import { smallPiece } from "../../src/core/composition/fixtures/small-piece.ts";
import { moodOfWish, type ComposeRequest } from "../../src/core/composition/compose-request.ts";
import type { PieceMaker, Urgency } from "../../src/server/composing/piece-maker.ts";
import { encodeWav } from "../../src/synthesis/wav.ts";

export interface FakeMaker extends PieceMaker {
  /** Every request, in order. */
  composed: { request: ComposeRequest; urgency: Urgency }[];
  /** Titles, in order. */
  rendered: string[];
}

export interface FakeMakerOptions {
  /** How long one piece takes. */
  composeMs?: number;
  /** Called before each piece; what it throws is the failure. */
  onCompose?: (request: ComposeRequest) => void;
  onRender?: (title: string) => void;
}

/** Composes by rule, the same piece from the same request; renders a tenth of a second of silence. */
export function fakeMaker({ composeMs = 0, onCompose, onRender }: FakeMakerOptions = {}): FakeMaker {
  const closing = new AbortController();
  const maker: FakeMaker = {
    composed: [],
    rendered: [],
    async compose(request, urgency, signal = closing.signal) {
      signal.throwIfAborted();
      const mood = moodOfWish(request);
      maker.composed.push({ request, urgency });
      onCompose?.(request);
      if (composeMs > 0) await sleep(composeMs, undefined, { signal });
      return { ...smallPiece("happy", request.bars, request.seed), mood };
    },
    async render(_, title) {
      maker.rendered.push(title);
      onRender?.(title);
      const silence = new Float32Array(4410);
      return encodeWav({ left: silence, right: silence, sampleRate: 44_100 }, { title });
    },
    async close() {
      closing.abort();
    },
  };
  return maker;
}
