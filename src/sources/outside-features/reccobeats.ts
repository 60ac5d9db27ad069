/**
 * ReccoBeats: measured features of recordings by ISRC, without a key. It learns the ISRCs that are asked for.
 *
 * From its features to the plane: valence (0..1) is spread to -1..1; energy (0..1), which it describes as intensity and
 * liveliness, is spread to -1..1 and taken for arousal. Of several rows of one ISRC the mean is taken, of tempos the median.
 */
import { z } from "zod";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import type { FeatureSubject } from "./feature-subject.ts";
import type { TrackEstimate } from "./track-estimate.ts";

export const RECCOBEATS_TITLE = "ReccoBeats";
/** In one request. */
export const MOST_ISRCS = 40;

export interface ReccoBeats {
  /**
   * Estimates by ISRC; an unknown one is left out, as are subjects without an ISRC. At most `MOST_ISRCS` subjects.
   * @throws MoodSyncError `service.*`
   */
  estimate(subjects: readonly FeatureSubject[], signal?: AbortSignal): Promise<Map<string, TrackEstimate>>;
}

const Share = z.number().min(0).max(1);
const RowSchema = z.object({
  isrc: z.string(),
  valence: Share,
  energy: Share,
  tempo: z.number().nullish().catch(null),
});
const AnswerSchema = z.object({ content: z.array(z.unknown()) });

type Row = z.infer<typeof RowSchema>;

export function createReccoBeats(options: { apiUrl: string; queue: Pick<OutgoingQueue, "request"> }): ReccoBeats {
  const { apiUrl, queue } = options;
  return {
    async estimate(subjects, signal) {
      const isrcs = [...new Set(subjects.flatMap(({ isrc }) => isrc ?? []))].slice(0, MOST_ISRCS);
      if (isrcs.length === 0) return new Map();
      const url = `${apiUrl}/v1/audio-features?${new URLSearchParams({ ids: isrcs.join(",") }).toString()}`;
      const headers = { accept: "application/json" };
      const answer = await queue.request({ method: "GET", url, headers }, signal ? { signal } : {});
      // It says so where it knows none of them.
      if (answer.status === 404) return new Map();
      if (answer.status !== 200)
        throw serviceError("service.refused", RECCOBEATS_TITLE, { details: { status: answer.status } });
      const parsed = AnswerSchema.safeParse(await answer.json());
      if (!parsed.success) throw serviceError("service.bad-answer", RECCOBEATS_TITLE);
      return byIsrc(parsed.data.content, new Set(isrcs));
    },
  };
}

function byIsrc(content: readonly unknown[], asked: ReadonlySet<string>): Map<string, TrackEstimate> {
  const rows = new Map<string, Row[]>();
  for (const entry of content) {
    const row = RowSchema.safeParse(entry);
    if (!row.success) continue;
    const isrc = row.data.isrc.replaceAll("-", "").toUpperCase();
    if (!asked.has(isrc)) continue;
    rows.set(isrc, [...(rows.get(isrc) ?? []), row.data]);
  }
  return new Map([...rows].map(([isrc, same]) => [isrc, toEstimate(same)]));
}

function toEstimate(rows: readonly Row[]): TrackEstimate {
  const mean = (valueOf: (row: Row) => number): number =>
    rows.reduce((sum, row) => sum + valueOf(row), 0) / rows.length;
  const tempos = rows.flatMap(({ tempo }) => (tempo && tempo > 0 ? [tempo] : [])).toSorted((a, b) => a - b);
  return {
    origin: "reccobeats",
    valence: 2 * mean(({ valence }) => valence) - 1,
    arousal: 2 * mean(({ energy }) => energy) - 1,
    tempoBpm: tempos[Math.floor((tempos.length - 1) / 2)] ?? null,
  };
}
