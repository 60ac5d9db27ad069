/**
 * `moodsync serve`, and the same services opened inside this process for the other commands.
 * The one module of the command line that knows the server.
 */
import { once } from "node:events";
import { readConfig } from "../../server/config.ts";
import { startServer } from "../../server/main.ts";
import { openServices } from "../../server/open-services.ts";
import type { Transport } from "../api/api-client.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export interface ServeOptions {
  port?: string;
  host?: string;
  musicDir?: string;
}

/** The API in this process: `transport` answers requests for `baseUrl` without a network. */
export interface InProcessApi {
  transport: Transport;
  baseUrl: string;
  close(): Promise<void>;
}

/** Serves until Ctrl-C or SIGTERM, which is an orderly end and no failure. */
export async function serveCommand(
  options: ServeOptions,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const { port = env["PORT"], host = env["HOST"], musicDir = env["MUSIC_DIR"] } = options;
  const server = await startServer(readConfig({ ...env, PORT: port, HOST: host, MUSIC_DIR: musicDir }));
  if (server.movedFromPort !== null)
    terminal.print(`Port ${server.movedFromPort} is taken, so the next free one is used.`);
  terminal.print(`MoodSync is ready at ${server.url}  (Ctrl-C stops it)`);
  if (!terminal.interrupted.aborted) await once(terminal.interrupted, "abort");
  await server.close();
  return EXIT.ok;
}

/** Opens the data folder that `env` names; the log is silent unless LOG_LEVEL asks for it. */
export async function openInProcess(env: NodeJS.ProcessEnv): Promise<InProcessApi> {
  const config = readConfig({ ...env, LOG_LEVEL: env["LOG_LEVEL"] || "silent" });
  const services = await openServices(config);
  return {
    transport: async (request) => services.app.fetch(request),
    baseUrl: "http://127.0.0.1",
    close: () => services.close(),
  };
}
