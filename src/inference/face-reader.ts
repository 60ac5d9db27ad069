/**
 * The face sense, put together: a camera's frames or a photo in, faces with their emotions out.
 * Smoothing over time and the mood of the room are left to `core/affect`, dropping late frames to the caller.
 */
import { MoodSyncError } from "../core/errors.ts";
import { createEmotionTurns } from "./emotion-turns.ts";
import type { FaceDetector } from "./face-detector.ts";
import type { FaceEmotionReader } from "./face-emotion.ts";
import { createFaceLocator, largestFirst } from "./face-locator.ts";
import type { FaceReading } from "./face-reading.ts";
import type { RgbaImage } from "./image.ts";
import { readPhotoFaces } from "./photo-reader.ts";

export interface FaceReaderOptions {
  detector: FaceDetector;
  emotion: FaceEmotionReader;
  /** Frames from one detection to the next while a face is in view; default 6. */
  detectEvery?: number;
  /** The same while nobody is; default 3. */
  detectEveryWhenEmpty?: number;
  /** Longer side of the detector's input for camera frames, in pixels; default 192: faces from a tenth of the frame's width. */
  liveInputSize?: number;
  /** Largest number of faces reported from a frame; default 8. A photo gives up to four times as many. */
  maxFaces?: number;
  /** Faces read anew in one frame; more take turns. Default 3. */
  emotionsPerFrame?: number;
  /** Milliseconds for the timings; default `performance.now`. */
  now?: () => number;
}

export interface FrameTimings {
  detectMs: number;
  trackMs: number;
  emotionMs: number;
  totalMs: number;
}

export interface FrameReading {
  /** Largest first. */
  faces: FaceReading[];
  /** Whether this frame was searched afresh; where not, the faces were followed from the last one. */
  detected: boolean;
  timings: FrameTimings;
}

export interface FaceReader {
  /**
   * Read the next camera frame. One call at a time; a timestamp that falls, a gap of a second or another size starts anew.
   * @throws MoodSyncError `face-reader.busy` where the last call is not done
   */
  read(frame: RgbaImage, timestampMs: number): Promise<FrameReading>;
  /** Read a photo by itself; the faces followed by `read` are not touched. @throws MoodSyncError `face-reader.busy` */
  readPhoto(image: RgbaImage): Promise<FrameReading>;
  /** Forget the faces in view, after the camera was off. */
  reset(): void;
}

/** After so long without a frame nothing can be followed. */
const STALE_AFTER_MS = 1000;
const PHOTO_FACES_FACTOR = 4;

/** A reader over loaded models; it does not own them. */
export function createFaceReader(options: FaceReaderOptions): FaceReader {
  const { detector, emotion, maxFaces = 8, now = () => performance.now() } = options;
  const { detectEvery = 6, detectEveryWhenEmpty = 3, liveInputSize: inputSize = 192 } = options;
  const locator = createFaceLocator({ detector, detectEvery, detectEveryWhenEmpty, inputSize, maxFaces, now });
  const turns = createEmotionTurns(emotion, options.emotionsPerFrame ?? 3);
  const exclusively = createGate();
  let last = { timestampMs: -Infinity, width: 0, height: 0 };

  function reset(): void {
    locator.reset();
    turns.reset();
  }

  function continues(frame: RgbaImage, timestampMs: number): boolean {
    const gap = timestampMs - last.timestampMs;
    return gap >= 0 && gap <= STALE_AFTER_MS && frame.width === last.width && frame.height === last.height;
  }

  return {
    read: (frame, timestampMs) =>
      exclusively(async () => {
        if (!continues(frame, timestampMs)) reset();
        last = { timestampMs, width: frame.width, height: frame.height };
        const started = now();
        const { faces, detected, detectMs, trackMs } = await locator.locate(frame, timestampMs);
        const located = now();
        const readings = await turns.read(frame, largestFirst(faces), timestampMs);
        const ended = now();
        const timings = { detectMs, trackMs, emotionMs: ended - located, totalMs: ended - started };
        return { faces: readings, detected, timings };
      }),
    readPhoto: (image) =>
      exclusively(async () => {
        const started = now();
        const { faces, detectMs } = await readPhotoFaces(image, {
          detector,
          emotion,
          maxFaces: maxFaces * PHOTO_FACES_FACTOR,
          now,
        });
        const totalMs = now() - started;
        return { faces, detected: true, timings: { detectMs, trackMs: 0, emotionMs: totalMs - detectMs, totalMs } };
      }),
    reset,
  };
}

/** Lets one call through at a time and refuses the others: a camera's frames are dropped, never queued. */
function createGate(): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = false;
  return async (work) => {
    if (busy) throw new MoodSyncError("face-reader.busy", "The last picture is still being read.");
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}
