/**
 * What the listener taught: fitted anew from their plays and words as soon as it is asked for after a change, used by the
 * playlist maker, told in words, and forgotten on demand. The statistics are in core/learning.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ForgottenAnswer, Learning } from "../../contracts/learning.ts";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { TASTE_CUES } from "../../core/learning/cues.ts";
import { describeTaste, type LearnedMood } from "../../core/learning/describe-taste.ts";
import type { ExplainedIndex } from "../../core/learning/explain-taste.ts";
import { rankByTaste, type LearnedRanking } from "../../core/learning/learned-ranking.ts";
import { fitTaste, type TasteModel } from "../../core/learning/taste-model.ts";
import { createSeededRandom } from "../../core/recommendation/seeded-random.ts";
import { foldForSearch } from "../db/search-text.ts";
import type { Storage } from "../db/storage.ts";
import type { CandidateStore } from "./candidate-store.ts";
import { createLearningHistory } from "./learning-history.ts";

export interface LearnedListWish {
  /** How the listener feels. */
  mood: AffectPoint;
  seed: number;
  /** The list leads elsewhere. */
  leavesMood?: boolean;
}

export interface LearningService {
  /** What was learned, for a list; null where that is nothing, or not read from the database in time. */
  rankingFor(index: ExplainedIndex, wish: LearnedListWish): Promise<LearnedRanking | null>;
  playChanged(playId: number): Promise<void>;
  wordGiven(feedbackId: number): Promise<void>;
  /** Takes the plays right before for heard in this mood, which the listener says was theirs. */
  moodCorrected(mood: AffectPoint): Promise<void>;
  overview(): Promise<Learning>;
  /** @throws MoodSyncError `learning.unknown-subject` when nothing was learned of it */
  forget(subject: "artist" | "cue", name: string): Promise<ForgottenAnswer>;
  forgetAll(): Promise<ForgottenAnswer>;
}

/** Learning that has faded for so long is fitted anew. */
const REFIT_AFTER_MS = 3_600_000;
/** A list does not wait longer than this for the first reading of a long history; it is then ranked without. */
const PATIENCE_MS = 400;
/** A correction speaks of the last reading, at most so long ago. */
const CORRECTION_REACHES_BACK_MS = 10 * 60_000;

export function createLearningService(dependencies: {
  storage: Storage;
  userId: number;
  clock: () => number;
  candidates: CandidateStore;
}): LearningService {
  const { storage, userId, clock, candidates } = dependencies;
  const history = createLearningHistory({ storage, userId, clock });
  let fitted: { model: TasteModel; version: number; atMs: number; sinceMs: number | null } | null = null;
  let isRead = false;
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: a page of an older reading must not overtake what was kept since.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  const current = () =>
    inTurn(async () => {
      await history.refresh();
      isRead = true;
      const nowMs = clock();
      if (fitted?.version !== history.version || Math.abs(nowMs - fitted.atMs) > REFIT_AFTER_MS) {
        const judgements = history.judgements();
        const sinceMs = judgements.reduce<number | null>((oldest, { atMs }) => Math.min(oldest ?? atMs, atMs), null);
        fitted = { model: fitTaste(judgements, nowMs), version: history.version, atMs: nowMs, sinceMs };
      }
      return fitted;
    });
  /** Before the first list nothing is held in memory, so that nothing need be kept in step. */
  const follow = (work: () => Promise<void>): Promise<void> => (isRead ? inTurn(work) : Promise.resolve());

  return {
    async rankingFor(index, { seed, ...wish }) {
      const reading = current();
      reading.catch(() => undefined);
      const known = isRead ? await reading : await Promise.race([reading, sleep(PATIENCE_MS, null, { ref: false })]);
      return known === null ? null : rankByTaste(index, known.model, { ...wish, random: createSeededRandom(seed) });
    },
    playChanged: (playId) => follow(() => history.readPlay(playId)),
    wordGiven: (feedbackId) => follow(() => history.readWord(feedbackId)),
    async moodCorrected(mood) {
      const earliestMs = clock() - CORRECTION_REACHES_BACK_MS;
      const sinceMs = (await storage.learning.lastReadingAtMs(userId, earliestMs)) ?? earliestMs;
      const count = await storage.inTransaction(({ learning }) => learning.correctMood(userId, sinceMs, mood));
      if (count > 0) await follow(() => history.readSince(sinceMs));
    },
    async overview() {
      const { model, sinceMs } = await current();
      return {
        observations: model.observations,
        sinceMs,
        moods: describeTaste(model).map((mood) => present(mood, (key) => history.artistName(key))),
      };
    },
    async forget(subject, name) {
      await current();
      if (subject === "cue" && !TASTE_CUES.some((cue) => cue === name)) throw unknownSubject();
      const key = subject === "artist" ? foldForSearch(name) : name;
      const touched = history
        .judgements()
        .filter(({ artistKey, forgottenCues = [] }) =>
          subject === "artist" ? artistKey === key : !forgottenCues.some((cue) => cue === key),
        );
      if (touched.length === 0) {
        throw unknownSubject();
      }
      await inTurn(() => history.forget({ subject, name: key, atMs: clock() }));
      const what = subject === "artist" ? `of ${history.artistName(key)}` : `of ${CUE_NAMES[name] ?? name}`;
      return answerOf(
        touched,
        `Forgotten: what ${times(touched.length)} taught ${what}. What you heard and liked is kept.`,
      );
    },
    async forgetAll() {
      await current();
      const touched = history.judgements();
      await inTurn(() => history.forget({ subject: "all", name: "", atMs: clock() }));
      const tracks = await storage.inTransaction(({ learning }) => learning.dropWords(userId));
      if (tracks.length > 0) await candidates.refresh(tracks);
      const text = `Forgotten: what ${times(touched.length)} taught. What you heard and liked is kept.`;
      return answerOf(touched, touched.length === 0 ? "Nothing had been learned yet." : text);
    },
  };
}

function unknownSubject(): MoodSyncError {
  return new MoodSyncError("learning.unknown-subject", "Nothing was learned of that.", { kind: "not-found" });
}

const CUE_NAMES: Readonly<Record<string, string>> = {
  valence: "cheerful and sad music",
  arousal: "lively and calm music",
  tempo: "tempo",
  mode: "major and minor keys",
  loudness: "loudness",
  brightness: "bright and dark sound",
  onsets: "busy and sparse music",
};

function answerOf(touched: readonly { outcome: string }[], text: string): ForgottenAnswer {
  const plays = touched.filter(({ outcome }) => /^(?:completed|skipped|stopped)/.test(outcome)).length;
  return { observations: touched.length, plays, text };
}

function times(count: number): string {
  return count === 1 ? "1 play or word" : `${count} plays and words`;
}

function present({ mood, point, artists, cues, ...rest }: LearnedMood, nameOf: (key: string) => string) {
  return {
    mood,
    ...point,
    ...rest,
    artists: artists.map(({ artistKey, ...artist }) => {
      const { kept, turnedAway } = artist;
      const name = nameOf(artistKey);
      const text =
        artist.move < 0
          ? `You tend to keep ${name}: ${kept} of ${kept + turnedAway} times`
          : `You often skip ${name}: ${turnedAway} of ${kept + turnedAway} times`;
      return { artist: name, ...artist, text };
    }),
    cues: cues.map((cue) => ({
      ...cue,
      text: `${cue.text.charAt(0).toUpperCase()}${cue.text.slice(1)} goes down well`,
    })),
  };
}
