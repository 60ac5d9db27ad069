/** What a Spotify permission can be asked for. Apart from the schemas, so that the page gets the names without zod. */
export const SPOTIFY_PURPOSES = ["lists", "save", "devices", "player"] as const;
