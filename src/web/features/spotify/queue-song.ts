/** Puts a song into Spotify's own queue and says so; a refusal is told by the player's panel. */
import type { SpotifyTrack } from "../../../contracts/spotify.ts";
import { notify } from "../../design/notices-store.ts";
import { enqueue } from "./spotify-playback.ts";

export async function queueSong(track: SpotifyTrack): Promise<void> {
  if (await enqueue(track)) notify({ text: `“${track.title}” is in Spotify's queue.`, tone: "good" });
}
