/**
 * What a listener's feedback on one track does to its distance from a mood. Distances on the plane run to 2.83 and two
 * neighbouring moods lie about .5 apart, so a like moves a track within a mood and never into another one.
 */
import type { AffectPoint } from "../affect/emotion.ts";

/** "Wrong mood", said of a track while it played for `target`; `strength` in 0..1 fades with time. */
export interface WrongMood {
  target: AffectPoint;
  strength: number;
}

/** One thing said of one track; kinds that are not known are passed over. */
export interface FeedbackEvent {
  /** "like", "unlike", "skip", "wrong-mood", "more-like-this" or "not-this". */
  kind: string;
  givenAtMs: number;
  /** The mood it was played for; null where it was played for none. */
  target: AffectPoint | null;
}

/** What is learned of one track, in the fields of a `Candidate`. */
export interface Learned {
  bias: number;
  wrongMoods: WrongMood[];
  moreLikeThis: number;
}

const DAY_MS = 86_400_000;

/** A like stays until it is taken back. */
const LIKE_BIAS = -0.12;
/** A skip has many reasons: small, soon forgotten, and many together weigh at most `SKIP_LIMIT`. */
const SKIP_BIAS = 0.06;
const SKIP_LIMIT = 0.25;
const SKIP_HALF_LIFE_MS = 14 * DAY_MS;
const MORE_BIAS = -0.05;
const MORE_HALF_LIFE_MS = 30 * DAY_MS;
/** Half a year: about as long as an opinion on a song's mood may be trusted. */
const WRONG_MOOD_HALF_LIFE_MS = 180 * DAY_MS;
/** "Wrong mood" of a track that was played for no mood in particular. */
const WRONG_MOOD_ANYWHERE_BIAS = 0.1;
/** "Not this" leaves the track out for so long, unless it is liked or wanted again later. */
const NOT_THIS_MS = 180 * DAY_MS;
/** What has faded below this is dropped. */
const FORGOTTEN = 0.02;

/** The bias of a track whatever the mood: negative is nearer, `Infinity` leaves it out. */
export function feedbackBias(events: readonly FeedbackEvent[], nowMs: number): number {
  return learnFromFeedback(events, nowMs).bias;
}

/**
 * All that the feedback on one track teaches as of `nowMs`; spread it into a `Candidate`. `bias` holds for every mood,
 * `wrongMoods` only near the targets they were said at, `moreLikeThis` draws similar tracks nearer. As it fades, it is
 * to be learned again now and then; a day makes no difference.
 */
export function learnFromFeedback(events: readonly FeedbackEvent[], nowMs: number): Learned {
  const inOrder = events.toSorted((a, b) => a.givenAtMs - b.givenAtMs);
  const faded = (event: FeedbackEvent, halfLifeMs: number): number =>
    2 ** (-Math.max(0, nowMs - event.givenAtMs) / halfLifeMs);
  const ofKind = (...kinds: string[]) => inOrder.filter(({ kind }) => kinds.includes(kind));

  const liked = ofKind("like", "unlike").at(-1)?.kind === "like";
  const skips = sum(ofKind("skip").map((event) => SKIP_BIAS * faded(event, SKIP_HALF_LIFE_MS)));
  const wanted = Math.min(1, sum(ofKind("more-like-this").map((event) => faded(event, MORE_HALF_LIFE_MS))));
  const wrong = ofKind("wrong-mood").map((event) => ({
    target: event.target,
    strength: faded(event, WRONG_MOOD_HALF_LIFE_MS),
  }));
  const wrongAnywhere = Math.max(0, ...wrong.filter(({ target }) => target === null).map(({ strength }) => strength));

  return {
    bias: isSetAside(ofKind("not-this", "like", "more-like-this").at(-1), nowMs)
      ? Number.POSITIVE_INFINITY
      : (liked ? LIKE_BIAS : 0) +
        Math.min(SKIP_LIMIT, skips) +
        MORE_BIAS * wanted +
        WRONG_MOOD_ANYWHERE_BIAS * wrongAnywhere,
    wrongMoods: wrong.flatMap(({ target, strength }) =>
      target === null || strength < FORGOTTEN ? [] : [{ target, strength }],
    ),
    moreLikeThis: wanted < FORGOTTEN ? 0 : wanted,
  };
}

function isSetAside(lastWord: FeedbackEvent | undefined, nowMs: number): boolean {
  return lastWord?.kind === "not-this" && nowMs - lastWord.givenAtMs < NOT_THIS_MS;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
