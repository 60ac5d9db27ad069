/**
 * Where MoodSync keeps its data, and the note a running server leaves there for the command line.
 * Pure: reading and writing files is left to the server and the command line.
 */
import { z } from "zod";

/** Name of the note inside the data folder. */
export const SERVER_FILE_NAME = "server.json";

/** What `server.json` says while a server runs. */
export const ServerFileSchema = z.object({
  pid: z.number().int().positive(),
  url: z.url(),
  startedAtMs: z.number().int().nonnegative(),
});
export type ServerFile = z.infer<typeof ServerFileSchema>;

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` has it. */
  platform: string;
  /** The user's home folder. */
  home: string;
}

/**
 * The data folder: `MOODSYNC_DATA_DIR`, else the platform's custom (XDG on Linux, Application Support on macOS,
 * LOCALAPPDATA on Windows). The path is as given, not made absolute.
 */
export function dataFolder({ env, platform, home }: Surroundings): string {
  if (env.MOODSYNC_DATA_DIR) return env.MOODSYNC_DATA_DIR;
  if (platform === "darwin") return `${home}/Library/Application Support/MoodSync`;
  if (platform === "win32") return `${env.LOCALAPPDATA ?? `${home}\\AppData\\Local`}\\MoodSync`;
  // The XDG base directory specification: a relative XDG_DATA_HOME is to be ignored.
  const data = env.XDG_DATA_HOME?.startsWith("/") ? env.XDG_DATA_HOME : `${home}/.local/share`;
  return `${data}/moodsync`;
}
