/** From a mood to a playlist that is kept; how tracks are chosen is in core/recommendation. */
import type { NewPlaylist, Playlist } from "../../contracts/playlists.ts";
import type { MoodTarget } from "../../contracts/common.ts";
import { EMOTION_POINTS, type AffectPoint, type Emotion } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { buildPlaylist } from "../../core/recommendation/build-playlist.ts";
import type { StoredPlaylist } from "../db/repositories/playlist-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";

export interface PlaylistService {
  create(wish: Required<NewPlaylist>): Promise<Playlist>;
  /** @throws MoodSyncError `playlist.not-found` */
  get(id: number): Promise<Playlist>;
}

export interface PlaylistDependencies {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  clock: () => number;
  /** A fresh seed, a whole number from 0 up to 2^32. */
  seed: () => number;
  /** Told which of the seven moods somebody wants music for. */
  onWish?: (emotion: Emotion) => void;
}

export function createPlaylistService(dependencies: PlaylistDependencies): PlaylistService {
  const { storage, userId, candidates, clock, seed, onWish } = dependencies;

  const present = async ({ entries, ...playlist }: StoredPlaylist): Promise<Playlist> => {
    const trackIds = entries.map(({ trackId }) => trackId);
    const tracks = new Map((await storage.tracks.findMany(userId, trackIds)).map((track) => [track.id, track]));
    return {
      ...playlist,
      entries: entries.flatMap(({ trackId, distance, reason }, position) => {
        const track = tracks.get(trackId);
        return track ? [{ position, track, distance, reason }] : [];
      }),
    };
  };

  return {
    async create({ mood, size }) {
      const { emotion, target } = toTarget(mood);
      if (emotion !== null) onWish?.(emotion);
      const createdAtMs = clock();
      const index = await candidates.current();
      const { picks, note } = buildPlaylist(index, { target, emotion, size, nowMs: createdAtMs, seed: seed() });
      const playlist = { createdAtMs, emotion, target, note, entries: picks };
      const id = await storage.inTransaction(({ playlists }) => playlists.insert(userId, playlist));
      return await present({ id, ...playlist });
    },
    async get(id) {
      const playlist = await storage.playlists.find(userId, id);
      if (playlist) return await present(playlist);
      throw new MoodSyncError("playlist.not-found", "There is no such playlist.", { kind: "not-found" });
    },
  };
}

function toTarget(mood: MoodTarget): { emotion: Emotion | null; target: AffectPoint } {
  if ("emotion" in mood) return { emotion: mood.emotion, target: { ...EMOTION_POINTS[mood.emotion] } };
  return { emotion: null, target: { valence: mood.valence, arousal: mood.arousal } };
}
