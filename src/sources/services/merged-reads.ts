/** Equal reads that are under way at the same time become one; each caller may give up without ending it for the others. */
import type { OutgoingAnswer, OutgoingRequest } from "./outgoing-request.ts";

type Work = (signal: AbortSignal) => Promise<OutgoingAnswer>;

interface Shared {
  answer: Promise<OutgoingAnswer>;
  end: AbortController;
  waiting: number;
}

export interface MergedReads {
  /** Joins an equal read, or begins one with `work`. */
  join(request: OutgoingRequest, signal: AbortSignal | undefined, work: Work): Promise<OutgoingAnswer>;
  /** A change is going out: reads from now on begin anew, since those under way may show the state before it. */
  separate(): void;
}

export function createMergedReads(): MergedReads {
  const underWay = new Map<string, Shared>();

  const begin = (key: string, work: Work): Shared => {
    const end = new AbortController();
    const shared: Shared = { end, waiting: 0, answer: work(end.signal) };
    const forget = (): void => void (underWay.get(key) === shared && underWay.delete(key));
    shared.answer.then(forget, forget);
    underWay.set(key, shared);
    return shared;
  };

  return {
    separate: () => underWay.clear(),
    async join(request, signal, work) {
      signal?.throwIfAborted();
      const key = keyOf(request);
      const shared = underWay.get(key) ?? begin(key, work);
      shared.waiting += 1;
      try {
        return await orAborted(shared.answer, signal);
      } finally {
        shared.waiting -= 1;
        if (shared.waiting === 0) {
          if (underWay.get(key) === shared) underWay.delete(key);
          shared.end.abort(new DOMException("Nobody waits for it any more.", "AbortError"));
        }
      }
    },
  };
}

/** Two reads are equal when all is, the token in the headers included: listeners are never mixed up. */
function keyOf({ method, url, headers = {} }: OutgoingRequest): string {
  const sorted = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([method, url, sorted]);
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  return await new Promise<T>((resolve, reject) => {
    // The reason is the caller's own and need not be an Error.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
