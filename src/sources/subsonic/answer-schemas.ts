/**
 * The answers of Subsonic servers, read leniently: servers differ in what they leave out, write numbers as text, give a
 * single entry without its list, and put null where nothing is. What cannot be used costs that entry, never the answer.
 */
import { z } from "zod";
import { cleanText } from "../local/clean-text.ts";

/** An identifier: some servers give numbers. */
const Id = z.union([z.string().min(1).max(1000), z.number()]).transform(String);
const OptionalId = Id.nullish()
  .catch(null)
  .transform((id) => id ?? null);
// Optional because a key that is missing is no error, and each transform says what nothing becomes.
const Text = z.unknown().optional().transform(cleanText);
const WholeNumber = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? Math.trunc(number) : null;
  });
const Flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === "true");

/** A list, or the single thing that stands for it, or nothing; entries that do not fit are dropped. */
function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .unknown()
    .optional()
    .transform((value): z.output<Schema>[] => {
      const entries = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
      return entries.flatMap((entry) => {
        const parsed = schema.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

const Words = z
  .unknown()
  .optional()
  .transform((value): string[] => {
    const entries: unknown[] = Array.isArray(value) ? value : [value];
    const words = entries.map((entry) =>
      cleanText(typeof entry === "object" && entry !== null && "name" in entry ? entry.name : entry),
    );
    return words.filter((word) => word !== null);
  });

const TimeMs = z
  .unknown()
  .optional()
  .transform((value) => {
    const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) || time < 0 ? null : time;
  });

/** A song as the `Child` response has it. */
export const SongSchema = z
  .object({
    id: Id,
    isDir: Flag,
    isVideo: Flag,
    type: z.unknown().optional(),
    title: Text,
    artist: Text,
    displayArtist: Text,
    album: Text,
    path: Text,
    coverArt: OptionalId,
    duration: WholeNumber,
    size: WholeNumber,
    contentType: Text,
    transcodedContentType: Text,
    suffix: Text,
    bpm: WholeNumber,
    moods: Words,
    genre: Words,
    genres: Words,
    isrc: Words,
    musicBrainzId: Text,
    starred: TimeMs,
    played: TimeMs,
    created: TimeMs,
  })
  .transform(toSong);
export type SubsonicSong = z.output<typeof SongSchema>;

function toSong(given: Record<"id", string> & { [Field in keyof GivenSong]: GivenSong[Field] }) {
  const { duration, size, bpm, contentType, moods, genre, genres, isrc } = given;
  return {
    id: given.id,
    isSong: !given.isDir && !given.isVideo && (typeof given.type !== "string" || given.type === "music"),
    title: given.title ?? given.path?.split("/").at(-1) ?? given.id,
    artist: given.displayArtist ?? given.artist,
    album: given.album,
    coverArtId: given.coverArt,
    durationMs: duration !== null && duration >= 0 ? duration * 1000 : null,
    sizeBytes: size !== null && size > 0 ? size : 0,
    mimeType: contentType !== null && /^audio\/[\w.+-]+$/.test(contentType) ? contentType : "application/octet-stream",
    // Zero is how servers say that they do not know.
    bpm: bpm !== null && bpm >= 20 && bpm <= 400 ? bpm : null,
    moods,
    genres: [...new Set([...genres, ...genre])],
    isrcs: isrc
      .map((code) => code.replaceAll("-", "").toUpperCase())
      .filter((code) => /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(code)),
    musicBrainzId: given.musicBrainzId,
    starred: given.starred !== null,
    playedAtMs: given.played,
    createdAtMs: given.created ?? 0,
  };
}

interface GivenSong {
  id: string;
  isDir: boolean;
  isVideo: boolean;
  type?: unknown;
  title: string | null;
  artist: string | null;
  displayArtist: string | null;
  album: string | null;
  path: string | null;
  coverArt: string | null;
  duration: number | null;
  size: number | null;
  contentType: string | null;
  bpm: number | null;
  moods: string[];
  genre: string[];
  genres: string[];
  isrc: string[];
  musicBrainzId: string | null;
  starred: number | null;
  played: number | null;
  created: number | null;
}

const AlbumSchema = z.object({
  id: Id,
  name: Text,
  title: Text,
  artist: Text,
  songCount: WholeNumber,
  year: WholeNumber,
});

const GenreSchema = z.union([
  z.string().transform((value) => ({ value, songCount: null })),
  z.object({ value: Text, songCount: WholeNumber }),
]);

const PlaylistSchema = z.object({ id: Id, name: Text, owner: Text });

const songsIn = z
  .object({ song: listOf(SongSchema) })
  .nullish()
  .catch(null);

/** Everything that is read of an answer; what was not asked for is simply absent. */
export const AnswerSchema = z.object({
  status: z.unknown().optional(),
  version: z.string().catch("1.0.0"),
  type: Text,
  serverVersion: Text,
  openSubsonic: Flag,
  error: z.object({ code: WholeNumber, message: Text }).nullish().catch(null),
  song: SongSchema.nullish().catch(null),
  searchResult3: songsIn,
  randomSongs: songsIn,
  songsByGenre: songsIn,
  starred2: songsIn,
  album: songsIn,
  albumList2: z
    .object({ album: listOf(AlbumSchema) })
    .nullish()
    .catch(null),
  genres: z
    .object({ genre: listOf(GenreSchema) })
    .nullish()
    .catch(null),
  playlists: z
    .object({ playlist: listOf(PlaylistSchema) })
    .nullish()
    .catch(null),
  playlist: z
    .object({ id: Id, name: Text, entry: listOf(SongSchema) })
    .nullish()
    .catch(null),
  openSubsonicExtensions: listOf(z.object({ name: z.string() })),
});
export type SubsonicAnswer = z.output<typeof AnswerSchema>;

export const EnvelopeSchema = z.object({ "subsonic-response": AnswerSchema });
