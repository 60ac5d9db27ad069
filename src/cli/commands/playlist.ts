/** `moodsync playlist MOOD`: music for a mood, as lines for people, JSON or M3U. */
import path from "node:path";
import type { NewPlaylist, Playlist, PlaylistEntry } from "../../contracts/playlists.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { writeM3u } from "../../core/m3u-file.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { parseMood } from "../mood-argument.ts";
import { printable, type Terminal } from "../terminal.ts";
import { formatDuration, formatPoint, trackName } from "../track-text.ts";

export interface PlaylistOptions {
  /** Tracks; 25 where neither it nor `minutes` is given. */
  size?: number;
  minutes?: number;
  /** Moods by name or point. */
  shiftTo?: string;
  hold?: boolean;
  /** Keeps the list under this name. */
  save?: string;
  json?: boolean;
  m3u?: boolean;
}

/**
 * Asks for the playlist and prints it; 3 when the library holds nothing that could be played.
 * @throws MoodSyncError `playlist.options` for options that exclude each other
 */
export async function playlistCommand(
  mood: string,
  options: PlaylistOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const wish = toWish(mood, options);
  return withConnection(context, async ({ client }) => {
    const playlist = await client.createPlaylist(wish);
    if (options.m3u) printM3u(playlist, (await client.folder()).folder ?? "", context.terminal);
    else if (options.json) context.terminal.print(JSON.stringify(playlist, null, 2));
    else printForPeople(playlist, context.terminal);
    if (playlist.note !== null) context.terminal.remark(playlist.note);
    return playlist.entries.length === 0 ? EXIT.notFound : EXIT.ok;
  });
}

function toWish(mood: string, { size, minutes, shiftTo, hold, save }: PlaylistOptions): NewPlaylist {
  if (size !== undefined && minutes !== undefined) throw contradiction("Give either --size or --minutes.");
  if (shiftTo !== undefined && hold) throw contradiction("Give either --shift-to or --hold.");
  return {
    mood: parseMood(mood),
    ...(size === undefined ? {} : { size }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(shiftTo === undefined ? {} : { journey: { kind: "shift", to: parseMood(shiftTo) } }),
    ...(hold ? { journey: { kind: "hold" } } : {}),
    ...(save === undefined ? {} : { name: save }),
  };
}

function contradiction(message: string): MoodSyncError {
  return new MoodSyncError("playlist.options", message, { kind: "invalid-input" });
}

/** Whole paths, so that the list may be kept anywhere. */
function printM3u({ name, entries }: Playlist, folder: string, terminal: Terminal): void {
  const tracks = entries.map(({ track }) => track);
  const resolve = (inside: string): string => path.join(folder, ...inside.split("/"));
  const { lines, left } = writeM3u(tracks, { resolve, name });
  for (const line of lines) terminal.print(line);
  for (const track of left) {
    const why = track.source === "local" ? "its file name holds a line break" : "it is no file of the music folder";
    terminal.remark(`Left out, ${why}: ${printable(track.source === "local" ? track.path : track.title)}`);
  }
}

function printForPeople(playlist: Playlist, terminal: Terminal): void {
  terminal.remark(headline(playlist));
  for (const entry of playlist.entries) terminal.print(terminal.interactive ? richLine(entry) : plainLine(entry));
}

/** "Music for sad (valence -0.65, arousal -0.35), on the way to valence +0.45, arousal -0.60 in 6 steps, 45:10". */
function headline({ mood, target, journey, durationMs, name }: Playlist): string {
  const parts = [`Music for ${mood ?? "the point"} (${formatPoint(target)})`];
  const end = journey?.path.at(-1);
  if (journey?.kind === "shift" && end) {
    parts.push(`on the way to ${formatPoint(end)} in ${journey.path.length - 1} steps`);
  }
  if (journey?.kind === "hold") parts.push(`held within ${journey.radius}`);
  parts.push(formatDuration(durationMs));
  return `${parts.join(", ")}${name === null ? "" : `, saved as ${printable(name)}`}`;
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
