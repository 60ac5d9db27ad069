/**
 * Reads the mood model that lies in this package and checks it: the weights against the hash that its config names, the cues against
 * those that the analysis measures.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { MoodSyncError } from "../../core/errors.ts";
import { SONG_MOOD_CUES, type SongMoodModel } from "../../core/signal/song-mood.ts";

/** The same place seen from `src/sources/local` and from `dist/sources/local`. */
const FOLDER = new URL("../../../models/song-mood/", import.meta.url);

const perCue = z.array(z.number()).length(SONG_MOOD_CUES.length);
const axis = z.object({ weights: perCue, bias: z.number() });
const ConfigSchema = z.object({
  cues: z.array(z.string()),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
});
const WeightsSchema = z.object({
  mean: perCue,
  std: z.array(z.number().positive()).length(SONG_MOOD_CUES.length),
  valence: axis,
  arousal: axis,
  ruleShare: z.number().min(0).max(1),
  furthest: z.number().positive(),
});

let kept: SongMoodModel | undefined;

/** The model of this package, read once. @throws MoodSyncError as `parseSongMoodModel`; `model.missing` */
export function songMoodModel(): SongMoodModel {
  kept ??= readSongMoodModel(FOLDER);
  return kept;
}

/** @param folder with `config.json` and `weights.json` @throws MoodSyncError as `parseSongMoodModel`; `model.missing` */
export function readSongMoodModel(folder: URL): SongMoodModel {
  let files: { config: string; weights: Buffer };
  try {
    files = {
      config: readFileSync(new URL("config.json", folder), "utf8"),
      weights: readFileSync(new URL("weights.json", folder)),
    };
  } catch (cause) {
    throw new MoodSyncError("model.missing", "The model song-mood is missing from this installation.", { cause });
  }
  return parseSongMoodModel(files.config, files.weights);
}

/**
 * @param config text of `config.json` @param weights bytes of `weights.json`
 * @throws MoodSyncError `model.config-invalid`, `model.hash-mismatch`, `model.cues-mismatch`
 */
export function parseSongMoodModel(config: string, weights: Uint8Array): SongMoodModel {
  const { cues, sha256 } = parse(ConfigSchema, config, "config.json");
  const actual = createHash("sha256").update(weights).digest("hex");
  if (actual !== sha256) {
    throw new MoodSyncError(
      "model.hash-mismatch",
      `The song-mood model's weights do not belong to its config.json (sha256 ${actual.slice(0, 12)}, expected ${sha256.slice(0, 12)}).`,
      { details: { actual, expected: sha256 } },
    );
  }
  if (cues.join() !== SONG_MOOD_CUES.join()) {
    throw new MoodSyncError(
      "model.cues-mismatch",
      `The song-mood model hears other cues (${cues.join(", ")}) than this version measures (${SONG_MOOD_CUES.join(", ")}).`,
      { details: { cues } },
    );
  }
  return parse(WeightsSchema, new TextDecoder().decode(weights), "weights.json");
}

function parse<T>(schema: z.ZodType<T>, text: string, file: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, "it is no JSON", cause);
  }
  const result = schema.safeParse(json);
  if (!result.success) throw invalid(file, z.prettifyError(result.error), result.error);
  return result.data;
}

function invalid(file: string, why: string, cause: unknown): MoodSyncError {
  return new MoodSyncError("model.config-invalid", `The ${file} of the song-mood model is not valid: ${why}`, {
    cause,
  });
}
