/** A playlist saved as M3U, with a word on what such a file cannot hold. */
import { errorMessage } from "../../api-client.ts";
import { notify } from "../../design/notices-store.ts";
import { download, fileNameOf } from "../compose/piece-file.ts";
import { playlistFileUrl } from "./playlists-api.ts";

/** Fetched before it is saved, so that a refusal is said instead of being saved as a file. */
export async function savePlaylistFile(id: number, name: string): Promise<void> {
  try {
    const response = await fetch(playlistFileUrl(id), { credentials: "same-origin" });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    download(await response.blob(), "audio/x-mpegurl", fileNameOf(name, "m3u8"));
    const left = Number(response.headers.get("x-moodsync-left-out") ?? 0);
    if (left > 0) {
      const songs = left === 1 ? "One song is" : `${left} songs are`;
      notify({ text: `${songs} left out of the file: only files of the music folder have a place that others find.` });
    }
  } catch (error) {
    notify({ tone: "error", text: `“${name}” could not be saved as a file: ${errorMessage(error)}` });
  }
}
