/** Where a path of another machine could lie below our music folder: its ends, the longest first. */

/** Deeper folders than this are not looked for. */
const MOST_PARTS = 12;

/**
 * The ends of a path or of a file address, with forward slashes, as written and in both Unicode forms, since a Mac writes "é" as two
 * characters. Other addresses have none.
 */
export function pathEnds(location: string): string[] {
  const path = localPath(location);
  if (path === null) return [];
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const ends = parts.slice(-MOST_PARTS).map((_, i, last) => last.slice(i).join("/"));
  return [...new Set(ends.flatMap((end) => [end, end.normalize("NFC"), end.normalize("NFD")]))];
}

function localPath(location: string): string | null {
  const isFile = /^file:/iu.test(location);
  if (!isFile && /^[a-z][a-z0-9+.-]+:/iu.test(location)) return null;
  const path = location
    .replace(/^file:(?:\/\/[^/\\]*)?/iu, "")
    .replaceAll("\\", "/")
    .replace(/^\/?[a-z]:\//iu, "/");
  return isFile || /%[0-9a-f]{2}/iu.test(path) ? decoded(path) : path;
}

/** XSPF writes relative paths as addresses, too; a lone "%" is one that was meant. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
