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

/** What a track is found by; the line feeds keep a phrase from matching across two fields. */
export function trackSearchText(track: { title: string; artist: string | null; album: string | null }): string {
  return [track.title, track.artist ?? "", track.album ?? ""].map(foldForSearch).join("\n");
}

/**
 * What lists are ordered by: artist, album, path, whatever their case and accents; tracks without an artist come last.
 * Compare by code point (SQLite's BINARY, PostgreSQL's "C").
 */
export function trackSortText(track: { artist: string | null; album: string | null; path: string }): string {
  const artist = foldForSearch(track.artist ?? "");
  return [artist === "" ? "\u{10ffff}" : artist, foldForSearch(track.album ?? ""), track.path].join("\n");
}

/** A LIKE pattern (escape character `\`) per word of a query. */
export function searchPatterns(query: string): string[] {
  const words = foldForSearch(query).split(" ");
  return words.filter((word) => word !== "").map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}
