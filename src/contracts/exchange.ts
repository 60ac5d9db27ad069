/** Playlists, listening histories and likes from other programs, and the same for other programs. */
import { z } from "@hono/zod-openapi";

/** The largest file that is read: a history of some 200,000 listens. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;

export const ImportQuerySchema = z.object({
  name: z
    .string()
    .max(300)
    .default("")
    .openapi({ description: "the file's name; a playlist without one is named by it" }),
  dryRun: z
    .enum(["true", "false"])
    .default("false")
    .openapi({ description: "`true`: say what would be imported, and keep nothing" }),
});

/** A song of the file that the library does not have. */
export const MissingSongSchema = z
  .object({
    artist: z.string().nullable(),
    title: z.string().nullable(),
    album: z.string().nullable(),
    location: z.string().nullable().openapi({ description: "path or address, as the file has it" }),
    times: z.number().int().openapi({ description: "how often the file names it" }),
  })
  .openapi("MissingSong");
export type MissingSong = z.infer<typeof MissingSongSchema>;

export const ImportOutcomeSchema = z
  .object({
    kind: z.enum(["playlist", "history", "likes"]),
    format: z.enum(["m3u", "xspf", "csv", "listenbrainz", "lastfm"]),
    name: z.string().nullable().openapi({ description: "of a playlist" }),
    dryRun: z.boolean(),
    entries: z.number().int().openapi({ description: "songs, listens or likes in the file" }),
    matched: z.number().int().openapi({ description: "entries whose song is in the library" }),
    added: z.number().int().openapi({ description: "entries that are new; in a dry run, that would be" }),
    alreadyKnown: z.number().int().openapi({ description: "listens and likes that were there before" }),
    unusable: z.number().int().openapi({ description: "entries without a song's name or without a believable time" }),
    missing: z
      .object({ entries: z.number().int(), songs: z.number().int(), first: z.array(MissingSongSchema) })
      .openapi({ description: "entries whose song is not in the library; the most frequent hundred songs by name" }),
    playlistId: z.number().int().nullable().openapi({ description: "the playlist that was made" }),
  })
  .openapi("ImportOutcome");
export type ImportOutcome = z.infer<typeof ImportOutcomeSchema>;

/** Songs that a playlist named when it was imported and that the library still lacks. */
export const MissingEntriesSchema = z
  .object({ playlistId: z.number().int(), songs: z.array(MissingSongSchema) })
  .openapi("MissingEntries");
export type MissingEntries = z.infer<typeof MissingEntriesSchema>;

export const MissingSearchSchema = z
  .object({ found: z.number().int(), stillMissing: z.number().int() })
  .openapi("MissingSearch", { description: "what looking for the missing songs of a playlist again has found" });
export type MissingSearch = z.infer<typeof MissingSearchSchema>;
