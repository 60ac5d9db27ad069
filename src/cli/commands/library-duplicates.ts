/** `moodsync library duplicates`: recordings that the library holds more than once. */
import type { DuplicateCopy } from "../../contracts/duplicates.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable } from "../terminal.ts";
import { formatDuration, trackName } from "../track-text.ts";

export interface LibraryDuplicatesOptions {
  json?: boolean;
}

const PAGE_SIZE = 100;

/** Prints the groups, the copy that playlists take first and marked; with `json` one array. None is no failure. */
export async function libraryDuplicatesCommand(
  options: LibraryDuplicatesOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  return withConnection(context, async ({ client }) => {
    const all = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const page = await client.duplicates({ limit: PAGE_SIZE, offset });
      if (terminal.interrupted.aborted) return EXIT.interrupted;
      all.push(...page.groups);
      if (page.groups.length === PAGE_SIZE) continue;
      if (options.json) terminal.print(JSON.stringify(all, null, 2));
      else for (const [index, group] of all.entries()) printGroup(index, group.copies, context);
      const groups = page.total === 1 ? "1 recording" : `${page.total} recordings`;
      const copies = page.extraTracks === 1 ? "1 further copy" : `${page.extraTracks} further copies`;
      if (!options.json) terminal.remark(`${groups} with ${copies}; playlists take the one marked with *`);
      if (page.searching) terminal.remark("The search is not through yet; a running server does it.");
      return EXIT.ok;
    }
  });
}

function printGroup(index: number, copies: readonly DuplicateCopy[], { terminal }: CommandContext): void {
  for (const { track, preferred, evidence, similarity } of copies) {
    const alike = similarity === null ? "" : `${Math.round(100 * similarity)} %`;
    const fields = [preferred ? "*" : "", trackName(track), formatDuration(track.durationMs), track.path].map(
      printable,
    );
    const why = [evidence ?? "", alike];
    terminal.print(
      terminal.interactive
        ? `${fields[0] === "*" ? "*" : " "} ${fields[1]}  ${fields[2]}\n    ${fields[3]}  ${why.join(" ").trim()}`
        : [String(index + 1), ...fields, ...why].join("\t"),
    );
  }
  if (terminal.interactive) terminal.print("");
}
