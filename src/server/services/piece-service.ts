/** Composed pieces as the listener sees them: composed for a wish or taken from the page, named, kept, downloaded, removed. */
import { randomUUID } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import type { MoodTarget } from "../../contracts/common.ts";
import type { KeptPiece, NewPieceSchema, PieceOrigin, PieceSummary } from "../../contracts/pieces.ts";
import { emotionOfMood } from "../../core/affect/mood-names.ts";
import type { ComposeRequest, MoodWish } from "../../core/composition/compose-request.ts";
import { pieceToMidi } from "../../core/composition/midi-file.ts";
import type { Piece } from "../../core/composition/piece.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { ComposedSource } from "../../sources/composed/composed-source.ts";
import { pieceName } from "../../sources/composed/piece-name.ts";
import { readScore } from "../../sources/composed/score.ts";
import type { PieceMaker } from "../composing/piece-maker.ts";
import type { Storage } from "../db/storage.ts";
import { meantMood } from "./mood-target.ts";
import type { PieceShelf } from "./piece-shelf.ts";

export interface PieceService {
  /** @throws MoodSyncError `composing.busy`, `model.*`, `composing.failed`, `storage.*` */
  create(wish: z.output<typeof NewPieceSchema>, signal?: AbortSignal): Promise<KeptPiece>;
  list(query: {
    limit: number;
    offset: number;
    origin?: PieceOrigin | undefined;
  }): Promise<{ pieces: PieceSummary[]; total: number }>;
  /** @throws MoodSyncError `piece.not-found` */
  get(id: number): Promise<KeptPiece>;
  /** @throws MoodSyncError `piece.not-found` */
  rename(id: number, name: string): Promise<KeptPiece>;
  /** @throws MoodSyncError `piece.not-found` */
  remove(id: number): Promise<void>;
  /** A Standard MIDI File. @throws MoodSyncError `piece.not-found` */
  midi(id: number): Promise<{ title: string; bytes: Uint8Array<ArrayBuffer> }>;
  /** A WAV file. @throws MoodSyncError `piece.not-found`, `render.*`, `sound-font.*`, `storage.full` */
  wav(id: number): Promise<{ title: string; absolutePath: string }>;
  /** Waits for what is made unasked. */
  close(): Promise<void>;
}

export interface PieceServiceDependencies {
  storage: Storage;
  userId: number;
  shelf: PieceShelf;
  source: ComposedSource;
  maker: PieceMaker;
  /** A fresh seed, a whole number from 0 up to 2^32. */
  seed: () => number;
}

const DEFAULT_BARS = 32;
/** Wishes in hand at once, the one composed among them; more are sent away instead of waiting for minutes. */
const MOST_WAITING = 8;

export function createPieceService(dependencies: PieceServiceDependencies): PieceService {
  const { storage, userId, shelf, source, maker, seed } = dependencies;
  let waiting = 0;
  const preparing = new Set<Promise<unknown>>();

  const prepare = (location: string): void => {
    const sound = source.locateFile(location).catch(() => undefined);
    preparing.add(sound);
    void sound.finally(() => preparing.delete(sound));
  };

  const require = async (id: number) => {
    const found = await storage.pieces.find(userId, id);
    if (found) return found;
    throw new MoodSyncError("piece.not-found", "There is no such piece.", { kind: "not-found" });
  };
  const present = async (id: number): Promise<KeptPiece> => {
    const { summary, score } = await require(id);
    const track = await storage.tracks.find(userId, id);
    if (!track) throw new MoodSyncError("piece.not-found", "There is no such piece.", { kind: "not-found" });
    return { ...summary, score: readScore(score), track };
  };
  const compose = async (request: ComposeRequest, signal?: AbortSignal): Promise<Piece> => {
    if (waiting >= MOST_WAITING) {
      throw new MoodSyncError("composing.busy", "Many pieces are being composed already. Try again in a moment.", {
        kind: "unavailable",
      });
    }
    waiting += 1;
    try {
      return await maker.compose(request, "asked", signal);
    } finally {
      waiting -= 1;
    }
  };

  return {
    async create({ mood, bars = DEFAULT_BARS, seed: wished, piece: given, name }, signal) {
      const piece = given ?? (await compose({ ...toWish(mood), bars, seed: wished ?? seed() }, signal));
      const location = randomUUID();
      const title = name ?? pieceName(piece);
      const [id = 0] = await shelf.keep([{ piece, location, title, origin: "listener" }]);
      // It will be played next: its sound is made now, without being waited for. A failure shows when it is played.
      prepare(location);
      return await present(id);
    },
    list: (query) => storage.pieces.list(userId, query),
    get: present,
    async rename(id, name) {
      await storage.inTransaction(async ({ pieces }) => {
        if (await pieces.find(userId, id)) await pieces.rename(userId, id, name);
      });
      return await present(id);
    },
    async remove(id) {
      await require(id);
      await shelf.remove([id]);
    },
    async midi(id) {
      const { title, score } = await require(id);
      return { title, bytes: pieceToMidi(readScore(score), title) };
    },
    async wav(id) {
      const { title, location } = await require(id);
      return { title, absolutePath: await source.locateFile(location) };
    },
    async close() {
      await Promise.all(preparing);
    },
  };
}

function toWish(mood: MoodTarget | undefined): MoodWish {
  // The schema has seen to it that one of mood and piece is there.
  if (mood === undefined) throw new TypeError("neither a mood nor a piece");
  const { mood: named, point } = meantMood(mood);
  const emotion = named === null ? null : emotionOfMood(named);
  // The composer knows the seven classes, and of any other mood the point.
  return emotion === null ? { point } : { mood: emotion };
}
