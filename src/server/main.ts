/** Starts the server and, where this file is the program itself, runs it until it is told to stop. */
import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { MoodSyncError } from "../core/errors.ts";
import { readConfig, type ServerConfig } from "./config.ts";
import { removeServerFile, writeServerFile } from "./data-folder.ts";
import { listen } from "./listen.ts";
import { openServices, type OpenServices, type Replacements } from "./open-services.ts";

export interface RunningServer {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** The port asked for was taken and the next free one was used. */
  movedFromPort: number | null;
  /** Stops listening, stops a running scan and closes the database; safe to call twice. */
  close(): Promise<void>;
}

/** Soon enough for somebody who watches a scan; the question costs two short looks at the database. */
const TAKE_OVER_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 10 * 60_000;

/**
 * Opens the services, listens, and leaves `server.json` in the data folder. A folder that was never scanned, or whose
 * scan was cut off, is scanned at once in the background.
 * @throws MoodSyncError `data-folder.unwritable`, `storage.*`, `server.no-port`, `server.bad-host`
 */
export async function startServer(config: ServerConfig, replacements: Replacements = {}): Promise<RunningServer> {
  const services = await openServices(config, replacements);
  try {
    const listening = await listen(services.app, config.host, config.port);
    const { url, port } = listening;
    const movedFromPort = config.port !== 0 && port !== config.port ? config.port : null;
    if (movedFromPort !== null) services.logger.info({ port }, `port ${movedFromPort} is taken`);
    await writeServerFile(config.dataDir, { pid: process.pid, url, startedAtMs: Date.now() });
    services.logger.info({ url, dataDir: config.dataDir }, "listening");
    setImmediate(() => void prepareLibrary(services));
    const takingOver = setInterval(() => void takeOver(services), TAKE_OVER_EVERY_MS);
    takingOver.unref();
    const forgetting = setInterval(() => void forgetOldLists(services), FORGET_EVERY_MS);
    forgetting.unref();
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      clearInterval(takingOver);
      clearInterval(forgetting);
      await removeServerFile(config.dataDir, process.pid);
      services.endStreams();
      await listening.close();
      await services.close();
    };
    return { url, movedFromPort, close: () => (closing ??= close()) };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** Work that another process was at when it ended; what that was is in the database. */
async function takeOver({ takeOver: goOn, logger }: OpenServices): Promise<void> {
  await goOn().catch((error: unknown) => logger.warn({ err: error }, "nothing could be taken over"));
}

/** Lists that nobody kept, a few at a time, so that nothing waits for it. */
async function forgetOldLists({ keptPlaylists, logger }: OpenServices): Promise<void> {
  await keptPlaylists
    .prune()
    .catch((error: unknown) => logger.warn({ err: error }, "old lists could not be forgotten"));
}

/** What need not be done before the first answer: the playlist index, a scan that is due, music where there is none. */
async function prepareLibrary({
  scans,
  folder,
  candidates,
  composing,
  libraryWork,
  logger,
  resumeOutside,
}: OpenServices): Promise<void> {
  try {
    await candidates.current();
    const { folder: path, readable } = await folder.get();
    const last = await scans.current();
    const due = last === null || last.state === "interrupted" || last.folder !== path;
    if (path !== null && !readable) logger.warn({ path }, "the music folder is not there or may not be read");
    if (readable && due && !(await scans.isRunning())) await scans.start().catch(ifRunning);
    await resumeOutside();
    libraryWork.begin();
    await composing.begin();
  } catch (error) {
    logger.warn({ err: error }, "the library could not be prepared");
  }
}

/** Another process on the same database was quicker. */
function ifRunning(error: unknown): void {
  if (!(error instanceof MoodSyncError && error.code === "scan.running")) throw error;
}

async function run(): Promise<void> {
  let server: RunningServer;
  try {
    server = await startServer(readConfig());
  } catch (error) {
    if (!(error instanceof MoodSyncError)) throw error;
    process.stderr.write(`${error.message} (${error.code})\n`);
    process.exitCode = error.code === "config.invalid" ? 2 : 1;
    return;
  }
  const moved = server.movedFromPort === null ? "" : ` (port ${server.movedFromPort} is taken)`;
  process.stdout.write(`MoodSync is ready at ${server.url}${moved}\n`);
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) await run();
