/** The screens and their addresses (behind the #, so that the server serves one page). */

export const SCREEN_PATHS = {
  home: "/",
  library: "/library",
  compose: "/compose",
  settings: "/settings",
  readsMe: "/reads-me",
  services: "/services",
  spotify: "/services/spotify",
  appleMusic: "/services/apple-music",
} as const;

export type Screen = keyof typeof SCREEN_PATHS;

const SCREENS = new Map<string, Screen>([
  [SCREEN_PATHS.library, "library"],
  [SCREEN_PATHS.compose, "compose"],
  [SCREEN_PATHS.settings, "settings"],
  [SCREEN_PATHS.readsMe, "readsMe"],
  [SCREEN_PATHS.services, "services"],
  [SCREEN_PATHS.spotify, "spotify"],
  [SCREEN_PATHS.appleMusic, "appleMusic"],
]);

/** The screen at an address; an unknown one is home. The library has pages of its own beneath it. */
export function screenAt(path: string): Screen {
  if (path.startsWith(`${SCREEN_PATHS.library}/`)) return "library";
  return SCREENS.get(path) ?? "home";
}
