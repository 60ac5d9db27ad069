/** `moodsync library import FILE`: playlists, listening histories and likes of other programs. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { MAX_IMPORT_BYTES, type ImportOutcome } from "../../contracts/exchange.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { withConnection, type CommandContext } from "../command-context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { printable, type Terminal } from "../terminal.ts";

export interface LibraryImportOptions {
  dryRun?: boolean;
  json?: boolean;
}

/** Imports the file and says what came of it; 3 where it is not there or nothing in it is known. */
export async function libraryImportCommand(
  file: string,
  options: LibraryImportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const bytes = await readExisting(file);
  return withConnection(context, async ({ client }) => {
    const outcome = await client.importFile(bytes, { name: path.basename(file), dryRun: options.dryRun ?? false });
    if (options.json) context.terminal.print(JSON.stringify(outcome, null, 2));
    else printForPeople(outcome, context.terminal);
    return outcome.matched === 0 ? EXIT.notFound : EXIT.ok;
  });
}

async function readExisting(file: string): Promise<Uint8Array> {
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile()) {
    throw new MoodSyncError("file.not-found", `There is no file ${printable(file)}.`, { kind: "not-found" });
  }
  if (stats.size > MAX_IMPORT_BYTES) {
    const message = `${printable(file)} is larger than ${MAX_IMPORT_BYTES / 1024 / 1024} MB. Divide it.`;
    throw new MoodSyncError("import.too-large", message, { kind: "too-large" });
  }
  return await readFile(file);
}

function printForPeople(outcome: ImportOutcome, terminal: Terminal): void {
  terminal.print(sentence(outcome));
  const { missing } = outcome;
  if (missing.songs === 0) return;
  terminal.remark(`Not in your library: ${missing.songs === 1 ? "1 song" : `${missing.songs} songs`}, such as`);
  for (const { artist, title, location } of missing.first.slice(0, 10)) {
    terminal.remark(`  ${printable([artist, title ?? location].filter((part) => part !== null).join(" - "))}`);
  }
}

function sentence(outcome: ImportOutcome): string {
  const { entries, matched, unusable, alreadyKnown } = outcome;
  const dropped = unusable === 0 ? "" : `; ${unusable} say no song or no time that can be believed`;
  const known = alreadyKnown === 0 ? "" : ` ${alreadyKnown} were known before.`;
  return `${matched} of ${entries} entries are in your library${dropped}. ${addition(outcome)}.${known}`;
}

function addition({ kind, name, dryRun, added }: ImportOutcome): string {
  const one = { playlist: "song", history: "listen", likes: "like" }[kind];
  const what = added === 1 ? `1 ${one}` : `${added} ${one}s`;
  const where = kind === "playlist" && name !== null ? ` to the playlist "${printable(name)}"` : "";
  return dryRun ? `${what} would be added${where}; nothing was` : `Added ${what}${where}`;
}
