/** Keeps pieces whole or not at all, takes them away again, and makes both known to the playlist maker. */
import type { PieceOrigin } from "../../contracts/pieces.ts";
import { pieceSeconds, type Piece } from "../../core/composition/piece.ts";
import type { AudioCache } from "../../sources/composed/audio-cache.ts";
import {
  COMPOSED_ALBUM,
  COMPOSED_MIME_TYPE,
  sizeAndDate,
  type KeptScore,
  type ScoreShelf,
} from "../../sources/composed/composed-source.ts";
import { pieceFeatures } from "../../sources/composed/piece-features.ts";
import { writeScore } from "../../sources/composed/score.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";

export interface PieceToKeep {
  piece: Piece;
  /** Where it will be found; a location takes one piece, ever. */
  location: string;
  title: string;
  origin: PieceOrigin;
}

export interface PieceShelf extends ScoreShelf {
  /** Gives the ids of the new tracks, in order. @throws MoodSyncError `storage.*`, `storage.constraint` where a location is taken */
  keep(pieces: readonly PieceToKeep[], instead?: readonly number[]): Promise<number[]>;
  /** Gives how many were there. */
  remove(ids: readonly number[]): Promise<number>;
}

const ROWS_PER_PAGE = 50;

export function createPieceShelf(dependencies: {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  audio: AudioCache;
  clock: () => number;
}): PieceShelf {
  const { storage, userId, candidates, audio, clock } = dependencies;

  const insert = async (repositories: Repositories, toKeep: PieceToKeep, nowMs: number): Promise<number> => {
    const { piece, location, title, origin } = toKeep;
    const score = writeScore(piece);
    const kept: KeptScore = { location, title, score, keptAtMs: nowMs };
    const track = {
      path: location,
      ...sizeAndDate(kept),
      title,
      artist: null,
      album: COMPOSED_ALBUM,
      durationMs: pieceSeconds(piece) * 1000,
      hasCover: true,
      mimeType: COMPOSED_MIME_TYPE,
    };
    const id = await repositories.pieces.insert(userId, { track, piece, score, origin }, nowMs);
    await repositories.files.storeFeatures(userId, id, pieceFeatures(piece), nowMs);
    return id;
  };

  return {
    find: (location) => storage.pieces.findScore(userId, location),
    async *all() {
      for (let after = ""; ;) {
        const rows = await storage.pieces.scoresAfter(userId, after, ROWS_PER_PAGE);
        yield* rows;
        if (rows.length < ROWS_PER_PAGE) return;
        after = rows.at(-1)!.location;
      }
    },
    async keep(pieces, instead = []) {
      const { ids, gone } = await storage.inTransaction(async (repositories) => {
        const nowMs = clock();
        const added: number[] = [];
        for (const toKeep of pieces) added.push(await insert(repositories, toKeep, nowMs));
        return { ids: added, gone: await repositories.pieces.remove(userId, instead, nowMs) };
      });
      await candidates.refresh([...ids, ...instead]);
      for (const location of gone) await audio.remove(location).catch(() => undefined);
      return ids;
    },
    async remove(ids) {
      const gone = await storage.inTransaction(({ pieces }) => pieces.remove(userId, ids, clock()));
      await candidates.refresh(ids);
      for (const location of gone) await audio.remove(location).catch(() => undefined);
      return gone.length;
    },
  };
}
