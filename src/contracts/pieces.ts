/** Composed pieces: notes that a network wrote for a mood, kept as tracks of the source `composed`. */
import { z } from "@hono/zod-openapi";
import { TICKS_PER_BAR, VOICES, type Piece } from "../core/composition/piece.ts";
import { MoodTargetSchema, NullableEmotionSchema, PagingSchema, TimestampMsSchema } from "./common.ts";
import { TrackSchema } from "./tracks.ts";

export const MOST_BARS = 512;
export const MOST_NOTES = 40_000;
const MOST_CHANGES = 16_384;
const LARGEST_SEED = 2 ** 32 - 1;
/** A performed note may begin a little late, and ring past the last bar's end. */
const LAST_TICKS = (bars: number): number => (bars + 2) * TICKS_PER_BAR;

const Ticks = z.number().int().min(0).max(LAST_TICKS(MOST_BARS));
const PitchClass = z.number().int().min(0).max(11);

export const NoteSchema = z
  .object({
    voice: z.enum(VOICES),
    pitch: z.number().int().min(0).max(127),
    startTicks: Ticks,
    durationTicks: Ticks.min(1),
    velocity: z.number().int().min(1).max(127),
  })
  .strict()
  .openapi("Note");

const BarsSchema = z.number().int().min(1).max(MOST_BARS);
const SeedSchema = z.number().int().min(0).max(LARGEST_SEED);

/** The notes themselves, 480 ticks a quarter note, 4/4. */
export const PieceScoreSchema = z
  .object({
    mood: z.object({
      emotion: NullableEmotionSchema,
      valence: z.number().min(-1).max(1),
      arousal: z.number().min(-1).max(1),
    }),
    seed: SeedSchema,
    bars: BarsSchema,
    tonic: PitchClass,
    mode: z.enum(["major", "minor"]),
    tempos: z
      .array(z.object({ ticks: Ticks, bpm: z.number().min(20).max(300) }).strict())
      .min(1)
      .max(MOST_CHANGES),
    chords: z
      .array(z.object({ ticks: Ticks, root: PitchClass, quality: z.enum(["maj", "min", "dim"]) }).strict())
      .max(MOST_CHANGES),
    notes: z.array(NoteSchema).max(MOST_NOTES),
  })
  .strict()
  .superRefine(checkScore)
  .openapi("PieceScore");

/** What one field cannot tell: that everything is in order of time and inside the piece. */
function checkScore(piece: Piece, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
  if (piece.tempos[0]?.ticks !== 0) refuse("tempos", "the first tempo must stand at tick 0");
  if (!inOrder(piece.tempos.map(({ ticks }) => ticks))) refuse("tempos", "must be in order of ticks");
  if (!inOrder(piece.chords.map(({ ticks }) => ticks))) refuse("chords", "must be in order of ticks");
  if (!inOrder(piece.notes.map(({ startTicks }) => startTicks))) refuse("notes", "must be in order of startTicks");
  const last = LAST_TICKS(piece.bars);
  if (piece.notes.some(({ startTicks, durationTicks }) => startTicks + durationTicks > last)) {
    refuse("notes", "must end within the piece");
  }
}

function inOrder(ticks: readonly number[]): boolean {
  return ticks.every((tick, index) => index === 0 || tick >= ticks[index - 1]!);
}

const NameSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  // oxlint-disable-next-line no-control-regex -- exactly these are meant
  .regex(/^[^\u0000-\u001f\u007f]*$/u, "must be one line of text");

/** Either a wish (`mood`, and the rest as one likes), or a piece that was composed in the page. */
export const NewPieceSchema = z
  .object({
    mood: MoodTargetSchema.optional(),
    bars: BarsSchema.optional().openapi({ description: "default 32" }),
    seed: SeedSchema.optional().openapi({ description: "the same seed gives the same piece; default a fresh one" }),
    piece: PieceScoreSchema.optional(),
    name: NameSchema.optional().openapi({ description: "default made from mood and key" }),
  })
  .strict()
  .superRefine(({ mood, bars, seed, piece }, context) => {
    if ((mood === undefined) === (piece === undefined)) {
      context.addIssue({ code: "custom", path: ["mood"], message: "give a mood, or a piece, and not both" });
    } else if (piece !== undefined && (bars !== undefined || seed !== undefined)) {
      context.addIssue({ code: "custom", path: ["piece"], message: "has its own bars and seed" });
    }
  })
  .openapi("NewPiece");
export type NewPiece = z.input<typeof NewPieceSchema>;

/** Who asked for a piece: only those that nobody asked for are ever replaced. */
export const PieceOriginSchema = z.enum(["listener", "starter", "renewal"]);
export type PieceOrigin = z.infer<typeof PieceOriginSchema>;

export const PieceSummarySchema = z
  .object({
    id: z.number().int().openapi({ description: "that of its track" }),
    name: z.string(),
    origin: PieceOriginSchema,
    emotion: NullableEmotionSchema,
    valence: z.number(),
    arousal: z.number(),
    seed: z.number().int(),
    bars: z.number().int(),
    notes: z.number().int().openapi({ description: "how many" }),
    durationMs: z.number().int(),
    createdAtMs: TimestampMsSchema,
    liked: z.boolean(),
  })
  .openapi("PieceSummary");
export type PieceSummary = z.infer<typeof PieceSummarySchema>;

export const KeptPieceSchema = z
  .object({ ...PieceSummarySchema.shape, score: PieceScoreSchema, track: TrackSchema })
  .openapi("KeptPiece");
export type KeptPiece = z.infer<typeof KeptPieceSchema>;

export const PieceQuerySchema = PagingSchema.extend({ origin: PieceOriginSchema.optional() });

export const PieceListSchema = z
  .object({ pieces: z.array(PieceSummarySchema), total: z.number().int() })
  .openapi("PieceList");

export const PieceChangeSchema = z.object({ name: NameSchema }).strict().openapi("PieceChange");
