/**
 * The seam between what was learned and the ranking: a number for every row, made once for a list, and a clause for why.
 * `core/recommendation` adds the numbers to its distances and never asks where they come from.
 */

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
