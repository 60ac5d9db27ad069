/** The library's own pages and their addresses below the library's. */
import { SCREEN_PATHS } from "../shell/screens.ts";

export const LIBRARY_PATHS = {
  songs: SCREEN_PATHS.library,
  playlists: `${SCREEN_PATHS.library}/playlists`,
  map: `${SCREEN_PATHS.library}/map`,
  duplicates: `${SCREEN_PATHS.library}/duplicates`,
  exchange: `${SCREEN_PATHS.library}/exchange`,
} as const;

export type LibraryPage = keyof typeof LIBRARY_PATHS;

/** The library's page at an address, with what follows its name (a playlist's id); songs where none is named. */
export function libraryPageAt(path: string): { page: LibraryPage; rest: string } {
  for (const page of ["playlists", "map", "duplicates", "exchange"] as const) {
    const place = LIBRARY_PATHS[page];
    if (path === place) return { page, rest: "" };
    if (path.startsWith(`${place}/`)) return { page, rest: path.slice(place.length + 1) };
  }
  return { page: "songs", rest: "" };
}
