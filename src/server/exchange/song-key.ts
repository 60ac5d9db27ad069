/** When two titles, or two artists, mean the same although they are written differently. */
import { foldForSearch } from "../db/search-text.ts";

const GUESTS = /\s+(?:feat\.?|ft\.?|featuring)\s+.*$/u;
const BRACKETED_GUESTS = /\s*[([](?:feat\.?|ft\.?|featuring)\s[^)\]]*[)\]]/gu;
/** A newer transfer of the same recording; "live", "remix" and "acoustic" are other recordings and stay. */
const REMASTER =
  /\s*(?:[-–]\s*|[([])(?:digital(?:ly)?\s+)?(?:\d{4}\s+)?(?:digital\s+)?remaster(?:ed)?(?:\s+version)?(?:\s+\d{4})?[)\]]?\s*$/u;

/** A title without guests, remasters, punctuation, case and accents. */
export function titleKey(title: string): string {
  return bare(foldForSearch(title).replace(BRACKETED_GUESTS, "").replace(GUESTS, "").replace(REMASTER, ""));
}

/** The ways in which an artist may be filed: as written, then without guests, then the first of several. */
export function artistKeys(artist: string): string[] {
  const whole = foldForSearch(artist);
  const alone = whole.replace(BRACKETED_GUESTS, "").replace(GUESTS, "");
  const [first = alone] = alone.split(/\s*(?:;|,|\/|\s&\s|\s\+\s|\sx\s)\s*/u);
  return [...new Set([whole, alone, first])].filter((key) => key !== "");
}

function bare(text: string): string {
  const letters = text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  // A title such as "?" or "+" is all there is.
  return letters === "" ? text : letters;
}
