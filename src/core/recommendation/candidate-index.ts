/**
 * All tracks that a playlist could take, held in columns of numbers so that a hundred thousand are ranked in milliseconds.
 * Ranking itself is in `score-candidates`; keeping the index in step with the database is the server's.
 */
import type { Emotion } from "../affect/emotion.ts";
import { MoodSyncError } from "../errors.ts";
import { packCues } from "../learning/cue-codes.ts";
import type { WrongMood } from "../learning/feedback-bias.ts";

export interface Candidate {
  trackId: number;
  /** Equal for tracks of the same artist; null where unknown, and then equal to nobody's. */
  artistKey: string | null;
  /** -1..1. */
  valence: number;
  /** -1..1. */
  arousal: number;
  tempoBpm: number | null;
  mode: "major" | "minor" | null;
  /** How it sounds, null or absent where it was not measured: EBU R128 loudness, spectral centroid, note onsets. */
  loudnessLufs?: number | null;
  brightnessHz?: number | null;
  onsetsPerSecond?: number | null;
  /** Loudness range, EBU Tech 3342. */
  dynamicRangeDb?: number | null;
  /** 0..1, how fully onsets repeat after a beat. */
  beatStrength?: number | null;
  /** Pitch class of the key, C = 0; null or absent where no key was found. */
  tonic?: number | null;
  /** Null or absent where unknown. */
  durationMs?: number | null;
  /** Equal for tracks of the same album; null or absent where unknown. */
  albumKey?: string | null;
  /** Equal for copies of one recording, of which a list takes one; null or absent for a track without another copy. */
  recordingKey?: number | null;
  /** Only for saying so: what a like does to the ranking is part of `bias`. */
  liked: boolean;
  /** Learned (see `feedback-bias`), added to the distance: negative is nearer, `Infinity` leaves the track out. */
  bias: number;
  lastHeardAtMs: number | null;
  /** Adds to the distance near those targets only; default none. */
  wrongMoods?: readonly WrongMood[];
  /** How much the listener wants more like this, 0..1; draws similar tracks nearer; default 0. */
  moreLikeThis?: number;
  /** The mood that it was composed for, where it was; adds to the distance when another one is asked for by name. */
  madeFor?: Emotion | null;
}

/** The columns; only rows below `size` mean anything, and a row's number may change with every write. */
export interface CandidateColumns {
  trackIds: Float64Array;
  valence: Float32Array;
  arousal: Float32Array;
  bias: Float32Array;
  /** NaN where unknown. */
  tempoBpm: Float32Array;
  /** 1 major, 2 minor, 0 unknown. */
  mode: Uint8Array;
  /** These three NaN where not measured. */
  loudnessLufs: Float32Array;
  brightnessHz: Float32Array;
  onsetsPerSecond: Float32Array;
  /** Tempo, loudness, brightness and onsets once more, a byte each (see `cue-codes`). */
  cues: Uint32Array;
  /** These two NaN where not measured. */
  dynamicRangeDb: Float32Array;
  beatStrength: Float32Array;
  /** -1 where unknown. */
  tonic: Int8Array;
  /** 0 where unknown. */
  durationMs: Uint32Array;
  liked: Uint8Array;
  /** Equal for equal artist keys, from 0; -1 where unknown. Albums and recordings likewise. */
  artist: Int32Array;
  album: Int32Array;
  recording: Int32Array;
  /** `-Infinity` where never. */
  lastHeardAtMs: Float64Array;
}

export interface CandidateIndex {
  readonly size: number;
  readonly columns: Readonly<CandidateColumns>;
  /** Sparse: by track id. */
  readonly wrongMoods: ReadonlyMap<number, readonly WrongMood[]>;
  /** Sparse: strength above 0 by track id. */
  readonly moreLikeThis: ReadonlyMap<number, number>;
  /** Sparse: by track id. */
  readonly madeFor: ReadonlyMap<number, Emotion>;
  rowOf(trackId: number): number | undefined;
  /**
   * Adds a track or replaces it.
   * @throws MoodSyncError `candidate.invalid` when valence, arousal or bias is not a number
   */
  set(candidate: Candidate): void;
  /** Takes a track out; one that is not there is no error. */
  remove(trackId: number): void;
  /** Notes that a track was heard; one that is not there is no error. */
  markHeard(trackId: number, atMs: number): void;
}

const SMALLEST_CAPACITY = 64;
const MODE_CODES = { major: 1, minor: 2 } as const;

/** Builds an index; of candidates with the same id the last one stays. */
export function createCandidateIndex(candidates: readonly Candidate[]): CandidateIndex {
  let columns = allocate(Math.max(SMALLEST_CAPACITY, candidates.length));
  let size = 0;
  const rows = new Map<number, number>();
  const artistNumber = createNumbering();
  const albumNumber = createNumbering();
  const recordingNumber = createNumbering();
  const wrongMoods = new Map<number, readonly WrongMood[]>();
  const moreLikeThis = new Map<number, number>();
  const madeFor = new Map<number, Emotion>();

  function rowFor(trackId: number): number {
    const known = rows.get(trackId);
    if (known !== undefined) return known;
    if (size === columns.trackIds.length) columns = enlarge(columns);
    rows.set(trackId, size);
    return size++;
  }

  function set(candidate: Candidate): void {
    requireNumbers(candidate);
    const row = rowFor(candidate.trackId);
    columns.trackIds[row] = candidate.trackId;
    columns.valence[row] = candidate.valence;
    columns.arousal[row] = candidate.arousal;
    columns.bias[row] = candidate.bias;
    columns.tempoBpm[row] = candidate.tempoBpm ?? Number.NaN;
    columns.mode[row] = candidate.mode === null ? 0 : MODE_CODES[candidate.mode];
    columns.loudnessLufs[row] = candidate.loudnessLufs ?? Number.NaN;
    columns.brightnessHz[row] = candidate.brightnessHz ?? Number.NaN;
    columns.onsetsPerSecond[row] = candidate.onsetsPerSecond ?? Number.NaN;
    columns.cues[row] = packCues(candidate);
    columns.dynamicRangeDb[row] = candidate.dynamicRangeDb ?? Number.NaN;
    columns.beatStrength[row] = candidate.beatStrength ?? Number.NaN;
    columns.tonic[row] = candidate.tonic ?? -1;
    columns.durationMs[row] = candidate.durationMs ?? 0;
    columns.liked[row] = candidate.liked ? 1 : 0;
    columns.artist[row] = artistNumber(candidate.artistKey);
    columns.album[row] = albumNumber(candidate.albumKey ?? null);
    columns.recording[row] = recordingNumber(candidate.recordingKey ?? null);
    columns.lastHeardAtMs[row] = candidate.lastHeardAtMs ?? Number.NEGATIVE_INFINITY;
    const { wrongMoods: wrong = [], moreLikeThis: wanted = 0 } = candidate;
    if (wrong.length > 0) wrongMoods.set(candidate.trackId, wrong);
    else wrongMoods.delete(candidate.trackId);
    if (wanted > 0) moreLikeThis.set(candidate.trackId, wanted);
    else moreLikeThis.delete(candidate.trackId);
    if (candidate.madeFor) madeFor.set(candidate.trackId, candidate.madeFor);
    else madeFor.delete(candidate.trackId);
  }

  function remove(trackId: number): void {
    const row = rows.get(trackId);
    if (row === undefined) return;
    size -= 1;
    for (const column of Object.values(columns)) column[row] = column[size]!;
    if (row < size) rows.set(columns.trackIds[row]!, row);
    rows.delete(trackId);
    wrongMoods.delete(trackId);
    moreLikeThis.delete(trackId);
    madeFor.delete(trackId);
  }

  for (const candidate of candidates) set(candidate);
  return {
    get size() {
      return size;
    },
    get columns() {
      return columns;
    },
    wrongMoods,
    moreLikeThis,
    madeFor,
    rowOf: (trackId) => rows.get(trackId),
    set,
    remove,
    markHeard(trackId, atMs) {
      const row = rows.get(trackId);
      if (row !== undefined) columns.lastHeardAtMs[row] = Math.max(columns.lastHeardAtMs[row]!, atMs);
    },
  };
}

/** Gives equal keys the same number, from 0, and null -1. */
function createNumbering(): (key: string | number | null) => number {
  const numbers = new Map<string | number, number>();
  return (key) => {
    if (key === null) return -1;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
}

function requireNumbers({ trackId, valence, arousal, bias }: Candidate): void {
  if (Number.isFinite(valence) && Number.isFinite(arousal) && !Number.isNaN(bias)) return;
  throw new MoodSyncError("candidate.invalid", `Track ${trackId} has no usable place on the mood plane.`, {
    kind: "invalid-input",
    details: { trackId },
  });
}

function allocate(capacity: number): CandidateColumns {
  return {
    trackIds: new Float64Array(capacity),
    valence: new Float32Array(capacity),
    arousal: new Float32Array(capacity),
    bias: new Float32Array(capacity),
    tempoBpm: new Float32Array(capacity),
    mode: new Uint8Array(capacity),
    loudnessLufs: new Float32Array(capacity),
    brightnessHz: new Float32Array(capacity),
    onsetsPerSecond: new Float32Array(capacity),
    cues: new Uint32Array(capacity),
    dynamicRangeDb: new Float32Array(capacity),
    beatStrength: new Float32Array(capacity),
    tonic: new Int8Array(capacity),
    durationMs: new Uint32Array(capacity),
    liked: new Uint8Array(capacity),
    artist: new Int32Array(capacity),
    album: new Int32Array(capacity),
    recording: new Int32Array(capacity),
    lastHeardAtMs: new Float64Array(capacity),
  };
}

function enlarge(old: CandidateColumns): CandidateColumns {
  const wider = allocate(old.trackIds.length * 2);
  wider.trackIds.set(old.trackIds);
  wider.valence.set(old.valence);
  wider.arousal.set(old.arousal);
  wider.bias.set(old.bias);
  wider.tempoBpm.set(old.tempoBpm);
  wider.mode.set(old.mode);
  wider.loudnessLufs.set(old.loudnessLufs);
  wider.brightnessHz.set(old.brightnessHz);
  wider.onsetsPerSecond.set(old.onsetsPerSecond);
  wider.cues.set(old.cues);
  wider.dynamicRangeDb.set(old.dynamicRangeDb);
  wider.beatStrength.set(old.beatStrength);
  wider.tonic.set(old.tonic);
  wider.durationMs.set(old.durationMs);
  wider.liked.set(old.liked);
  wider.artist.set(old.artist);
  wider.album.set(old.album);
  wider.recording.set(old.recording);
  wider.lastHeardAtMs.set(old.lastHeardAtMs);
  return wider;
}
