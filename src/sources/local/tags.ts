/**
 * Title, artist, album, genres, duration and whether there is a cover, from a file's tags.
 * Broken tags cost the tags, not the track: the title then comes from the file's name. Cover images are in `cover.ts`.
 */
import { basename, extname } from "node:path";
import { type IAudioMetadata, selectCover } from "music-metadata";
import type { SourceTags } from "../music-source.ts";
import { cleanText } from "./clean-text.ts";
import { isUsableCover } from "./cover.ts";
import { withFile } from "./file-reader.ts";
import { parseMetadata } from "./metadata.ts";
import { MIME_TYPES, sniffFormat } from "./sniff-format.ts";
import { readSoundLength, type SoundLength } from "./sound-length.ts";

/** A broken file may have thousands. */
const MOST_GENRES = 32;

/**
 * Reads the tags of a file.
 * @throws MoodSyncError `audio.empty`, `audio.not-audio`, `audio.truncated`, `file.not-found`, `file.unreadable`.
 */
export async function readTags(absolutePath: string): Promise<SourceTags> {
  const { mimeType, length } = await withFile(absolutePath, async (file) => {
    const sniffed = await sniffFormat(file);
    return { mimeType: MIME_TYPES[sniffed.format], length: await readSoundLength(file, sniffed) };
  });
  const metadata = await parseMetadata(absolutePath, mimeType);
  const { title, artist, albumartist, album, genre, picture } = metadata?.common ?? {};
  return {
    title: cleanText(title) ?? titleOfPath(absolutePath),
    artist: cleanText(artist) ?? cleanText(albumartist),
    album: cleanText(album),
    genres: (genre ?? []).slice(0, MOST_GENRES).flatMap(splitGenres),
    durationMs: durationMs(length, metadata),
    hasCover: isUsableCover(selectCover(picture)),
    mimeType,
  };
}

/** Writers put several genres into one field, with what they take for a separator. */
function splitGenres(text: unknown): string[] {
  return typeof text === "string"
    ? text
        .slice(0, 1000)
        .split(/[;\0]|\s\/\s/)
        .flatMap((part) => cleanText(part) ?? [])
    : [];
}

function durationMs(length: SoundLength, metadata: IAudioMetadata | null): number | null {
  const seconds = length.seconds ?? metadata?.format.duration;
  return seconds === undefined || !Number.isFinite(seconds) || seconds < 0 ? null : Math.round(seconds * 1000);
}

function titleOfPath(absolutePath: string): string {
  const name = basename(absolutePath);
  return cleanText(basename(name, extname(name))) ?? name;
}
