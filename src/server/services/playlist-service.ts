/** From a mood to a playlist that is kept; how tracks are chosen is in core/recommendation. */
import type { z } from "@hono/zod-openapi";
import type { NewPlaylistSchema, Playlist } from "../../contracts/playlists.ts";
import type { Emotion } from "../../core/affect/emotion.ts";
import { emotionOfMood } from "../../core/affect/mood-names.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { buildPlaylist } from "../../core/recommendation/build-playlist.ts";
import type { StoredPlaylist } from "../db/repositories/playlist-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LearningService } from "./learning-service.ts";
import { meantMood } from "./mood-target.ts";
import { planJourney } from "./planned-journey.ts";

export interface PlaylistService {
  create(wish: z.output<typeof NewPlaylistSchema>): Promise<Playlist>;
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
  /** What the listener's plays taught; none where it is not given. */
  learning?: Pick<LearningService, "rankingFor">;
}

export function createPlaylistService(dependencies: PlaylistDependencies): PlaylistService {
  const { storage, userId, candidates, clock, seed, onWish, learning } = dependencies;

  const get = async (id: number): Promise<Playlist> =>
    await presentPlaylist(storage, userId, await requirePlaylist(storage, userId, id));

  return {
    async create({ mood: asked, size, minutes, journey: wished, name = null }) {
      const meant = meantMood(asked);
      const { mood, point: target } = meant;
      const { journey, goal } = planJourney(meant, wished);
      const emotion = mood === null ? null : emotionOfMood(mood);
      if (emotion !== null) onWish?.(emotion);
      const createdAtMs = clock();
      const wish = { target, emotion, mood, journey, goal, nowMs: createdAtMs, seed: seed() };
      const length = minutes === undefined ? { size } : { minutes };
      const index = await candidates.near(journey.path);
      const leavesMood = journey.kind !== "match";
      const learned = (await learning?.rankingFor(index, { mood: target, seed: wish.seed, leavesMood })) ?? null;
      const { picks, note } = buildPlaylist(index, { ...wish, ...length, learned });
      const playlist = { createdAtMs, mood, target, journey, name, note, entries: picks };
      return await get(await storage.inTransaction(({ playlists }) => playlists.insert(userId, playlist)));
    },
    get,
  };
}

/** @throws MoodSyncError `playlist.not-found` */
export async function requirePlaylist(
  storage: Pick<Storage, "playlists">,
  userId: number,
  id: number,
): Promise<StoredPlaylist> {
  const playlist = await storage.playlists.find(userId, id);
  if (playlist) return playlist;
  throw new MoodSyncError("playlist.not-found", "There is no such playlist.", { kind: "not-found" });
}

/** With its tracks; those that have gone since are still shown. */
export async function presentPlaylist(
  storage: Pick<Storage, "tracks">,
  userId: number,
  { entries: kept, ...playlist }: StoredPlaylist,
): Promise<Playlist> {
  const ids = [...new Set(kept.map(({ trackId }) => trackId))];
  const tracks = new Map((await storage.tracks.findMany(userId, ids)).map((track) => [track.id, track]));
  const entries = kept.flatMap(({ trackId, ...entry }, position) => {
    const track = tracks.get(trackId);
    return track ? [{ position, track, ...entry }] : [];
  });
  const durationMs = entries.reduce((sum, { track }) => sum + (track.durationMs ?? 0), 0);
  return { ...playlist, saved: playlist.name !== null, durationMs, entries };
}
