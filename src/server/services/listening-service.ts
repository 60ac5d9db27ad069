/** What was heard and what was said about it, kept and made known to the playlist maker. */
import type { z } from "@hono/zod-openapi";
import type { Feedback, NewFeedbackSchema, NewPlaySchema, Play, PlayUpdateSchema } from "../../contracts/listening.ts";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LearningService } from "./learning-service.ts";

/** Hears of what the listener does, such as to tell a server that the track came from. */
export interface ListeningObserver {
  /** Inside the transaction that keeps it: what is written here is kept with it or not at all. */
  onFeedback?(repositories: Repositories, feedback: Feedback): Promise<void>;
  onPlay?(repositories: Repositories, play: Play): Promise<void>;
  /** Once it is kept; nothing waits for it. */
  afterwards?(): void;
}

export interface ListeningService {
  observe(observer: ListeningObserver): void;
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
  /** Learns from it; nothing is learned where it is not given. */
  learning?: Pick<LearningService, "playChanged" | "wordGiven">;
}

/** A reading tells the mood of what plays for no list, for so long. */
const READING_HOLDS_MS = 15 * 60_000;

export function createListeningService(dependencies: ListeningDependencies): ListeningService {
  const { storage, userId, candidates, clock, learning } = dependencies;
  const observers: ListeningObserver[] = [];
  const tellAfterwards = (): void => {
    for (const observer of observers) observer.afterwards?.();
  };

  const requireTrack = async (trackId: number): Promise<void> => {
    if (await storage.tracks.find(userId, trackId)) return;
    throw new MoodSyncError("track.not-found", "There is no such track.", { kind: "not-found" });
  };
  const requireTarget = async (playlistId: number | null, trackId: number): Promise<AffectPoint | null> => {
    if (playlistId === null) return null;
    const target = await storage.playlists.findTarget(userId, playlistId, trackId);
    if (target !== undefined) return target;
    throw new MoodSyncError("playlist.not-found", "There is no such playlist.", { kind: "not-found" });
  };

  return {
    observe: (observer) => void observers.push(observer),
    async startPlay({ trackId, playlistId }) {
      await requireTrack(trackId);
      const target = await requireTarget(playlistId, trackId);
      const startedAtMs = clock();
      const mood = target ?? (await storage.learning.lastMood(userId, startedAtMs - READING_HOLDS_MS));
      const begun = { trackId, playlistId, startedAtMs, playedMs: 0, end: null };
      const play = await storage.plays.insert(userId, begun, mood);
      candidates.markHeard(trackId, startedAtMs);
      return play;
    },
    async updatePlay(id, { playedMs, end }) {
      const play = await storage.inTransaction(async (repositories) => {
        const updated = await repositories.plays.update(userId, id, { playedMs, end });
        if (updated) for (const observer of observers) await observer.onPlay?.(repositories, updated);
        return updated;
      });
      if (!play) throw new MoodSyncError("play.not-found", "There is no such play.", { kind: "not-found" });
      candidates.markHeard(play.trackId, Math.min(play.startedAtMs + play.playedMs, clock()));
      await learning?.playChanged(play.id);
      tellAfterwards();
      return play;
    },
    async giveFeedback({ trackId, kind, playlistId }) {
      await requireTrack(trackId);
      const target = await requireTarget(playlistId, trackId);
      const givenAtMs = clock();
      const given = await storage.inTransaction(async (repositories) => {
        const { feedback, tracks } = repositories;
        if (kind === "like" || kind === "unlike") await tracks.setLiked(userId, trackId, kind === "like");
        const id = await feedback.insert(userId, { trackId, playlistId, kind, givenAtMs, target });
        const kept = { id, trackId, kind, playlistId, givenAtMs };
        for (const observer of observers) await observer.onFeedback?.(repositories, kept);
        return kept;
      });
      await candidates.refresh([trackId]);
      await learning?.wordGiven(given.id);
      tellAfterwards();
      return given;
    },
  };
}
