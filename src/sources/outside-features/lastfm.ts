/**
 * Last.fm: the tags that its listeners gave to a track, by artist and title, with a free key. It learns those names.
 *
 * From tags to the plane: those that are moods (see mood-lexicon.ts) count by the number that Last.fm gives them (0..100,
 * the top tag being 100); their weighted mean is the estimate. Where the moods among the tags count less than 10 together,
 * they say too little and there is none.
 */
import { z } from "zod";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import type { FeatureSubject } from "./feature-subject.ts";
import { affectOfWords } from "./mood-lexicon.ts";
import type { TrackEstimate } from "./track-estimate.ts";

export const LASTFM_TITLE = "Last.fm";

export interface LastFm {
  /**
   * Null where the track is unknown there, has no artist here, or no tag speaks of a mood.
   * @throws MoodSyncError `service.refused` where the key is not accepted, `service.*`
   */
  estimate(subject: FeatureSubject, signal?: AbortSignal): Promise<TrackEstimate | null>;
}

const LEAST_WEIGHT = 10;

const Count = z.coerce.number().min(0).catch(0);
const TagSchema = z.object({ name: z.string(), count: Count });
/** One tag comes without its list, as is the custom of answers made from XML. */
const AnswerSchema = z.object({
  toptags: z
    .object({ tag: z.union([z.array(z.unknown()), z.unknown().transform((tag) => [tag])]).optional() })
    .optional(),
  error: z.number().optional(),
});

/** Of its error codes: 6 is a track that it does not know; 4, 9, 10, 13 and 26 concern the key; 29 is its rate limit. */
const NOT_FOUND = 6;
const KEY_ERRORS = new Set([4, 9, 10, 13, 26]);

export function createLastFm(options: {
  apiUrl: string;
  apiKey: string;
  queue: Pick<OutgoingQueue, "request">;
}): LastFm {
  const { apiUrl, apiKey, queue } = options;
  return {
    async estimate({ artist, title }, signal) {
      if (artist === null) return null;
      const query = {
        method: "track.gettoptags",
        artist,
        track: title,
        autocorrect: "1",
        api_key: apiKey,
        format: "json",
      };
      const url = `${apiUrl}/2.0/?${new URLSearchParams(query).toString()}`;
      const answer = await queue.request({ method: "GET", url }, signal ? { signal } : {});
      const parsed = AnswerSchema.safeParse(await answer.json());
      if (!parsed.success) throw serviceError("service.bad-answer", LASTFM_TITLE);
      const { error, toptags } = parsed.data;
      if (error === NOT_FOUND) return null;
      if (error !== undefined) throw lastFmError(error);
      return toEstimate(toptags?.tag ?? []);
    },
  };
}

function toEstimate(tags: readonly unknown[]): TrackEstimate | null {
  const words = tags.flatMap((tag) => {
    const parsed = TagSchema.safeParse(tag);
    return parsed.success ? [{ word: parsed.data.name, weight: parsed.data.count }] : [];
  });
  const point = affectOfWords(words);
  if (point === null || point.knownWeight < LEAST_WEIGHT) return null;
  return { origin: "lastfm", valence: point.valence, arousal: point.arousal, tempoBpm: null };
}

function lastFmError(error: number) {
  if (KEY_ERRORS.has(error)) {
    return serviceError("service.refused", LASTFM_TITLE, {
      message: "Last.fm does not accept the API key. Give another one on the services page.",
      details: { lastFmCode: error },
    });
  }
  return serviceError(error === 29 ? "service.rate-limited" : "service.failed", LASTFM_TITLE, {
    details: { lastFmCode: error },
  });
}
