/** Folding of text for search, the same for what is stored and what is asked: case, accents and width do not matter. */

/** Folds one text: compatibility forms unified, marks dropped, lower case, spaces collapsed. */
export function foldForSearch(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Scripts in which a single character says much, or which put no spaces between words. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}々ー]/gu;
/** Where a word begins behind a mark within what stands between two spaces, as in "ac/dc". */
const BEGINNING_INSIDE = /(?<=[^\p{L}\p{N}\s])(?=[\p{L}\p{N}])/gu;
const APART = "  ";

/**
 * Sets words apart by two spaces each, and each character of a dense script as a word of its own. An index of trigrams,
 * which knows nothing shorter than three characters, then has "  u" for words that begin so, " u2" likewise, and "  愛"
 * for a character anywhere; longer parts are found as they are.
 */
export function wordsApart(folded: string): string {
  const spaced = folded.replace(DENSE, " $& ").replace(BEGINNING_INSIDE, " ");
  const words = spaced.split(" ").filter((word) => word !== "");
  return words.map((word) => APART + word).join("");
}

/** What a track is found by, its title first; the line feeds keep a phrase from matching across two fields. */
export function trackSearchText(track: {
  title: string;
  artist: string | null;
  album: string | null;
  genre?: string | null | undefined;
}): string {
  const { title, artist, album, genre } = track;
  return [title, artist, album, genre].map((field) => wordsApart(foldForSearch(field ?? ""))).join("\n");
}

/** A database's index takes entries of some 2,700 bytes at most; these together stay below. */
const LONGEST_ARTIST = 300;
const LONGEST_ALBUM = 200;
const LONGEST_PATH = 300;

/**
 * What lists are ordered by: artist, album, path, whatever their case and accents; tracks without an artist come last.
 * Compare by code point (SQLite's BINARY, PostgreSQL's "C"). Only the beginnings of very long names count.
 */
export function trackSortText(track: { artist: string | null; album: string | null; path: string }): string {
  const artist = beginning(foldForSearch(track.artist ?? ""), LONGEST_ARTIST);
  const album = beginning(foldForSearch(track.album ?? ""), LONGEST_ALBUM);
  return [artist === "" ? "\u{10ffff}" : artist, album, beginning(track.path, LONGEST_PATH)].join("\n");
}

/** At most `length` UTF-16 units, without half a character at the end. */
export function beginning(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

/**
 * The parts that a track's search text must hold, one for each word of a query, each of three characters or more: of a
 * word of one or two characters that it begins a word (in a dense script, that it is there), of a longer one that it is
 * part of one.
 */
export function searchTerms(query: string): string[] {
  const words = foldForSearch(query.replaceAll("\0", " ")).split(" ");
  return words.filter((word) => word !== "").map(termOf);
}

function termOf(word: string): string {
  const apart = wordsApart(word);
  const bare = apart.slice(APART.length);
  const { length } = Array.from(bare);
  if (length === 1) return apart;
  return length === 2 ? ` ${bare}` : bare;
}

/** A LIKE pattern (escape character `\`) for text that holds a term. */
export function likePattern(term: string): string {
  return `%${term.replace(/[\\%_]/g, "\\$&")}%`;
}
