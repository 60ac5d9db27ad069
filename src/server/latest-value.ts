/** Hands on the newest value only: a slow reader misses what is out of date, and nothing piles up. */
export class LatestValue<Value> implements AsyncIterable<Value> {
  #latest: Value | null;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(first: Value | null) {
    this.#latest = first;
  }

  readonly put = (value: Value): void => {
    this.#latest = value;
    this.#wake?.();
  };

  readonly end = (): void => {
    this.#ended = true;
    this.#wake?.();
  };

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    while (!this.#ended) {
      const value = this.#latest;
      this.#latest = null;
      if (value === null) await new Promise<void>((resolve) => (this.#wake = resolve));
      else yield value;
    }
  }
}
