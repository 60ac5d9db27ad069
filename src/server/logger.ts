/** The server's log: JSON lines on standard error, so that standard output stays for what a person reads. */
import { destination, pino, type Logger as PinoLogger } from "pino";
import type { ServerConfig } from "./config.ts";

export type Logger = Pick<PinoLogger, "trace" | "debug" | "info" | "warn" | "error" | "fatal">;

export function createLogger(level: ServerConfig["logLevel"]): Logger {
  return pino({ level, base: null, timestamp: () => `,"timeMs":${Date.now()}` }, destination({ fd: 2, sync: true }));
}
