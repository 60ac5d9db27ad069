/** Runs commands of the command line in this process and keeps what they print; music and photos come from the tests. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCli } from "../../src/cli/main.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { writeAudioFile } from "../synth/audio-file.ts";
import { piece } from "../synth/music.ts";

export interface CliRun {
  exitCode: number;
  /** Lines on stdout. */
  printed: string[];
  /** Lines on stderr. */
  remarked: string[];
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** As Ctrl-C does. */
  interrupted?: AbortSignal;
  /** Told every line, as it is printed or remarked. */
  onLine?: (line: string) => void;
}

/** A temporary data folder and music folder, with the commands run on them. */
export interface CliSession {
  readonly folder: string;
  readonly music: string;
  readonly dataDir: string;
  run(commandArguments: readonly string[], options?: RunOptions): Promise<CliRun>;
  /** Writes `count` short WAV files of made-up music into the music folder, the first ones slow and minor. */
  addMusic(count: number, seconds?: number): Promise<string[]>;
  addFile(relativePath: string, content: string | Uint8Array): Promise<string>;
  end(): Promise<void>;
}

export async function startCliSession(): Promise<CliSession> {
  const folder = await mkdtemp(path.join(tmpdir(), "moodsync-cli-"));
  const music = path.join(folder, "Müsic");
  const dataDir = path.join(folder, "data");
  await mkdir(music);

  async function run(commandArguments: readonly string[], options: RunOptions = {}): Promise<CliRun> {
    const printed: string[] = [];
    const remarked: string[] = [];
    const keep = (lines: string[]) => (line: string) => {
      lines.push(...line.split("\n"));
      options.onLine?.(line);
    };
    const terminal: Terminal = {
      print: keep(printed),
      remark: keep(remarked),
      interactive: false,
      columns: 80,
      progressStream: process.stderr,
      interrupted: options.interrupted ?? new AbortController().signal,
    };
    const exitCode = await runCli(commandArguments, terminal, { MOODSYNC_DATA_DIR: dataDir, ...options.env });
    return { exitCode, printed, remarked };
  }

  async function addFile(relativePath: string, content: string | Uint8Array): Promise<string> {
    const file = path.join(music, relativePath);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  return {
    folder,
    music,
    dataDir,
    run,
    addFile,
    addMusic: (count, seconds = 6) =>
      Promise.all(
        Array.from({ length: count }, (_, index) => {
          const samples = piece({
            tempoBpm: 70 + 10 * index,
            tonic: 0,
            mode: index < count / 2 ? "minor" : "major",
            seconds,
          });
          return writeAudioFile(path.join(music, `track ${index}.wav`), samples, { format: "wav" });
        }),
      ),
    end: () => rm(folder, { recursive: true, force: true }),
  };
}
