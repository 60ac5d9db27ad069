/** `moodsync playlist MOOD`: music for a mood, as lines for people, JSON or M3U. */
import type { Playlist, PlaylistEntry } from "../../contracts/playlists.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { playlistToM3u } from "../m3u.ts";
import { parseMood } from "../mood-argument.ts";
import { printable, type Terminal } from "../terminal.ts";
import { formatDuration, formatPoint, trackName } from "../track-text.ts";

export interface PlaylistOptions {
  size: number;
  json?: boolean;
  m3u?: boolean;
}

/** Asks for the playlist and prints it; 3 when the library holds nothing that could be played. */
export async function playlistCommand(
  mood: string,
  options: PlaylistOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const wish = { mood: parseMood(mood), size: options.size };
  return withConnection(context, async ({ client }) => {
    const playlist = await client.createPlaylist(wish);
    if (options.m3u) printM3u(playlist, (await client.folder()).folder ?? "", context.terminal);
    else if (options.json) context.terminal.print(JSON.stringify(playlist, null, 2));
    else printForPeople(playlist, context.terminal);
    if (playlist.note !== null) context.terminal.remark(playlist.note);
    return playlist.entries.length === 0 ? EXIT.notFound : EXIT.ok;
  });
}

function printM3u(playlist: Playlist, folder: string, terminal: Terminal): void {
  const { lines, left } = playlistToM3u(playlist, folder);
  for (const line of lines) terminal.print(line);
  for (const track of left) {
    const why = track.source === "local" ? "its file name holds a line break" : "it is no file of the music folder";
    terminal.remark(`Left out, ${why}: ${printable(track.source === "local" ? track.path : track.title)}`);
  }
}

function printForPeople(playlist: Playlist, terminal: Terminal): void {
  const { emotion, target, entries } = playlist;
  terminal.remark(`Music for ${emotion ?? "the point"} (${formatPoint(target)})`);
  for (const entry of entries) terminal.print(terminal.interactive ? richLine(entry) : plainLine(entry));
}

function richLine({ position, track, reason }: PlaylistEntry): string {
  const number = String(position + 1).padStart(3);
  return `${number}  ${trackName(track)}  ${formatDuration(track.durationMs)}\n     ${printable(reason)}`;
}

/** Tab-separated, for `cut` and friends: number, artist, title, length, reason. */
function plainLine({ position, track, reason }: PlaylistEntry): string {
  const fields = [position + 1, track.artist ?? "", track.title, formatDuration(track.durationMs), reason];
  return fields.map((field) => printable(String(field))).join("\t");
}
