/** Bytes of an open file as a response body: read as the client takes them, the file closed whatever happens. */
import type { FileHandle } from "node:fs/promises";

const CHUNK_BYTES = 128 * 1024;

/**
 * A stream of `length` bytes from `start`. It owns the handle from now on.
 * Node's own conversion of file streams is not used: it reads far ahead of a slow client.
 */
export function fileBody(handle: FileHandle, start: number, length: number): ReadableStream<Uint8Array> {
  let position = start;
  const end = start + length;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (position < end) {
            const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - position));
            const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
            if (bytesRead === 0) throw new Error("the file became shorter while it was sent");
            position += bytesRead;
            controller.enqueue(chunk.subarray(0, bytesRead));
          }
        } catch (error) {
          await handle.close();
          throw error;
        }
        if (position < end) return;
        await handle.close();
        controller.close();
      },
      async cancel() {
        await handle.close();
      },
    },
    { highWaterMark: 1 },
  );
}
