/** `moodsync library export WHAT`: the library or what was heard, as a file for other programs. */
import { open, writeFile, type FileHandle } from "node:fs/promises";
import { MoodSyncError } from "../../core/errors.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable } from "../terminal.ts";

/** What can be written, and where the API has it. */
export const EXPORTS = {
  tracks: "/api/exports/tracks.csv",
  listens: "/api/exports/listens.csv",
  listenbrainz: "/api/exports/listens.jsonl",
} as const;

export interface LibraryExportOptions {
  output: string;
  force?: boolean;
}

/** Writes the file piece by piece; one that is there is kept unless `--force` says otherwise. */
export async function libraryExportCommand(
  what: string,
  { output, force = false }: LibraryExportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const path = Object.entries(EXPORTS).find(([name]) => name === what)?.[1];
  if (path === undefined) {
    const known = Object.keys(EXPORTS).join(", ");
    throw new MoodSyncError("export.unknown", `There is no "${printable(what)}" to write. There are ${known}.`, {
      kind: "invalid-input",
    });
  }
  return withConnection(context, async ({ client }) => {
    const body = await client.download(path);
    const file = await openNew(output, force);
    try {
      await writeFile(file, body);
    } finally {
      await file.close();
    }
    context.terminal.remark(`Written to ${printable(output)}`);
    return EXIT.ok;
  });
}

async function openNew(output: string, force: boolean): Promise<FileHandle> {
  return await open(output, force ? "w" : "wx").catch((cause: unknown) => {
    const exists = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    const message = exists
      ? `${printable(output)} is there already. Give another name, or --force to replace it.`
      : `${printable(output)} cannot be written.`;
    throw new MoodSyncError(exists ? "file.exists" : "file.unwritable", message, { kind: "invalid-input", cause });
  });
}
