/** The work itself: composing and rendering, the same in a thread of its own and, where there is none, in this one. */
import type { ComposeRequest } from "../../core/composition/compose-request.ts";
import type { Piece } from "../../core/composition/piece.ts";
import type { Composer } from "../../inference/composer.ts";
import { openComposer } from "./composer-on-disk.ts";
import { requireRenderMemory } from "./render-memory.ts";

export interface ComposingWork {
  /** @throws MoodSyncError `model.*`, `mood.*`, `composer.*`; the abort reason */
  compose(request: ComposeRequest, signal: AbortSignal): Promise<Piece>;
  /** The bytes of a WAV file. @throws MoodSyncError `render.*`, `sound-font.*`; the abort reason */
  render(piece: Piece, title: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Model and SoundFont are read when first needed. @param model folder of the composer, default the package's own */
export function createComposingWork(model?: URL): ComposingWork {
  let composer: Promise<Composer> | null = null;
  const open = (): Promise<Composer> => {
    composer ??= openComposer(model);
    composer.catch(() => (composer = null));
    return composer;
  };
  return {
    compose: async (request, signal) => (await open()).compose(request, { signal }),
    async render(piece, title, signal) {
      requireRenderMemory(piece, process.availableMemory());
      const { renderPiece } = await import("../../synthesis/node.ts");
      const { encodeWav } = await import("../../synthesis/wav.ts");
      const { buffer, byteOffset, byteLength } = encodeWav(await renderPiece(piece, { signal }), { title });
      // The same memory, of a kind that can be handed to another thread.
      if (!(buffer instanceof ArrayBuffer)) throw new TypeError("the sound lies in shared memory");
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
  };
}
