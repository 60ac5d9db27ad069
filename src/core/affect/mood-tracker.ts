/**
 * From what the emotion net says of every frame to moods that people and music can follow: per face, for the room, and
 * slower for the music. Pure: time comes with the frames. Detecting and following faces is left to `inference`.
 */
import { createFaceMoods } from "./face-moods.ts";
import type { FaceFrame, MoodState } from "./mood.ts";
import { DEFAULT_MOOD_OPTIONS, type MoodTrackerOptions } from "./mood-options.ts";
import { createMusicMood } from "./music-mood.ts";
import { createRoomMood } from "./room-mood.ts";

export type { FaceFrame, FaceObservation, Mood, MoodState } from "./mood.ts";
export type { MoodTrackerOptions } from "./mood-options.ts";
export { summariseReadings } from "./single-reading.ts";

export interface MoodTracker {
  /** Takes one frame, also one without a face, and returns the moods of now. Frames must come in order. */
  update(frame: FaceFrame): MoodState;
  /** Forgets everybody and the music's mood too. */
  reset(): void;
}

/** Makes a tracker that has seen nobody. Options left out are those of `DEFAULT_MOOD_OPTIONS`. */
export function createMoodTracker(options: Partial<MoodTrackerOptions> = {}): MoodTracker {
  const all = { ...DEFAULT_MOOD_OPTIONS, ...options };
  const start = () => ({ faces: createFaceMoods(all), room: createRoomMood(all), music: createMusicMood(all) });
  let parts = start();
  return {
    update(frame) {
      const faces = parts.faces.update(frame);
      const room = parts.room.update(faces, frame.timestampMs);
      return {
        faces: faces.map(({ id, mood }) => ({ id, mood })),
        room: room?.mood ?? null,
        music: parts.music.update(room?.pooled ?? null, frame.timestampMs),
      };
    },
    reset() {
      parts = start();
    },
  };
}
