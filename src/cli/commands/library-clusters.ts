/** `moodsync library clusters`: the groups of tracks that sound alike, as the library's map shows them. */
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable } from "../terminal.ts";
import { formatSigned } from "../track-text.ts";

export interface LibraryClustersOptions {
  json?: boolean;
}

/** Prints the groups, the largest first; with `json` the map without its points. */
export async function libraryClustersCommand(
  options: LibraryClustersOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  return withConnection(context, async ({ client }) => {
    const map = await client.libraryMap({ points: 0 });
    if (options.json) {
      terminal.print(JSON.stringify(map, null, 2));
      return EXIT.ok;
    }
    for (const { id, name, words, count, valence, arousal } of map.clusters) {
      const point = [formatSigned(valence), formatSigned(arousal)];
      const fields = [String(id), printable(name), String(count), ...point, words.join(", ")];
      terminal.print(
        terminal.interactive ? `  ${fields[1]}  ${fields[2]}\n  ${fields.slice(3).join("  ")}` : fields.join("\t"),
      );
    }
    if (map.state === "empty") terminal.remark("No track is measured yet.");
    else if (map.state === "computing") terminal.remark("The map is not drawn yet; a running server does it.");
    else terminal.remark(map.clusters.length === 1 ? "1 group" : `${map.clusters.length} groups`);
    return EXIT.ok;
  });
}
