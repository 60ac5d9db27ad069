/**
 * A standing playlist for each mood: made when its first music is there, renewed on the listener's schedule, when the mood
 * has drifted for this listener, or when asked. Renewing puts new pieces in place of composed ones that nobody asked for and
 * nobody liked, and ranks the library anew. A list keeps its id, so that whoever plays it can still speak about it.
 */
import { randomUUID } from "node:crypto";
import type { RenewalCause, RenewalSchedule, StandingPlaylists } from "../../contracts/standing-playlists.ts";
import { affectDistance, type AffectPoint } from "../../core/affect/emotion.ts";
import { planMatch } from "../../core/affect/journey.ts";
import { emotionOfMood, MOOD_NAMES, type MoodName } from "../../core/affect/mood-names.ts";
import { buildPlaylist, DEFAULT_PLAYLIST_SIZE } from "../../core/recommendation/build-playlist.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { pieceName } from "../../sources/composed/piece-name.ts";
import type { PieceMaker } from "../composing/piece-maker.ts";
import type { StoredStandingPlaylist } from "../db/repositories/standing-playlist-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LearningService } from "./learning-service.ts";
import type { LeaseKeeper } from "./lease.ts";
import { listenerPoint } from "./listener-points.ts";
import type { PieceShelf, PieceToKeep } from "./piece-shelf.ts";
import { readSchedule, writeSchedule } from "./renewal-schedule.ts";
import { isDue, nextRenewalMs } from "./renewal-time.ts";
import { chooseStanding } from "./standing-choice.ts";
import { readStarterWish } from "./starter-wish.ts";

export interface StandingService {
  get(): Promise<StandingPlaylists>;
  setSchedule(schedule: RenewalSchedule): Promise<StandingPlaylists>;
  /** Begins to renew and returns at once; a mood that waits already is not queued twice. */
  renew(moods: readonly MoodName[], cause: RenewalCause): Promise<StandingPlaylists>;
  /** Ranks a mood's list anew from what there is, without composing. */
  rank: (mood: MoodName) => Promise<void>;
  /** Renews what is due or has drifted, and ranks what has no list yet; called now and then. */
  check(): Promise<void>;
  /** Resolves when nothing is being renewed any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface StandingDependencies {
  storage: Storage;
  userId: number;
  candidates: CandidateStore;
  /** What the listener's plays taught; none where it is not given. */
  learning?: Pick<LearningService, "rankingFor">;
  shelf: PieceShelf;
  maker: PieceMaker;
  leases: LeaseKeeper;
  clock: () => number;
  seed: () => number;
  /** Whether music may be composed unasked. */
  starter: boolean;
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
  const { storage, userId, candidates, learning, shelf, maker, leases, clock, seed, logger } = dependencies;
  const stop = new AbortController();
  const waiting = new Map<MoodName, RenewalCause>();
  let renewing: MoodName | null = null;
  let rankedAtSize = 0;
  /** When a mood without a list was last tried, so that what fails is not tried every minute. */
  const triedAtMs = new Map<MoodName, number>();
  let last: Promise<void> = Promise.resolve();
  let working = false;

  const pointOf = (mood: MoodName): Promise<AffectPoint> => listenerPoint(storage, { userId, mood, nowMs: clock() });

  const readAll = async (): Promise<Map<MoodName, StoredStandingPlaylist>> =>
    new Map((await storage.standingPlaylists.all(userId)).map((standing) => [standing.mood, standing]));

  const present = async (): Promise<StandingPlaylists> => {
    const { schedule, sinceMs } = await readSchedule(storage, userId);
    const all = await readAll();
    const playlists = await Promise.all(
      MOOD_NAMES.map(async (mood) => {
        const standing = all.get(mood);
        const { playlistId = null, tracks = 0, cause = null, renewedAtMs = null } = standing ?? {};
        return {
          mood,
          playlistId,
          tracks,
          cause,
          renewedAtMs,
          target: standing?.target ?? (await pointOf(mood)),
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
  const rankFor = async (mood: MoodName, cause: RenewalCause | null): Promise<void> => {
    const nowMs = clock();
    const target = await pointOf(mood);
    const emotion = emotionOfMood(mood);
    const wish = { target, emotion, mood, size: DEFAULT_PLAYLIST_SIZE, nowMs, seed: seed(), notHeardWithinMs: 0 };
    const index = await candidates.current();
    const learned = (await learning?.rankingFor(index, { mood: target, seed: wish.seed })) ?? null;
    const { picks, note } = buildPlaylist(index, { ...wish, learned });
    const composedFor = await storage.pieces.emotions(
      userId,
      picks.map(({ trackId }) => trackId),
    );
    const entries = chooseStanding(picks, mood, composedFor);
    const kept = { name: null, journey: planMatch(target), note: entries.length === 0 ? note : null, entries };
    const playlist = { createdAtMs: nowMs, mood, target, ...kept };
    await storage.inTransaction(async ({ playlists, standingPlaylists }) => {
      const before = (await standingPlaylists.all(userId)).find((standing) => standing.mood === mood);
      if (before === undefined && entries.length === 0) return;
      const known = before?.playlistId ?? null;
      const replaced = known !== null && (await playlists.replace(userId, known, playlist));
      const playlistId = replaced ? known : await playlists.insert(userId, playlist);
      await standingPlaylists.set(userId, {
        mood,
        playlistId,
        target: cause === null && before ? before.target : target,
        cause: cause ?? before?.cause ?? "first",
        renewedAtMs: cause === null && before ? before.renewedAtMs : nowMs,
      });
    });
  };

  /**
   * Composes new pieces in place of the oldest that nobody asked for and nobody liked. The starter library has none for the
   * moods that no face shows: where it is wanted, they get their first ones here.
   */
  const refreshPieces = async (mood: MoodName): Promise<void> => {
    const emotion = emotionOfMood(mood);
    // The composer knows a mood that no face shows by its point; that a piece was made for it stands in its location.
    const locationPrefix = emotion === null ? `renewal-${mood}-` : "renewal-";
    const of = emotion === null ? { locationPrefix } : { emotion };
    const old = (await storage.pieces.unasked(userId, ["starter", "renewal"], of)).slice(0, FRESH_PIECES);
    const isFirst = old.length === 0 && emotion === null && (await isStarterWanted());
    const point = await pointOf(mood);
    const fresh: PieceToKeep[] = [];
    for (let made = 0; made < (isFirst ? FRESH_PIECES : old.length); made += 1) {
      const request = { mood: { emotion, ...point }, bars: FRESH_BARS, seed: seed() };
      const piece = await maker.compose(request, "background", stop.signal);
      const location = `${locationPrefix}${randomUUID()}`;
      fresh.push({ piece, location, title: pieceName(piece), origin: "renewal" });
    }
    // All at once: cut off in the middle, nothing has changed.
    if (fresh.length > 0) await shelf.keep(fresh, old);
  };

  const isStarterWanted = async (): Promise<boolean> =>
    dependencies.starter && (await readStarterWish(storage, userId)).enabled === true;

  /** Why a list is to be renewed unasked; null where it is not. */
  const dueCause = async (mood: MoodName): Promise<"schedule" | "drift" | null> => {
    const { schedule, sinceMs } = await readSchedule(storage, userId);
    const standing = (await readAll()).get(mood);
    if (schedule.every === "off") return null;
    const nowMs = clock();
    if (!standing) {
      const isDueAtAll = isDue(schedule, Math.max(sinceMs, triedAtMs.get(mood) ?? 0), nowMs);
      return isDueAtAll && (await isStarterWanted()) ? "schedule" : null;
    }
    const { renewedAtMs, target } = standing;
    if (isDue(schedule, Math.max(sinceMs, renewedAtMs), nowMs)) return "schedule";
    // By how far, not in which direction: the clock may have been set back.
    const rested = Math.abs(nowMs - renewedAtMs) >= DRIFT_REST_MS;
    return rested && affectDistance(await pointOf(mood), target) > DRIFT ? "drift" : null;
  };

  const renewNext = async (lost: AbortSignal): Promise<void> => {
    for (const [mood, cause] of waiting) {
      if (stop.signal.aborted || lost.aborted) return;
      waiting.delete(mood);
      // Another process may have been at it between the look and the claim.
      if ((cause === "schedule" || cause === "drift") && (await dueCause(mood)) === null) continue;
      renewing = mood;
      triedAtMs.set(mood, clock());
      try {
        await refreshPieces(mood);
      } catch (error) {
        if (stop.signal.aborted) return;
        // Without a composer the library is still ranked anew.
        logger.warn({ err: error, mood }, "no new pieces for a standing playlist");
        if (error instanceof MoodSyncError && error.code.startsWith("storage.")) throw error;
      }
      await rankFor(mood, cause);
    }
  };

  /** A list for every mood that has none, as soon as there is music near it; tried again when the library has changed. */
  const rankMissing = async (): Promise<void> => {
    const all = await readAll();
    const missing = MOOD_NAMES.filter((mood) => !all.has(mood));
    if (missing.length === 0) return;
    const { size } = await candidates.current();
    if (size === rankedAtSize) return;
    for (const mood of missing) if (!stop.signal.aborted) await rankFor(mood, "first");
    rankedAtSize = size;
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

  const enqueue = (moods: readonly MoodName[], cause: RenewalCause): void => {
    for (const mood of moods) if (!waiting.has(mood)) waiting.set(mood, cause);
    if (waiting.size > 0 && !stop.signal.aborted) last = last.then(workThrough);
  };

  return {
    get: present,
    async setSchedule(schedule) {
      await writeSchedule(storage, userId, { schedule, sinceMs: clock() });
      return await present();
    },
    async renew(moods, cause) {
      enqueue(moods, cause);
      return await present();
    },
    rank: (mood) => rankFor(mood, null),
    async check() {
      if (stop.signal.aborted) return;
      await rankMissing();
      for (const mood of MOOD_NAMES) {
        const cause = await dueCause(mood);
        if (cause !== null) enqueue([mood], cause);
      }
    },
    settled: async () => await last,
    async close() {
      stop.abort(new MoodSyncError("composing.stopped", "The composing was stopped.", { kind: "unavailable" }));
      await last;
    },
  };
}
