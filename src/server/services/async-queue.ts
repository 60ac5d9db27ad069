/** A queue between one part that finds work and several that do it. */

export interface AsyncQueue<Item> extends AsyncIterable<Item> {
  push(item: Item): void;
  /** No more will come: whoever waits is let go once the queue is empty. */
  end(): void;
}

export function createAsyncQueue<Item>(): AsyncQueue<Item> {
  const items: Item[] = [];
  const waiting: (() => void)[] = [];
  let ended = false;
  let head = 0;

  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };

  async function* take(): AsyncGenerator<Item> {
    for (;;) {
      const item = items[head];
      if (item !== undefined) {
        head += 1;
        yield item;
      } else if (ended) {
        return;
      } else {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    }
  }

  return {
    push(item) {
      items.push(item);
      wakeAll();
    },
    end() {
      ended = true;
      wakeAll();
    },
    [Symbol.asyncIterator]: take,
  };
}
