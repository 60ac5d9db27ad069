/** Pieces that were composed here, as a music source: their notes are kept, their sound and cover are made from them. */
import type { Piece } from "../../core/composition/piece.ts";
import { pieceSeconds } from "../../core/composition/piece.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { SourceTags, SourceTrack, SourceWith } from "../music-source.ts";
import type { AudioCache } from "./audio-cache.ts";
import { drawCover } from "./cover.ts";
import { readScore } from "./score.ts";

export const COMPOSED = "composed";
export const COMPOSED_MIME_TYPE = "audio/wav";
/** Shown where an album is. */
export const COMPOSED_ALBUM = "Composed by MoodSync";

/** A piece as it is kept. */
export interface KeptScore {
  location: string;
  title: string;
  /** As `writeScore` wrote it. */
  score: string;
  keptAtMs: number;
}

/** Where the pieces are kept. */
export interface ScoreShelf {
  find(location: string): Promise<KeptScore | null>;
  all(): AsyncIterable<KeptScore>;
}

export interface ComposedSourceOptions {
  shelf: ScoreShelf;
  audio: AudioCache;
  /** Turns notes into the bytes of a WAV file; `background` where nobody waits for it. */
  render: (piece: Piece, title: string, urgency: "asked" | "background", signal?: AbortSignal) => Promise<Uint8Array>;
}

export interface ComposedSource extends SourceWith<"list" | "readTags" | "readCover" | "locateFile"> {
  /** Makes a piece's sound before anybody asks for it. */
  prepare(location: string, signal?: AbortSignal): Promise<void>;
}

export function createComposedSource({ shelf, audio, render }: ComposedSourceOptions): ComposedSource {
  const require = async (location: string): Promise<KeptScore> => {
    const kept = await shelf.find(location);
    if (kept) return kept;
    throw new MoodSyncError("piece.not-found", "There is no such piece.", { kind: "not-found" });
  };
  return {
    id: COMPOSED,
    capabilities: {
      listing: true,
      search: false,
      localFiles: true,
      streaming: false,
      covers: true,
      favourites: false,
      scrobbling: false,
      playlists: false,
      remotePlayback: false,
      analysis: "allowed",
    },
    async *list({ signal } = {}): AsyncGenerator<SourceTrack> {
      signal?.throwIfAborted();
      for await (const kept of shelf.all()) {
        signal?.throwIfAborted();
        yield { location: kept.location, ...sizeAndDate(kept), tags: tagsOf(kept) };
      }
    },
    readTags: async (location) => tagsOf(await require(location)),
    readCover: async (location) => await drawCover(readScore((await require(location)).score)),
    async locateFile(location) {
      const { score, title } = await require(location);
      return await audio.get(location, () => render(readScore(score), title, "asked"));
    },
    async prepare(location, signal) {
      const { score, title } = await require(location);
      await audio.get(location, () => render(readScore(score), title, "background", signal));
    },
  };
}

/** The notes stand for the sound, which may be there or not. */
export function sizeAndDate({ score, keptAtMs }: KeptScore): { sizeBytes: number; modifiedAtMs: number } {
  return { sizeBytes: score.length, modifiedAtMs: keptAtMs };
}

function tagsOf({ title, score }: KeptScore): SourceTags {
  return {
    title,
    artist: null,
    album: COMPOSED_ALBUM,
    durationMs: Math.round(pieceSeconds(readScore(score)) * 1000),
    hasCover: true,
    mimeType: COMPOSED_MIME_TYPE,
  };
}
