/** News of other processes on one SQLite file: that somebody wrote, looked for as long as somebody here listens. */
import type { News, ProcessNews } from "./process-news.ts";

/** Within a second is soon enough for a progress bar; the question costs SQLite some microseconds. */
const LOOK_EVERY_MS = 400;

/** @param foreignWrites see OpenDatabase */
export function createFileNews(foreignWrites: () => Promise<number>): ProcessNews & { close(): void } {
  const listeners = new Set<(news: News) => void>();
  let looking: NodeJS.Timeout | undefined;
  let seen: number | null = null;

  const look = async (): Promise<void> => {
    const writes = await foreignWrites().catch(() => seen);
    const changed = seen !== null && writes !== seen;
    seen = writes;
    if (changed) for (const listener of listeners) listener({ topic: "anything", detail: undefined });
  };
  const stop = (): void => {
    clearInterval(looking);
    looking = undefined;
    seen = null;
  };

  return {
    carries: false,
    // The file itself tells.
    publish: () => undefined,
    subscribe(listener) {
      listeners.add(listener);
      if (looking === undefined) {
        looking = setInterval(() => void look(), LOOK_EVERY_MS);
        looking.unref();
        void look();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      listeners.clear();
      stop();
    },
  };
}
