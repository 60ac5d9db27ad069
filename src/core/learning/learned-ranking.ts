/**
 * The seam between what was learned and the ranking: a number for every row, made once for a list, and a clause for why.
 * `core/recommendation` adds the numbers to its distances and never asks where they come from.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import { CUES } from "./cues.ts";
import { createTasteExplainer, type ExplainedIndex } from "./explain-taste.ts";
import { tasteIn, writeTasteBias } from "./rank-by-taste.ts";
import type { TasteModel } from "./taste-model.ts";

/** What was learned of one listener, in one mood, over the rows of one candidate index. */
export interface LearnedRanking {
  /** By row, added to the distance on the plane: negative is nearer. Valid until the index or what was learned changes. */
  readonly bias: Float32Array;
  /**
   * Why learning moved this row, as a clause in lower case without a full stop, such as "because you kept it when sad before";
   * null where it moved the row by nothing worth saying.
   */
  reasonFor(row: number): string | null;
}

const DISTANCE = CUES.indexOf("distance");

export interface RankingWish {
  mood: AffectPoint | null;
  /** The list goes on from the mood to elsewhere: how near to the mood a track lies is then left to the list. */
  leavesMood?: boolean;
  /** Numbers in [0, 1) for what is tried out; null tries out nothing. */
  random: (() => number) | null;
  /** To write the numbers in, at least as long as there are rows; default a new one. */
  buffer?: Float32Array;
  /** How boldly it tries out; default as measured in docs/learning.md. */
  drawShare?: number;
}

/** Ranks by what was learned; null where that is nothing, and the ranking stays as it is. */
export function rankByTaste(index: ExplainedIndex, model: TasteModel, wish: RankingWish): LearnedRanking | null {
  if (model.observations === 0) return null;
  const taste = tasteIn(model, wish.mood, wish.random, wish.drawShare);
  if (wish.leavesMood === true) taste.weights[DISTANCE] = taste.drawn[DISTANCE] = 0;
  const bias = wish.buffer ?? new Float32Array(index.size);
  writeTasteBias(index, model, taste, bias);
  let explain: ((row: number) => string | null) | null = null;
  return {
    bias,
    reasonFor(row) {
      explain ??= createTasteExplainer(index, model, taste);
      return explain(row);
    },
  };
}
