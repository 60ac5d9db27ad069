/** From a file to the faces and the mood in it; the file is checked, decoded upright and read on this device. */
import { summariseReadings } from "../../../core/affect/mood-tracker.ts";
import type { Mood } from "../../../core/affect/mood-tracker.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { FaceWorkerClient } from "../../capture/face-worker-client.ts";
import type { PictureReading } from "../../capture/face-worker-protocol.ts";
import { openPhoto } from "../../capture/photo-file.ts";
import { checkCorrection, correctReading } from "../../capture/personal-correction.ts";
import { observationsOf } from "../../capture/sensing.ts";
import { listFaces } from "../camera/listed-faces.ts";
import type { BoxedFace } from "../camera/listed-faces.ts";

/** A photo that was read. The caller closes `picture` when it is no longer shown. */
export interface ReadPhoto {
  picture: ImageBitmap;
  reading: PictureReading;
  faces: readonly BoxedFace[];
  /** Of everyone in it together; null where no face is clear enough, which the faces' reasons explain. */
  mood: Mood | null;
}

/** Each face by itself: a photo is one frame, so a face's label is what `summariseReadings` makes of that frame alone. */
function labelled(reading: PictureReading): BoxedFace[] {
  const moods = observationsOf(reading).flatMap((face) => {
    const mood = summariseReadings([{ timestampMs: 0, faces: [face] }]);
    return mood === null ? [] : [{ id: face.id, mood }];
  });
  return listFaces(reading, moods, false);
}

/**
 * Reads one photo.
 * @throws MoodSyncError the codes of `openPhoto`, `photo.no-face`, and those of the face worker
 */
export async function readPhoto(file: Blob, faces: Pick<FaceWorkerClient, "readPhoto">): Promise<ReadPhoto> {
  const picture = await openPhoto(file);
  try {
    // The worker takes its copy over; this one stays to be shown.
    const [seen] = await Promise.all([faces.readPhoto(await createImageBitmap(picture)), checkCorrection()]);
    const reading = correctReading(seen);
    if (reading.faces.length === 0)
      throw new MoodSyncError("photo.no-face", "No face was found.", { kind: "not-found" });
    const mood = summariseReadings([{ timestampMs: Date.now(), faces: observationsOf(reading) }]);
    return { picture, reading, faces: labelled(reading), mood };
  } catch (error) {
    picture.close();
    throw error;
  }
}
