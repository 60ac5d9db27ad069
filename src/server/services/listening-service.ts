/** What was heard and what was said about it, kept and made known to the playlist maker. */
import type { z } from "@hono/zod-openapi";
import type { Feedback, NewFeedbackSchema, NewPlaySchema, Play, PlayUpdateSchema } from "../../contracts/listening.ts";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";

export interface ListeningService {
  /** @throws MoodSyncError `track.not-found`, `playlist.not-found` */
  startPlay(play: z.infer<typeof NewPlaySchema>): Promise<Play>;
  /** @throws MoodSyncError `play.not-found` */
  updatePlay(id: number, change: z.infer<typeof PlayUpdateSchema>): Promise<Play>;
  /** @throws MoodSyncError `track.not-found`, `playlist.not-found` */
  giveFeedback(feedback: z.infer<typeof NewFeedbackSchema>): Promise<Feedback>;
}

export interface ListeningDependencies {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  clock: () => number;
}

export function createListeningService(dependencies: ListeningDependencies): ListeningService {
  const { storage, userId, candidates, clock } = dependencies;

  const requireTrack = async (trackId: number): Promise<void> => {
    if (await storage.tracks.find(userId, trackId)) return;
    throw new MoodSyncError("track.not-found", "There is no such track.", { kind: "not-found" });
  };
  const requireTarget = async (playlistId: number | null): Promise<AffectPoint | null> => {
    if (playlistId === null) return null;
    const target = await storage.playlists.findTarget(userId, playlistId);
    if (target) return target;
    throw new MoodSyncError("playlist.not-found", "There is no such playlist.", { kind: "not-found" });
  };

  return {
    async startPlay({ trackId, playlistId }) {
      await requireTrack(trackId);
      await requireTarget(playlistId);
      const startedAtMs = clock();
      const play = await storage.plays.insert(userId, { trackId, playlistId, startedAtMs, playedMs: 0, end: null });
      candidates.markHeard(trackId, startedAtMs);
      return play;
    },
    async updatePlay(id, { playedMs, end }) {
      const play = await storage.plays.update(userId, id, { playedMs, end });
      if (!play) throw new MoodSyncError("play.not-found", "There is no such play.", { kind: "not-found" });
      candidates.markHeard(play.trackId, Math.min(play.startedAtMs + play.playedMs, clock()));
      return play;
    },
    async giveFeedback({ trackId, kind, playlistId }) {
      await requireTrack(trackId);
      const target = await requireTarget(playlistId);
      const givenAtMs = clock();
      const id = await storage.inTransaction(async ({ feedback, tracks }) => {
        if (kind === "like" || kind === "unlike") await tracks.setLiked(userId, trackId, kind === "like");
        return await feedback.insert(userId, { trackId, playlistId, kind, givenAtMs, target });
      });
      await candidates.refresh([trackId]);
      return { id, trackId, kind, playlistId, givenAtMs };
    },
  };
}
