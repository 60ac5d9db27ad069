/** The few smallest of many scores in one pass. */

/**
 * The rows with the `count` smallest finite scores, smallest first; equal scores by row. Rows that `skip` names are passed
 * over. A bounded heap with the worst of the best on top: most rows cost one comparison.
 */
export function nearestRows(scores: Float32Array, count: number, skip?: (row: number) => boolean): number[] {
  if (count <= 0) return [];
  const heap: number[] = [];
  const isWorse = (a: number, b: number): boolean => scores[a]! > scores[b]! || (scores[a] === scores[b] && a > b);
  let worst = Infinity;
  for (let row = 0; row < scores.length; row++) {
    if (!(scores[row]! < worst) || skip?.(row) === true) continue;
    if (heap.length < count) {
      heap.push(row);
      siftUp(heap, isWorse);
    } else {
      heap[0] = row;
      siftDown(heap, isWorse);
    }
    if (heap.length === count) worst = scores[heap[0]!]!;
  }
  return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1));
}

function siftUp(heap: number[], isWorse: (a: number, b: number) => boolean): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isWorse(heap[at]!, heap[parent]!)) return;
    [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    at = parent;
  }
}

function siftDown(heap: number[], isWorse: (a: number, b: number) => boolean): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const child = right < heap.length && isWorse(heap[right]!, heap[left]!) ? right : left;
    if (!isWorse(heap[child]!, heap[at]!)) return;
    [heap[at], heap[child]] = [heap[child]!, heap[at]!];
    at = child;
  }
}
