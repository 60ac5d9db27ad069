/**
 * Keeps each face's identity: follows the faces between detections, and says which detected face is which known one.
 * Following a single face is `face-track.ts`; when to detect is decided in `face-reader.ts`.
 */
import type { DetectedFace } from "./blazeface-decode.ts";
import { captureTemplates, followFace, resemblance, type FaceTemplates } from "./face-track.ts";
import { intersectionOverUnion, type RgbaImage } from "./image.ts";

/** A face that keeps its number for as long as it is in view. */
export interface TrackedFace extends DetectedFace {
  /** Counts from 1; never given to another face. */
  readonly id: number;
  /** How sure the place is: 1 at a detection, the template's correlation between detections. */
  readonly correlation: number;
}

export interface FaceTracker {
  /** Follow all faces into the next frame. `lost` says that at least one could not be found again: detect now. */
  follow(image: RgbaImage): { faces: TrackedFace[]; lost: boolean };
  /** Take the faces detected in a frame (the one just followed into, if any), known ones under their old numbers. */
  update(image: RgbaImage, detected: readonly DetectedFace[], timestampMs: number): TrackedFace[];
  /** Whether one of the faces followed is where this detection is. */
  knows(face: DetectedFace): boolean;
  /** Forget all faces; numbers go on counting. */
  reset(): void;
}

/** Below this correlation a face counts as lost: a face moving at 0.6 of its width a second stays above .9, two faces in ten resemble another by .6. */
const LOST_BELOW = 0.7;
/** A detection overlapping a known face by less than this is another face. */
const SAME_PLACE = 0.2;
/** Looks count as much as the place: the same face resembles itself by about .9, another one by .4 (median of 462 pairs). */
const LOOKS_WEIGHT = 1;
/** A face that the detector misses stays known for this long, and gets its number back if it appears again where it was. */
const REMEMBER_MS = 1000;

interface Track {
  id: number;
  face: DetectedFace;
  templates: FaceTemplates;
  correlation: number;
  seenMs: number;
  /** Missed by the last detection: no longer reported, still remembered. */
  missing: boolean;
}

/** A tracker with no faces. */
export function createFaceTracker(): FaceTracker {
  let tracks: Track[] = [];
  let lastId = 0;
  const present = (): TrackedFace[] => tracks.filter((track) => !track.missing).map(report);

  return {
    follow(image) {
      let lost = false;
      for (const track of tracks) {
        if (track.missing) continue;
        const step = followFace(image, track.face, track.templates);
        track.correlation = step.correlation;
        if (step.correlation < LOST_BELOW) lost = true;
        else track.face = step.face;
      }
      return { faces: present(), lost };
    },

    update(image, detected, timestampMs) {
      const assigned = assign(image, tracks, detected);
      const next: Track[] = detected.map((face, i) => {
        const known = assigned[i];
        return {
          id: known ? known.id : ++lastId,
          face,
          templates: captureTemplates(image, face),
          correlation: 1,
          seenMs: timestampMs,
          missing: false,
        };
      });
      for (const track of tracks) {
        if (assigned.includes(track) || timestampMs - track.seenMs > REMEMBER_MS) continue;
        next.push({ ...track, missing: true });
      }
      tracks = next;
      return present();
    },

    knows: (face) => tracks.some((track) => intersectionOverUnion(track.face.box, face.box) > SAME_PLACE),

    reset() {
      tracks = [];
    },
  };
}

function report(track: Track): TrackedFace {
  return { ...track.face, id: track.id, correlation: track.correlation };
}

/** For each detection the known face it is, if any: best pairs first, by place and looks. */
function assign(image: RgbaImage, tracks: readonly Track[], detected: readonly DetectedFace[]): (Track | undefined)[] {
  const pairs: { track: Track; index: number; affinity: number }[] = [];
  for (const track of tracks) {
    for (const [index, face] of detected.entries()) {
      const overlap = intersectionOverUnion(track.face.box, face.box);
      if (overlap <= SAME_PLACE) continue;
      const looks = Math.max(0, resemblance(image, face, track.templates));
      pairs.push({ track, index, affinity: overlap + LOOKS_WEIGHT * looks - (track.missing ? 1 : 0) });
    }
  }
  pairs.sort((a, b) => b.affinity - a.affinity);
  const assigned: (Track | undefined)[] = detected.map(() => undefined);
  const taken = new Set<Track>();
  for (const { track, index } of pairs) {
    if (taken.has(track) || assigned[index]) continue;
    taken.add(track);
    assigned[index] = track;
  }
  return assigned;
}
