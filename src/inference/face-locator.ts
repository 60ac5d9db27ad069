/**
 * Knows where the faces of a camera's picture are, at the least cost: a detection every few frames, following in between.
 */
import type { DetectedFace } from "./blazeface-decode.ts";
import type { FaceDetector } from "./face-detector.ts";
import { createFaceTracker, type TrackedFace } from "./face-tracker.ts";
import type { RgbaImage } from "./image.ts";

export interface FaceLocatorOptions {
  detector: FaceDetector;
  /** Frames from one detection to the next while a face is in view. */
  detectEvery: number;
  /** The same while nobody is. */
  detectEveryWhenEmpty: number;
  /** Longer side of the detector's input, in pixels. */
  inputSize: number;
  /** Largest number of faces kept; the largest win. */
  maxFaces: number;
  /** A clock in milliseconds. */
  now: () => number;
}

export interface LocatedFaces {
  faces: TrackedFace[];
  /** Whether this frame was searched afresh. */
  detected: boolean;
  detectMs: number;
  trackMs: number;
}

export interface FaceLocator {
  /** The faces of the next frame. */
  locate(frame: RgbaImage, timestampMs: number): Promise<LocatedFaces>;
  /** Forget all faces and detect in the next frame. */
  reset(): void;
}

/** A face already known may be this unsure; a new one must reach `NEW_FACE_SCORE` and a second look. */
const KNOWN_FACE_SCORE = 0.35;
const NEW_FACE_SCORE = 0.5;

/** A locator that has seen nothing yet. */
export function createFaceLocator(options: FaceLocatorOptions): FaceLocator {
  const { detector, now } = options;
  const tracker = createFaceTracker();
  let sinceDetection = Infinity;

  async function detectFaces(frame: RgbaImage): Promise<DetectedFace[]> {
    const found = await detector.detect(frame, { inputSize: options.inputSize, minScore: KNOWN_FACE_SCORE });
    const faces: DetectedFace[] = [];
    for (const face of largestFirst(found)) {
      if (faces.length === options.maxFaces) break;
      if (tracker.knows(face) || (face.score >= NEW_FACE_SCORE && (await detector.confirm(frame, face)))) {
        faces.push(face);
      }
    }
    return faces;
  }

  return {
    async locate(frame, timestampMs) {
      const started = now();
      const followed = tracker.follow(frame);
      const trackMs = now() - started;
      sinceDetection++;
      const wait = followed.faces.length > 0 ? options.detectEvery : options.detectEveryWhenEmpty;
      if (!followed.lost && sinceDetection < wait) {
        return { faces: followed.faces, detected: false, detectMs: 0, trackMs };
      }
      const faces = tracker.update(frame, await detectFaces(frame), timestampMs);
      sinceDetection = 0;
      return { faces, detected: true, detectMs: now() - started - trackMs, trackMs };
    },
    reset() {
      tracker.reset();
      sinceDetection = Infinity;
    },
  };
}

/** The same faces by falling area. */
export function largestFirst<F extends DetectedFace>(faces: readonly F[]): F[] {
  return faces.toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}
