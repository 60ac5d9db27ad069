/**
 * A standing playlist for each mood: made when its first music is there, renewed on the listener's schedule, when the mood
 * has drifted for this listener, or when asked. Renewing puts new pieces in place of composed ones that nobody asked for and
 * nobody liked, and ranks the library anew. A list keeps its id, so that whoever plays it can still speak about it.
 */
import { randomUUID } from "node:crypto";
import type { RenewalCause, RenewalSchedule, StandingPlaylists } from "../../contracts/standing-playlists.ts";
import { affectDistance, EMOTIONS, type AffectPoint, type Emotion } from "../../core/affect/emotion.ts";
import { buildPlaylist, DEFAULT_PLAYLIST_SIZE } from "../../core/recommendation/build-playlist.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { pieceName } from "../../sources/composed/piece-name.ts";
import type { PieceMaker } from "../composing/piece-maker.ts";
import type { StoredStandingPlaylist } from "../db/repositories/standing-playlist-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LeaseKeeper } from "./lease.ts";
import { listenerPoint } from "./listener-points.ts";
import type { PieceShelf, PieceToKeep } from "./piece-shelf.ts";
import { readSchedule, writeSchedule } from "./renewal-schedule.ts";
import { isDue, nextRenewalMs } from "./renewal-time.ts";
import { chooseStanding } from "./standing-choice.ts";

export interface StandingService {
  get(): Promise<StandingPlaylists>;
  setSchedule(schedule: RenewalSchedule): Promise<StandingPlaylists>;
  /** Begins to renew and returns at once; a mood that waits already is not queued twice. */
  renew(emotions: readonly Emotion[], cause: RenewalCause): Promise<StandingPlaylists>;
  /** Ranks a mood's list anew from what there is, without composing. */
  rank: (emotion: Emotion) => Promise<void>;
  /** Renews what is due or has drifted; called now and then. */
  check(): Promise<void>;
  /** Resolves when nothing is being renewed any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface StandingDependencies {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  shelf: PieceShelf;
  maker: PieceMaker;
  leases: LeaseKeeper;
  clock: () => number;
  seed: () => number;
  logger: Logger;
}

const LEASE = "standing-playlists";
/** New pieces a renewal composes for a mood, at most as many as there are old ones to replace. */
const FRESH_PIECES = 3;
const FRESH_BARS = 32;
/** A mood that lies this much elsewhere than when its list was made has drifted. */
const DRIFT = 0.15;
/** A list is not renewed again for drift before. */
const DRIFT_REST_MS = 6 * 3_600_000;

export function createStandingService(dependencies: StandingDependencies): StandingService {
  const { storage, userId, candidates, shelf, maker, leases, clock, seed, logger } = dependencies;
  const stop = new AbortController();
  const waiting = new Map<Emotion, RenewalCause>();
  let renewing: Emotion | null = null;
  let last: Promise<void> = Promise.resolve();
  let working = false;

  const pointOf = (emotion: Emotion): Promise<AffectPoint> =>
    listenerPoint(storage, { userId, emotion, nowMs: clock() });

  const readAll = async (): Promise<Map<Emotion, StoredStandingPlaylist>> =>
    new Map((await storage.standingPlaylists.all(userId)).map((standing) => [standing.emotion, standing]));

  const present = async (): Promise<StandingPlaylists> => {
    const { schedule, sinceMs } = await readSchedule(storage, userId);
    const all = await readAll();
    const playlists = await Promise.all(
      EMOTIONS.map(async (emotion) => {
        const standing = all.get(emotion);
        const { playlistId = null, tracks = 0, cause = null, renewedAtMs = null } = standing ?? {};
        return {
          emotion,
          playlistId,
          tracks,
          cause,
          renewedAtMs,
          target: standing?.target ?? (await pointOf(emotion)),
        };
      }),
    );
    const nowMs = clock();
    const times = playlists.flatMap(
      ({ renewedAtMs }) => nextRenewalMs(schedule, Math.max(sinceMs, renewedAtMs ?? 0), nowMs) ?? [],
    );
    return { schedule, nextAtMs: times.length === 0 ? null : Math.min(...times), renewing, playlists };
  };

  /** Ranks and keeps; `cause` null leaves when and why it was renewed as it was. */
  const rankFor = async (emotion: Emotion, cause: RenewalCause | null): Promise<void> => {
    const nowMs = clock();
    const target = await pointOf(emotion);
    const wish = { target, emotion, size: DEFAULT_PLAYLIST_SIZE, nowMs, seed: seed(), notHeardWithinMs: 0 };
    const { picks, note } = buildPlaylist(await candidates.current(), wish);
    const composedFor = await storage.pieces.emotions(
      userId,
      picks.map(({ trackId }) => trackId),
    );
    const entries = chooseStanding(picks, emotion, composedFor);
    const playlist = { createdAtMs: nowMs, emotion, target, note: entries.length === 0 ? note : null, entries };
    await storage.inTransaction(async ({ playlists, standingPlaylists }) => {
      const before = (await standingPlaylists.all(userId)).find((standing) => standing.emotion === emotion);
      if (before === undefined && entries.length === 0) return;
      const known = before?.playlistId ?? null;
      const kept = known !== null && (await playlists.replace(userId, known, playlist));
      const playlistId = kept ? known : await playlists.insert(userId, playlist);
      await standingPlaylists.set(userId, {
        emotion,
        playlistId,
        target: cause === null && before ? before.target : target,
        cause: cause ?? before?.cause ?? "first",
        renewedAtMs: cause === null && before ? before.renewedAtMs : nowMs,
      });
    });
  };

  /** Composes new pieces in place of the oldest that nobody asked for and nobody liked. */
  const refreshPieces = async (emotion: Emotion): Promise<void> => {
    const old = (await storage.pieces.unasked(userId, ["starter", "renewal"], emotion)).slice(0, FRESH_PIECES);
    const point = await pointOf(emotion);
    const fresh: PieceToKeep[] = [];
    for (let made = 0; made < old.length; made += 1) {
      const request = { mood: { emotion, ...point }, bars: FRESH_BARS, seed: seed() };
      const piece = await maker.compose(request, "background", stop.signal);
      fresh.push({ piece, location: `renewal-${randomUUID()}`, title: pieceName(piece), origin: "renewal" });
    }
    // All at once: cut off in the middle, nothing has changed.
    if (fresh.length > 0) await shelf.keep(fresh, old);
  };

  const renewNext = async (): Promise<void> => {
    for (const [emotion, cause] of waiting) {
      if (stop.signal.aborted) return;
      waiting.delete(emotion);
      renewing = emotion;
      try {
        await refreshPieces(emotion);
      } catch (error) {
        if (stop.signal.aborted) return;
        // Without a composer the library is still ranked anew.
        logger.warn({ err: error, emotion }, "no new pieces for a standing playlist");
        if (error instanceof MoodSyncError && error.code.startsWith("storage.")) throw error;
      }
      await rankFor(emotion, cause);
    }
  };

  const workThrough = async (): Promise<void> => {
    if (working) return;
    working = true;
    try {
      const mine = await leases.run(LEASE, renewNext);
      // Another process renews; what it leaves is found due again at the next check.
      if (!mine) waiting.clear();
    } catch (error) {
      waiting.clear();
      logger.warn({ err: error }, "standing playlists could not be renewed");
    } finally {
      working = false;
      renewing = null;
    }
  };

  const enqueue = (emotions: readonly Emotion[], cause: RenewalCause): void => {
    for (const emotion of emotions) if (!waiting.has(emotion)) waiting.set(emotion, cause);
    if (waiting.size > 0 && !stop.signal.aborted) last = last.then(workThrough);
  };

  return {
    get: present,
    async setSchedule(schedule) {
      await writeSchedule(storage, userId, { schedule, sinceMs: clock() });
      return await present();
    },
    async renew(emotions, cause) {
      enqueue(emotions, cause);
      return await present();
    },
    rank: (emotion) => rankFor(emotion, null),
    async check() {
      const { schedule, sinceMs } = await readSchedule(storage, userId);
      if (schedule.every === "off" || stop.signal.aborted) return;
      const nowMs = clock();
      for (const standing of (await readAll()).values()) {
        const { emotion, renewedAtMs, target } = standing;
        if (isDue(schedule, Math.max(sinceMs, renewedAtMs), nowMs)) enqueue([emotion], "schedule");
        // By how far, not in which direction: the clock may have been set back.
        else if (
          Math.abs(nowMs - renewedAtMs) >= DRIFT_REST_MS &&
          affectDistance(await pointOf(emotion), target) > DRIFT
        ) {
          enqueue([emotion], "drift");
        }
      }
    },
    settled: async () => await last,
    async close() {
      stop.abort(new MoodSyncError("composing.stopped", "The composing was stopped.", { kind: "unavailable" }));
      await last;
    },
  };
}
