/** Which of Spotify's permissions each purpose needs, so that none is asked for before it is of use. */
import type { SpotifyPurpose } from "../../contracts/spotify.ts";

const DEVICES = ["user-read-playback-state", "user-modify-playback-state", "user-read-currently-playing"];

export const SCOPES_OF_PURPOSE: Readonly<Record<SpotifyPurpose, readonly string[]>> = {
  lists: ["playlist-read-private", "playlist-read-collaborative", "user-library-read", "user-top-read"],
  save: ["playlist-modify-private", "user-library-modify"],
  devices: DEVICES,
  // The Web Playback SDK insists on the two that read the account, although it shows neither.
  player: ["streaming", "user-read-email", "user-read-private", ...DEVICES],
};

const PURPOSES: readonly SpotifyPurpose[] = ["lists", "save", "devices", "player"];

/** The permissions for several purposes, each once. */
export function scopesFor(purposes: readonly SpotifyPurpose[]): string[] {
  return [...new Set(purposes.flatMap((purpose) => SCOPES_OF_PURPOSE[purpose]))];
}

/** The purposes for which every permission was given. */
export function purposesAllowed(scopes: readonly string[]): SpotifyPurpose[] {
  return PURPOSES.filter((purpose) => SCOPES_OF_PURPOSE[purpose].every((scope) => scopes.includes(scope)));
}
