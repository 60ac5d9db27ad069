/** The server's configuration, read from the environment once; everything else is given it. */
import { homedir } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { dataFolder } from "../contracts/data-folder.ts";
import { MoodSyncError } from "../core/errors.ts";
import { packageFolder } from "./package-info.ts";
import { serviceVariables, toServiceConfig, type ServiceConfig } from "./service-config.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export interface ServerConfig {
  /** Port to listen on, the next free one when taken; 0 for any. */
  port: number;
  /** Address to listen on; loopback unless told otherwise. */
  host: string;
  /** Absolute path of the folder that holds the database and `server.json`. */
  dataDir: string;
  /** Address of a PostgreSQL database in place of the file in the data folder, or null. Holds a password: never log it. */
  databaseUrl: string | null;
  /** Connections to PostgreSQL at most. */
  databasePool: number;
  /** Absolute path of the music folder where the environment fixes it, else null. */
  musicDir: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Whether a starter library may be composed where there is no other music. */
  starter: boolean;
  /** What the rendered sound of composed pieces may take on disk. */
  audioCacheBytes: number;
  /** Absolute path of the built web app. */
  webDir: string;
  services: ServiceConfig;
}

/** Whether it names a database, on a host or (`postgres://%2Frun%2Fpostgresql/name`) through a socket's folder. */
function isPostgresUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text)) return false;
  try {
    return new URL(text).pathname.length > 1;
  } catch {
    return false;
  }
}

const EnvironmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65535, "must be a whole number from 0 to 65535")
    .default(5000),
  HOST: z
    .string()
    .regex(/^[^\s/]+$/, "must be a host name or an IP address")
    .default("127.0.0.1"),
  MUSIC_DIR: z
    .string()
    .refine((path) => !path.includes("\0"), "must be a path")
    .optional(),
  MOODSYNC_DATA_DIR: z
    .string()
    .refine((path) => !path.includes("\0"), "must be a path")
    .optional(),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, "must be an address such as postgres://user:password@host/database")
    .optional(),
  MOODSYNC_DATABASE_POOL: z
    .string()
    .regex(/^([1-9]|[1-9]\d)$/, "must be a whole number from 1 to 99")
    .transform(Number)
    .default(10),
  MOODSYNC_STARTER: z.enum(["on", "off"], "must be on or off").default("on"),
  MOODSYNC_AUDIO_CACHE_MB: z
    .string()
    .regex(/^\d{1,7}$/, "must be a whole number of megabytes")
    .transform(Number)
    .default(1024),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("warn"),
  ...serviceVariables,
});

/**
 * Reads the configuration; a variable set to nothing counts as not set.
 * @throws MoodSyncError `config.invalid` with every violation in its message and in `details.violations`.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ServerConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = EnvironmentSchema.safeParse(given);
  if (!parsed.success) {
    const violations = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new MoodSyncError("config.invalid", `The environment is not right:\n  ${violations.join("\n  ")}`, {
      kind: "invalid-input",
      details: { violations },
    });
  }
  const { PORT, HOST, MUSIC_DIR, LOG_LEVEL, MOODSYNC_STARTER, MOODSYNC_AUDIO_CACHE_MB } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataDir: resolve(dataFolder({ env: given, platform: process.platform, home: homedir() })),
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    databasePool: parsed.data.MOODSYNC_DATABASE_POOL,
    musicDir: MUSIC_DIR === undefined ? null : resolve(MUSIC_DIR),
    logLevel: LOG_LEVEL,
    starter: MOODSYNC_STARTER === "on",
    audioCacheBytes: MOODSYNC_AUDIO_CACHE_MB * 1024 * 1024,
    webDir: resolve(packageFolder(), "dist", "web"),
    services: toServiceConfig(parsed.data),
  };
}
