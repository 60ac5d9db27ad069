/** What is said beneath a list: what was left out and why, and what would bring it closer to the mood. */
import type { LeftOut } from "../../../sources/spotify/spotify-answers.ts";

export interface ListFacts {
  shown: number;
  /** The listener gave this mood playlists that can be read. */
  hasPlaylists: boolean;
  restricted: number;
  leftOut: readonly LeftOut[];
  /** Requests that failed while others did not. */
  unanswered: number;
}

/** Null where nothing needs to be said. */
export function listNote({ shown, hasPlaylists, restricted, leftOut, unanswered }: ListFacts): string | null {
  const sum = (name: keyof LeftOut): number => leftOut.reduce((total, part) => total + part[name], 0);
  const sentences = [
    shown === 0 ? "Spotify has nothing for this mood's words." : null,
    hasPlaylists ? null : "Give this mood one of your playlists, and the list comes closer to you.",
    counted(
      restricted,
      "song cannot be played in your country and is",
      "songs cannot be played in your country and are",
    ),
    counted(sum("localFiles"), "file of your own is", "files of your own are"),
    counted(sum("episodes"), "episode is", "episodes are"),
    counted(sum("broken"), "entry without a song is", "entries without a song are"),
    unanswered === 0 ? null : "Spotify did not answer everything, so the list is shorter than it could be.",
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(" ");
}

function counted(count: number, one: string, many: string): string | null {
  if (count === 0) return null;
  return `${count.toLocaleString("en")} ${count === 1 ? one : many} left out.`;
}
