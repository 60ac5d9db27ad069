/**
 * The command line: names the commands and their options, loads the one that was asked for, and turns failures into exit codes.
 * Each command is a module of its own, imported only when it runs, so that `--help` answers at once.
 */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { MoodSyncError } from "../core/errors.ts";
import type { CommandContext } from "./command-context.ts";
import type { ComposeOptions } from "./commands/compose.ts";
import type { DatabaseCopyOptions } from "./commands/database-copy.ts";
import type { EvaluateOptions } from "./commands/evaluate.ts";
import type { LibraryExportOptions } from "./commands/library-export.ts";
import type { LibraryImportOptions } from "./commands/library-import.ts";
import type { LibraryClustersOptions } from "./commands/library-clusters.ts";
import type { LibraryDuplicatesOptions } from "./commands/library-duplicates.ts";
import type { LibraryListOptions } from "./commands/library-list.ts";
import type { MoodOptions } from "./commands/mood.ts";
import type { PlaylistOptions } from "./commands/playlist.ts";
import type { ServeOptions } from "./commands/serve.ts";
import { EXIT, EXIT_CODE_HELP, exitCodeOf } from "./exit-codes.ts";
import { createProcessTerminal, printable, type Terminal } from "./terminal.ts";

/** `moodsync --data-dir DIR`: for every command. */
interface GlobalOptions {
  dataDir?: string;
}

/**
 * Runs the command line and returns its exit code; never throws.
 * @param argv arguments after the program's name
 */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal = createProcessTerminal(),
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram(terminal, env, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv.map(shieldPoint), { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what was wrong already; asking for help or the version is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.invalidInput;
    sayFailure(error, terminal, env);
    return exitCodeOf(error);
  }
}

/** A point such as "-0.5,0.2" begins like an option; a space before it tells the two apart and harms no number. */
function shieldPoint(argument: string): string {
  return /^-[\d.]+,/u.test(argument) ? ` ${argument}` : argument;
}

function sayFailure(error: unknown, terminal: Terminal, env: NodeJS.ProcessEnv): void {
  const known = error instanceof MoodSyncError;
  const message = error instanceof Error ? error.message : String(error);
  terminal.remark(`moodsync: ${printable(message)}${known ? ` (${error.code})` : ""}`);
  if (env["LOG_LEVEL"] === "debug") terminal.remark(inspect(error));
}

function buildProgram(terminal: Terminal, env: NodeJS.ProcessEnv, finish: (exitCode: number) => void): Command {
  const program = new Command("moodsync")
    .description("Reads how you feel on your own device and plays music that fits.")
    .version(readVersion(), "-V, --version")
    .option("--data-dir <dir>", "where the database lies (else MOODSYNC_DATA_DIR, else the user's own folder for data)")
    .addHelpText("after", EXIT_CODE_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
    });
  const settings = (): NodeJS.ProcessEnv => withDataDir(env, program.opts<GlobalOptions>());
  const context: CommandContext = {
    terminal,
    connect: async () => (await import("./connect.ts")).connect(settings()),
  };
  addServe(program, terminal, settings, finish);
  addMood(program, terminal, finish);
  addLibrary(program, context, finish);
  addPlaylist(program, context, finish);
  addCompose(program, terminal, finish);
  addEvaluate(program, terminal, finish);
  addDatabase(program, terminal, settings, finish);
  return program;
}

function withDataDir(env: NodeJS.ProcessEnv, { dataDir }: GlobalOptions): NodeJS.ProcessEnv {
  return dataDir === undefined ? env : { ...env, MOODSYNC_DATA_DIR: dataDir };
}

function addServe(
  program: Command,
  terminal: Terminal,
  settings: () => NodeJS.ProcessEnv,
  finish: (exitCode: number) => void,
): void {
  program
    .command("serve")
    .description("serve the app on this machine until Ctrl-C")
    .option("--port <port>", "default 5000; the next free one where it is taken")
    .option("--host <address>", "default 127.0.0.1, this machine alone")
    .option("--music-dir <dir>", "the music folder, for this run")
    .action(async (options: ServeOptions) => {
      const { serveCommand } = await import("./commands/serve.ts");
      finish(await serveCommand(options, settings(), terminal));
    });
}

function addDatabase(
  program: Command,
  terminal: Terminal,
  settings: () => NodeJS.ProcessEnv,
  finish: (exitCode: number) => void,
): void {
  program
    .command("database")
    .description("where everything is kept")
    .command("copy")
    .description("copy everything from the data folder to an empty PostgreSQL database, the one of DATABASE_URL")
    .option("--to <url>", "another one; others on this machine can read a password in it")
    .action(async (options: DatabaseCopyOptions) => {
      const { databaseCopyCommand } = await import("./commands/database-copy.ts");
      finish(await databaseCopyCommand(options, settings(), terminal));
    });
}

function addMood(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command("mood")
    .description("read the mood from the faces in photos (JPEG, PNG, WebP); nothing leaves this machine")
    .argument("<photo...>")
    .option("--json", "everything that was read, as JSON")
    .action(async (photos: string[], options: MoodOptions) => {
      const { moodCommand } = await import("./commands/mood.ts");
      finish(await moodCommand(photos, options, terminal));
    });
}

function addLibrary(program: Command, context: CommandContext, finish: (exitCode: number) => void): void {
  const library = program.command("library").description("the music that MoodSync knows");
  library
    .command("scan")
    .description(
      "read and analyse the music in DIR, which becomes the music folder; Ctrl-C stops, a second scan goes on from there",
    )
    .argument("[dir]", "default: the folder that is set")
    .action(async (directory: string | undefined) => {
      const { libraryScanCommand } = await import("./commands/library-scan.ts");
      finish(await libraryScanCommand(directory, context));
    });
  library
    .command("list")
    .description("list the tracks with their length, valence, arousal, tempo and key")
    .option("--query <words>", "only those whose title, artist or album matches")
    .option("--problems", "only the files that could not be read")
    .option("--json", "everything that is known, as JSON")
    .action(async (options: LibraryListOptions) => {
      const { libraryListCommand } = await import("./commands/library-list.ts");
      finish(await libraryListCommand(options, context));
    });
  addCharacter(library, context, finish);
  library
    .command("import")
    .description("a playlist (M3U, XSPF, CSV), a listening history (ListenBrainz, Last.fm, CSV) or likes (CSV)")
    .argument("<file>")
    .option("--dry-run", "say what would be imported, and keep nothing")
    .option("--json", "everything that came of it, as JSON")
    .action(async (file: string, options: LibraryImportOptions) => {
      const { libraryImportCommand } = await import("./commands/library-import.ts");
      finish(await libraryImportCommand(file, options, context));
    });
  library
    .command("export")
    .description("write the library (tracks) or what was heard (listens, listenbrainz) for other programs")
    .argument("<what>", "tracks or listens, as CSV, or listenbrainz, as JSON lines")
    .requiredOption("-o, --output <file>", "where to write it")
    .option("--force", "replace a file that is there")
    .action(async (what: string, options: LibraryExportOptions) => {
      const { libraryExportCommand } = await import("./commands/library-export.ts");
      finish(await libraryExportCommand(what, options, context));
    });
}

function addCharacter(library: Command, context: CommandContext, finish: (exitCode: number) => void): void {
  library
    .command("duplicates")
    .description("recordings that are there more than once, under whatever name, and which copy playlists take")
    .option("--json", "everything that is known, as JSON")
    .action(async (options: LibraryDuplicatesOptions) => {
      const { libraryDuplicatesCommand } = await import("./commands/library-duplicates.ts");
      finish(await libraryDuplicatesCommand(options, context));
    });
  library
    .command("clusters")
    .description("groups of tracks that sound alike, with their names and moods")
    .option("--json", "everything that is known, as JSON")
    .action(async (options: LibraryClustersOptions) => {
      const { libraryClustersCommand } = await import("./commands/library-clusters.ts");
      finish(await libraryClustersCommand(options, context));
    });
}

function addPlaylist(program: Command, context: CommandContext, finish: (exitCode: number) => void): void {
  program
    .command("playlist")
    .description("music for a mood")
    .argument(
      "<mood>",
      "angry, disgust, fear, happy, sad, surprise, neutral, calm, anxious, focused, tender, energetic, or a point VALENCE,AROUSAL such as 0.6,-0.2",
    )
    .option("--size <tracks>", "how many tracks, 1 to 200 (default: 25)", parseSize)
    .option("--minutes <minutes>", "in place of --size: how long, 5 to 600", parseMinutes)
    .option("--shift-to <mood>", "move in steps from the mood to this one, by name or as a point")
    .option("--hold", "stay near the mood")
    .option("--save <name>", "keep the playlist under this name")
    .option("--json", "everything that is known, as JSON")
    .option("--m3u", "as an M3U playlist for other players")
    .action(async (mood: string, options: PlaylistOptions) => {
      const { playlistCommand } = await import("./commands/playlist.ts");
      finish(await playlistCommand(mood, options, context));
    });
}

function addCompose(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command("compose")
    .description("compose music for a mood, as a MIDI file")
    .option("--mood <mood>", "angry, disgust, fear, happy, sad, surprise, neutral, or a point VALENCE,AROUSAL")
    .option("--valence <-1..1>", "with --arousal: a point in place of a mood")
    .option("--arousal <-1..1>")
    .option("--bars <bars>", "length in bars of four quarters, 1 to 512", "32")
    .option("--seed <number>", "the same seed gives the same piece (default: by chance)")
    .option("-o, --output <file>", "where to write it (default: the mood and the seed, such as happy-7.mid)")
    .option("--wav", "write the sound too, as a WAV file of the same name")
    .option("--force", "replace files that are there")
    .option("--temperature <number>", "above 1 bolder, below 1 safer; at most 2 (default: the model's own)")
    .option("--top-p <share>", "share of the likeliest notes to draw from, at most 1 (default: the model's own)")
    .option("--json", "the piece with all its notes, as JSON")
    .action(async (options: ComposeOptions) => {
      const { composeCommand } = await import("./commands/compose.ts");
      finish(await composeCommand(options, terminal));
    });
}

function addEvaluate(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command("evaluate")
    .description("measure how well the face emotion net reads labelled faces; nothing leaves this machine")
    .requiredOption(
      "--data <dir|file>",
      "a folder with one folder of pictures for each emotion, in train/ and test/ or not, or a FER2013 CSV",
    )
    .option(
      "--split <name>",
      "all, train, validation, test, Training, PublicTest, PrivateTest (default: test, if divided)",
    )
    .option("--limit <faces>", "read at most so many, taken evenly from the whole", parseLimit)
    .option("--raw", "read the pictures as they are, as in training; the app levels their light first")
    .addOption(
      new Option(
        "--answer <which>",
        "the net's answer in the manner of FER2013's labels, or the app's: most of ten people",
      )
        .choices(["labels", "votes"])
        .default("labels"),
    )
    .option("--model <dir>", "another net with its config.json (default: the one that the app uses)")
    .option("--json", "everything that was measured, as JSON")
    .option("--html <file>", "write a page with plots too")
    .action(async (options: EvaluateOptions) => {
      const { evaluateCommand } = await import("./commands/evaluate.ts");
      finish(await evaluateCommand(options, terminal));
    });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError("Give a whole number from 1.");
  return limit;
}

function parseSize(text: string): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 200)
    throw new InvalidArgumentError("Give a whole number from 1 to 200.");
  return size;
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes >= 5 && minutes <= 600) || text.trim() === "")
    throw new InvalidArgumentError("Give a number of minutes from 5 to 600.");
  return minutes;
}

function readVersion(): string {
  const about: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof about === "object" && about !== null && "version" in about ? String(about.version) : "unknown";
}
