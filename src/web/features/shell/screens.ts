/** The screens and their addresses (behind the #, so that the server serves one page). */

export type Screen = "home" | "library" | "settings" | "readsMe";

export const SCREEN_PATHS: Readonly<Record<Screen, string>> = {
  home: "/",
  library: "/library",
  settings: "/settings",
  readsMe: "/reads-me",
};

/** The screen at an address; an unknown one is home. */
export function screenAt(path: string): Screen {
  if (path === SCREEN_PATHS.library) return "library";
  if (path === SCREEN_PATHS.readsMe) return "readsMe";
  return path === SCREEN_PATHS.settings ? "settings" : "home";
}
