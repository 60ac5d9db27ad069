/** Draws a token from the network's logits: temperature, nucleus (top-p), a mask, and a random number of the caller's. */

export interface SamplingOptions {
  /** Above 1 bolder, below 1 safer; 0 takes the likeliest. */
  temperature: number;
  /** Share of probability kept, the likeliest tokens first (Holtzman et al. 2020), in (0, 1]. */
  topP: number;
}

/**
 * Draw one id.
 * @param logits one a token; not finite counts as impossible
 * @param mask 1 where a token may be drawn; at least one must be
 * @param random from [0, 1)
 * @returns an id whose mask is 1
 */
export function sampleToken(
  logits: Float32Array,
  mask: Uint8Array,
  { temperature, topP }: SamplingOptions,
  random: number,
): number {
  const ids: number[] = [];
  let best = -1;
  for (let id = 0; id < mask.length; id++) {
    if (mask[id] !== 1) continue;
    if (best < 0) best = id;
    if (!Number.isFinite(logits[id]!)) continue;
    ids.push(id);
    if (!(logits[id]! <= logits[best]!)) best = id;
  }
  if (ids.length <= 1 || temperature <= 0) return best;
  const weights = ids.map((id) => Math.exp((logits[id]! - logits[best]!) / temperature));
  return drawFromNucleus(ids, weights, topP, random);
}

/** Equal weights go by id, so that the order, and with it the draw, is the same everywhere. */
function drawFromNucleus(ids: readonly number[], weights: readonly number[], topP: number, random: number): number {
  const order = ids.map((_, index) => index).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  let count = 0;
  while (count < order.length && (count === 0 || kept < topP * total)) kept += weights[order[count++]!]!;
  let left = random * kept;
  for (let i = 0; i < count; i++) {
    left -= weights[order[i]!]!;
    if (left < 0) return ids[order[i]!]!;
  }
  return ids[order[count - 1]!]!;
}
