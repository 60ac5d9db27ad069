/** Under which names an artist may be filed in the library. */
import { firstArtist } from "../../core/library/recording-key.ts";
import { foldForSearch } from "../db/search-text.ts";

const GUESTS = /\s+(?:feat\.?|ft\.?|featuring)\s+.*$/u;

/** As written, then without guests, then the first of several; folded as tracks are ordered by. */
export function artistKeys(artist: string): string[] {
  const whole = foldForSearch(artist);
  return [...new Set([whole, whole.replace(GUESTS, ""), firstArtist(whole)])].filter((key) => key !== "");
}
