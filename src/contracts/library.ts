/** The music folder and its scan, whose progress is also sent as Server-Sent Events (`event: scan`, data = Scan). */
import { z } from "@hono/zod-openapi";
import { TimestampMsSchema } from "./common.ts";

export const LibraryFolderSchema = z
  .object({
    folder: z.string().nullable().openapi({ description: "absolute path on the server, null when none is set" }),
    readable: z.boolean(),
    fromEnvironment: z.boolean().openapi({ description: "MUSIC_DIR is set and wins over what is stored" }),
  })
  .openapi("LibraryFolder");
export type LibraryFolder = z.infer<typeof LibraryFolderSchema>;

export const NewLibraryFolderSchema = z
  .object({ folder: z.string().min(1).max(4096) })
  .strict()
  .openapi("NewLibraryFolder");

export const ScanStateSchema = z.enum(["listing", "running", "completed", "cancelled", "interrupted", "failed"]);

export const ScanSchema = z
  .object({
    id: z.number().int(),
    state: ScanStateSchema,
    folder: z.string(),
    startedAtMs: TimestampMsSchema,
    finishedAtMs: TimestampMsSchema.nullable(),
    total: z.number().int().openapi({ description: "audio files found; 0 while listing" }),
    done: z.number().int().openapi({ description: "files finished, whatever came of them" }),
    analysed: z.number().int(),
    unchanged: z.number().int(),
    removed: z.number().int(),
    failed: z.number().int(),
    currentPath: z.string().nullable(),
    remainingMs: z.number().nullable().openapi({ description: "estimate, null while unknown" }),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi("Scan");
export type Scan = z.infer<typeof ScanSchema>;

export const CurrentScanSchema = z.object({ scan: z.union([ScanSchema, z.null()]) }).openapi("CurrentScan");
