/** `moodsync library list`: what the library holds and what was measured of it. */
import type { Track } from "../../contracts/tracks.ts";
import type { ApiClient } from "../api/api-client.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable } from "../terminal.ts";
import { formatDuration, formatKey, formatSigned, trackName } from "../track-text.ts";

export interface LibraryListOptions {
  query?: string;
  json?: boolean;
  /** Only the files that could not be read or analysed. */
  problems?: boolean;
}

const PAGE_SIZE = 500;

/** Every track that matches, page by page; without a query each page from where the last one ended, however many there are. */
export async function* listTracks(
  client: ApiClient,
  { query = "", problems = false }: Pick<LibraryListOptions, "query" | "problems">,
): AsyncGenerator<Track> {
  const isSearch = query.trim() !== "";
  const which = isSearch ? { query } : problems ? { problems } : {};
  let place: { offset: number; after?: number } = { offset: 0 };
  for (;;) {
    const { tracks } = await client.tracks({ ...which, limit: PAGE_SIZE, ...place });
    yield* tracks;
    const last = tracks.at(-1);
    if (last === undefined || tracks.length < PAGE_SIZE) return;
    place = isSearch ? { offset: place.offset + PAGE_SIZE } : { offset: 0, after: last.id };
  }
}

/** Prints the tracks; with `json` one array. An empty answer is no failure. */
export async function libraryListCommand(options: LibraryListOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  return withConnection(context, async ({ client }) => {
    let count = 0;
    if (options.json) terminal.print("[");
    let held: string | null = null;
    for await (const track of listTracks(client, options)) {
      if (options.problems && track.problem === null) continue;
      count += 1;
      // A line is held back until it is known whether a comma follows.
      if (held !== null) terminal.print(options.json ? `${held},` : held);
      held = options.json ? JSON.stringify(track) : lineOf(track, terminal.interactive);
      if (terminal.interrupted.aborted) return EXIT.interrupted;
    }
    if (held !== null) terminal.print(held);
    if (options.json) terminal.print("]");
    else terminal.remark(count === 1 ? "1 track" : `${count} tracks`);
    return EXIT.ok;
  });
}

function lineOf(track: Track, interactive: boolean): string {
  const { features, problem } = track;
  if (problem !== null) {
    const fields = [track.path, problem.code, problem.message].map(printable);
    return interactive ? `! ${fields[0]}\n  ${fields[2]} (${fields[1]})` : ["!", ...fields].join("\t");
  }
  const measured =
    features === null
      ? ["not analysed yet"]
      : [
          formatSigned(features.valence),
          formatSigned(features.arousal),
          features.tempoBpm === null ? "?" : `${Math.round(features.tempoBpm)} bpm`,
          formatKey(features),
        ];
  if (!interactive) return [trackName(track), formatDuration(track.durationMs), ...measured].join("\t");
  return `  ${trackName(track)}  ${formatDuration(track.durationMs)}\n  ${measured.join("  ")}`;
}
