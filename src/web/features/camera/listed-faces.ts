/** From what the reader and the tracker say of each face to what its box and its card show. Pure. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import type { MoodState } from "../../../core/affect/mood-tracker.ts";
import type { PictureReading } from "../../capture/face-worker-protocol.ts";
import { moodWord, percent } from "../mood-display/emotion-order.ts";
import type { ListedFace } from "../mood-display/listed-face.ts";
import { longReason, shortReason } from "./face-reasons.ts";

/** A face with its place in the picture, in the picture's pixels. */
export interface BoxedFace extends ListedFace {
  box: { x: number; y: number; width: number; height: number };
  /** The words on its box. */
  tag: string;
}

function tagOf(emotion: Emotion | null, probability: number): string {
  return emotion === null ? "unsure" : `${moodWord(emotion).toLowerCase()} ${percent(probability)}`;
}

/** The faces from left to right as shown, numbered from 1; `mirrored` pictures are shown flipped. */
export function listFaces(reading: PictureReading, moods: MoodState["faces"], mirrored: boolean): BoxedFace[] {
  const steady = new Map(moods.map(({ id, mood }) => [id, mood]));
  const direction = mirrored ? -1 : 1;
  return reading.faces
    .toSorted((a, b) => direction * (a.box.x + a.box.width / 2 - b.box.x - b.box.width / 2))
    .map((face, index) => {
      const mood = steady.get(face.id);
      const probabilities = face.usable ? (mood?.probabilities ?? face.probabilities ?? null) : null;
      const emotion = probabilities === null ? null : (mood?.emotion ?? null);
      const said =
        probabilities === null ? shortReason(face.reason) : tagOf(emotion, emotion ? probabilities[emotion] : 0);
      return {
        number: index + 1,
        box: face.box,
        emotion,
        probabilities,
        reason: probabilities === null ? longReason(face.reason) : null,
        tag: `${index + 1} · ${said}`,
      };
    });
}
