/**
 * What a command may do to the terminal: print results to stdout, remarks to stderr, and learn of Ctrl-C.
 * Text from files and tags is made harmless here; what to say is left to the commands.
 */
export interface Terminal {
  /** Prints one line of the result to stdout. */
  print(line: string): void;
  /** Prints one remark to stderr, so that stdout can be piped. */
  remark(line: string): void;
  /** Whether somebody watches stdout; progress bars and aligned columns only then. */
  readonly interactive: boolean;
  /** Width in columns, 80 where unknown. */
  readonly columns: number;
  /** Where a progress bar may draw. */
  readonly progressStream: NodeJS.WriteStream;
  /** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process at once. */
  readonly interrupted: AbortSignal;
}

/** Category Cc, the two separators that break lines, and the marks that change the direction of writing. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text safe for a terminal: control characters (escape sequences, line breaks, changes of direction) become U+FFFD. */
export function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, "\uFFFD");
}

/** The terminal of this process. A reader that closes the pipe early (`| head`) ends it quietly. */
export function createProcessTerminal(): Terminal {
  const interruption = new AbortController();
  const onSignal = (): void => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    remark: (line) => void process.stderr.write(`${line}\n`),
    interactive: process.stdout.isTTY,
    columns: process.stdout.columns || 80,
    progressStream: process.stderr,
    interrupted: interruption.signal,
  };
}
